/** The memory of a market's book out of the columns of its orders: what a snapshot of version 2 holds. */
import { marketUnits } from '../../proto/market-units.ts';
import type { BookImage, MarketSnapshot } from '../../proto/messages.ts';
import { bookUnits } from './book/book.ts';
import { imageOfOrders } from './book/fast-book.ts';
import { proveImage } from './book/image-proof.ts';

/**
 * Proven; null: the market is not defined. Its rows have room around them for the rest of a snapshot, and belong to
 * the caller. That the columns are those of the state hash says who restores the snapshot.
 */
export function imageOfMarket(snapshot: MarketSnapshot): BookImage | null {
  const { definition, icebergs = [], orders } = snapshot;
  if (definition === null) return null;
  const image = imageOfOrders(bookUnits(marketUnits(definition)), orders, icebergs);
  proveImage(snapshot, image);
  return image;
}
