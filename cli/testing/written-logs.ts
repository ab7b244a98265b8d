/** Logs of a market that was traded a little, as an engine writes them or as none ever would. */
import assert from 'node:assert/strict';
import { marketMachines } from '../../engine/runtime/machine-factory.ts';
import { sha256 } from '../../ports/objects/sha256.ts';
import type { Ports } from '../../ports/ports.ts';
import { decodeEventBatch, encodeEventBatch, encodeSnapshot } from '../../proto/codec.ts';
import { type MarketCommand, OrderType, Side, TimeInForce } from '../../proto/messages.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import * as units from '../../proto/units.ts';
import { appendControl } from '../store-access.ts';

const definition = (market: string): MarketCommand => ({
  kind: 'DefineMarket',
  definition: {
    market,
    baseAsset: 'BTC',
    baseScale: 8,
    quoteAsset: 'USD',
    quoteScale: 8,
    tickSize: '0.01',
    lotSize: '0.00001',
    minPriceTicks: units.priceTicks(1),
    maxPriceTicks: units.priceTicks(100_000_000),
    minQuantityLots: units.lots(1),
    maxQuantityLots: units.lots(9_000_000),
    minNotionalMinor: units.minorUnits(1),
    maxNotionalMinor: units.minorUnits(9e15),
    maxRestingOrders: 1000,
    makerFeePpm: units.ppm(500),
    takerFeePpm: units.ppm(1000),
  },
});

export const order = (id: number, side: Side, price: number): MarketCommand => ({
  kind: 'PlaceOrder',
  orderId: units.orderId(id),
  accountId: units.accountId(side),
  side,
  type: OrderType.limit,
  timeInForce: TimeInForce.gtc,
  postOnly: false,
  priceTicks: units.priceTicks(price),
  quantityLots: units.lots(100),
  makerFeePpm: units.ppm(500),
  takerFeePpm: units.ppm(1000),
  quoteBudgetMinor: units.minorUnits(0),
  clientOrderId: `c-${id}`,
});

/** How many of the batches are written. */
export const WRITTEN = {
  all: 5,
  'one-changed': 5,
  'without-the-last': 4,
  'up-to-the-snapshot': 3,
  none: 0,
} as const;

/** Commands, one record each, and the events that an engine makes of them, the last ones perhaps not. */
export async function writeLogs(
  ports: Ports,
  market: string,
  events: keyof typeof WRITTEN,
): Promise<void> {
  await ports.log.createTopic(commandTopic(market));
  await ports.log.createTopic(eventTopic(market));
  const machine = marketMachines.create(market);
  const commands: MarketCommand[] = [
    definition(market),
    order(1, Side.sell, 6_000_100),
    order(2, Side.buy, 6_000_000),
    { kind: 'SnapshotMarked', markId: 1 },
    order(3, Side.buy, 6_000_100),
  ];
  for (const [index, command] of commands.entries()) {
    const at = await appendControl(ports, commandTopic(market), [command]);
    const [record] = await ports.log.read(commandTopic(market), at, { records: 1, bytes: 1e6 });
    assert.ok(record !== undefined);
    machine.open(record.bytes);
    const output = machine.apply(at);
    if (command.kind === 'SnapshotMarked') {
      const bytes = encodeSnapshot(machine.snapshot(), { sha256 });
      const name = { market, offset: at, timestampUs: ports.clock.nowUs() };
      await ports.snapshots.put(name, bytes);
    }
    if (index >= WRITTEN[events]) continue;
    const isChanged = index === commands.length - 1 && events === 'one-changed';
    const written = isChanged ? withoutLastEvent(output.bytes) : output.bytes;
    await ports.log.append(eventTopic(market), [written]);
  }
}

function withoutLastEvent(bytes: Uint8Array): Uint8Array {
  const batch = decodeEventBatch(bytes);
  return encodeEventBatch({ ...batch, events: batch.events.slice(0, -1) });
}
