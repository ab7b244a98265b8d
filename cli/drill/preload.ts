import type { OrderRequest } from '../../client/api-types.ts';
import { SocketClient } from '../../client/socket-client.ts';
import type { FlowMarket } from '../trading/order-flow.ts';
import { restingOrder } from '../trading/order-flow.ts';
import type { SeededRandom } from '../trading/seeded-random.ts';
import type { TradingAccount } from './drill-load.ts';

const ORDERS_PER_REQUEST = 50;

/** Fills the books with orders that stay, through the public API. Resolves to how many it placed. */
export async function placeRestingOrders(options: {
  readonly wsUrl: string;
  readonly accounts: readonly TradingAccount[];
  readonly markets: readonly FlowMarket[];
  readonly count: number;
  readonly random: SeededRandom;
  readonly idPrefix: string;
  readonly interrupted: AbortSignal;
}): Promise<number> {
  const { accounts, count, random, markets, idPrefix } = options;
  let made = 0;
  let placed = 0;
  const nextBatch = (): readonly OrderRequest[] => {
    const orders: OrderRequest[] = [];
    while (orders.length < ORDERS_PER_REQUEST && made < count) {
      made += 1;
      orders.push(restingOrder(random, random.pick(markets), `${idPrefix}-rest-${made}`));
    }
    return orders;
  };
  const lane = async (account: TradingAccount): Promise<void> => {
    const socket = await SocketClient.connect({
      wsUrl: options.wsUrl,
      credentials: account.credentials,
      timeoutMs: 30_000,
    });
    try {
      while (!options.interrupted.aborted) {
        const orders = nextBatch();
        if (orders.length === 0) return;
        const items = await socket.placeBatch(orders);
        const refused = items.find((item) => item.error !== undefined)?.error;
        if (refused !== undefined) throw new Error(`${refused.code}: ${refused.detail}`);
        placed += items.length;
      }
    } finally {
      socket.close();
    }
  };
  // Two lanes each: one batch is answered while the next is on its way.
  await Promise.all([...accounts, ...accounts].map(lane));
  return placed;
}
