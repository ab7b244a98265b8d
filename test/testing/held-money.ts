import assert from 'node:assert/strict';
import type { DemoAccount } from '../../cli/connection.ts';
import type { Order } from '../../client/api-types.ts';
import { RestClient } from '../../client/rest-client.ts';
import { parseDecimal } from '../../proto/decimal.ts';
import { eventually } from './eventually.ts';

const SCALE = 8;
const PAGE = 100;
const US_PER_MS = 1_000;

interface OrderPage {
  readonly orders: readonly Order[];
  readonly next: string | null;
}

/**
 * What a client can see for itself: no order is open whose time is over, and in each account and
 * asset, held is exactly what the open orders may still cost. An orphan hold, or an order without
 * one, is a difference.
 */
export async function assertNoOrphanHold(options: {
  readonly baseUrl: string;
  readonly accounts: readonly DemoAccount[];
  readonly withinMs: number;
}): Promise<void> {
  for (const account of options.accounts) {
    const client = new RestClient({ baseUrl: options.baseUrl, credentials: account });
    try {
      await eventually(`${account.name} holds what its orders need`, options.withinMs, async () => {
        const needs = new Map<string, bigint>();
        for (const order of await openOrders(client)) {
          assert.ok((order.good_till ?? Infinity) > Date.now() * US_PER_MS, `${order.id} is over`);
          addNeed(needs, order);
        }
        for (const { asset, held, available, total } of await client.balances()) {
          assert.equal(units(held), needs.get(asset) ?? 0n, `${asset} held`);
          assert.equal(units(total), units(held) + units(available), `${asset} total`);
        }
        return true;
      });
    } finally {
      client.close();
    }
  }
}

async function openOrders(client: RestClient): Promise<readonly Order[]> {
  const found: Order[] = [];
  let cursor = '';
  for (;;) {
    const page = await client.request<OrderPage>('GET', `/v1/orders?limit=${PAGE}${cursor}`);
    found.push(...page.orders);
    if (page.next === null) return found;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

function addNeed(needs: Map<string, bigint>, order: Order): void {
  const [base = '', quote = ''] = order.market.split('-');
  const used = units(order.filled_quantity) + units(order.prevented_quantity ?? '0');
  const remaining = units(order.quantity ?? '0') - used;
  const asset = order.side === 'buy' ? quote : base;
  const price = units(order.price ?? '0');
  const need = order.side === 'buy' ? (price * remaining) / 10n ** BigInt(SCALE) : remaining;
  needs.set(asset, (needs.get(asset) ?? 0n) + need);
}

function units(text: string): bigint {
  const value = parseDecimal(text, { scale: SCALE });
  assert.ok(value !== null, `not a decimal: ${text}`);
  return value;
}
