/** A market's last day in figures, with the best prices now. */
import type { ViewStore } from '../../ports/view-store/view-store.ts';
import { formatDecimal, formatPrice, formatQuantity } from '../../proto/decimal.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { PriceTicks, TimestampUs } from '../../proto/units.ts';
import type { BookLevels } from './book-levels.ts';
import { readSpan } from './candle-reads.ts';
import type { MarketView } from './market-view.ts';

const DAY_MS = 86_400_000;
const US_PER_MS = 1_000;

export async function tickerJson(
  units: MarketUnits,
  view: MarketView,
  at: { readonly views: ViewStore; readonly nowUs: TimestampUs },
) {
  const { market, sequence } = view;
  const nowMs = Math.floor(at.nowUs / US_PER_MS);
  const span = await readSpan(at.views, { market, fromMs: nowMs - DAY_MS, toMs: nowMs });
  const price = (ticks: PriceTicks | null | undefined) =>
    ticks === null || ticks === undefined ? null : formatPrice(units, ticks);
  const { baseScale, quoteScale } = units.definition;
  const base = BigInt(span?.volumeLots ?? 0) * BigInt(units.baseMinorPerLot);
  const quote = BigInt(span?.volumeTickLots ?? 0) * BigInt(units.quoteMinorPerTickLot);
  return {
    market,
    sequence,
    time_us: at.nowUs,
    last_price: price(view.trades.last?.priceTicks ?? span?.closeTicks),
    ...bestJson(units, 'bid', view.bids),
    ...bestJson(units, 'ask', view.asks),
    open_24h: price(span?.openTicks),
    high_24h: price(span?.highTicks),
    low_24h: price(span?.lowTicks),
    volume_24h: formatDecimal(base, baseScale),
    quote_volume_24h: formatDecimal(quote, quoteScale),
    trades_24h: span?.tradeCount ?? 0,
    change_24h: span === null ? null : price((span.closeTicks - span.openTicks) as PriceTicks),
  };
}

function bestJson(units: MarketUnits, side: 'bid' | 'ask', levels: BookLevels) {
  const [best] = levels.top(1);
  return {
    [side]: best === undefined ? null : formatPrice(units, best.priceTicks),
    [`${side}_quantity`]: best === undefined ? null : formatQuantity(units, best.lots),
  };
}
