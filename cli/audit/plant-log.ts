/**
 * Faults put into logs on purpose, to prove that the checker finds them. All hashes, sequences and
 * CRCs are computed anew around a fault, so that only its own rule can show it.
 */
import {
  batchCrc,
  decodeCommandBatch,
  decodeEventBatch,
  encodeCommandBatch,
  encodeEventBatch,
} from '../../proto/codec.ts';
import {
  type CommandBatch,
  DoneReason,
  type Event,
  type EventBatch,
  type OrderAccepted,
  type PlaceOrder,
  TimeInForce,
  type TradeExecuted,
} from '../../proto/messages.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../../proto/topics.ts';
import { hash64, minorUnits, offset, orderId, priceTicks, sequence } from '../../proto/units.ts';

export const LOG_FAULTS = [
  'removed-event',
  'removed-trade',
  'doubled-trade',
  'swapped-queue',
  'wrong-price',
  'wrong-fee',
  'duplicated-order',
  'flipped-byte',
] as const;
export type LogFault = (typeof LOG_FAULTS)[number];

/** All records of all topics. */
export type LogRecords = Map<string, Uint8Array[]>;

export class PlantError extends Error {
  readonly code = 'PLANT_IMPOSSIBLE';
}

/** Changes `logs` in place. Throws PlantError when nothing in them suits the fault. */
export function plantInLogs(fault: LogFault, logs: LogRecords): void {
  for (const topic of logs.keys()) {
    const market = marketOfTopic(topic);
    if (market === null || topic !== eventTopic(market)) continue;
    const records = logs.get(topic) ?? [];
    if (fault === 'flipped-byte' && flipByte(logs.get(commandTopic(market)) ?? [])) return;
    const batches = withoutRepeats(records.map(decodeEventBatch));
    if (fault === 'duplicated-order') {
      if (!repeatOrder(batches, logs.get(commandTopic(market)) ?? [])) continue;
    } else if (!plantInEvents(fault, batches)) {
      continue;
    }
    logs.set(topic, relink(batches));
    return;
  }
  throw new PlantError(`no market has anything that ${fault} could be planted in`);
}

function plantInEvents(fault: LogFault, batches: EventBatch[]): boolean {
  if (fault === 'removed-event') {
    const index = batches.findIndex((batch) => batch.events.some(isTrade));
    if (index < 0) return false;
    batches.splice(index, 1);
    return true;
  }
  return batches.some((batch, index) => {
    const events = plantInBatch(fault, batch.events);
    if (events !== null) batches[index] = { ...batch, events };
    return events !== null;
  });
}

/** The events with the fault in them; null when these do not suit it. */
function plantInBatch(fault: LogFault, events: readonly Event[]): Event[] | null {
  const at = events.findIndex(isTrade);
  const trade = events[at];
  if (trade === undefined || !isTrade(trade)) return null;
  switch (fault) {
    case 'removed-trade':
      return events.toSpliced(at, 1);
    case 'doubled-trade':
      return events.toSpliced(at + 1, 0, trade);
    case 'wrong-price':
      return events.with(at, { ...trade, priceTicks: priceTicks(trade.priceTicks + 1) });
    case 'wrong-fee':
      return events.with(at, { ...trade, takerFeeMinor: minorUnits(trade.takerFeeMinor + 1) });
    case 'swapped-queue':
      return swapMakers(events);
    default:
      return null;
  }
}

/** Two makers at one price, met by one taker, change places. */
function swapMakers(events: readonly Event[]): Event[] | null {
  for (let at = 0; at + 1 < events.length; at += 1) {
    const [first, second] = [events[at]!, events[at + 1]!];
    if (!isTrade(first) || !isTrade(second)) continue;
    if (first.takerOrderId !== second.takerOrderId || first.priceTicks !== second.priceTicks) {
      continue;
    }
    const maker = ({ makerOrderId, makerAccountId }: TradeExecuted) => ({
      makerOrderId,
      makerAccountId,
    });
    const swapped = events.with(at, { ...first, ...maker(second) });
    return swapped.with(at + 1, { ...second, ...maker(first) });
  }
  return null;
}

function isTrade(event: Event): event is TradeExecuted & { readonly commandIndex: number } {
  return event.kind === 'TradeExecuted';
}

function flipByte(commands: Uint8Array[]): boolean {
  const at = commands.length - 1;
  const record = commands[at];
  if (record === undefined) return false;
  const flipped = Uint8Array.from(record);
  flipped[flipped.length >> 1]! ^= 0x04;
  commands[at] = flipped;
  return true;
}

/** The last accepted order stands in the log once more, under another order id. */
function repeatOrder(batches: EventBatch[], commands: Uint8Array[]): boolean {
  const accepted = batches
    .flatMap((batch) => batch.events)
    .findLast((event) => event.kind === 'OrderAccepted' && event.clientOrderId !== '');
  if (accepted === undefined || accepted.kind !== 'OrderAccepted') return false;
  const last = commands.map(decodeCommandBatch).at(-1);
  if (last === undefined) return false;
  const again: OrderAccepted = {
    ...accepted,
    orderId: orderId(accepted.orderId + 1),
    timeInForce: TimeInForce.ioc,
  };
  const place: PlaceOrder = {
    ...again,
    kind: 'PlaceOrder',
    makerFeePpm: 0,
    takerFeePpm: 0,
  } as never;
  const command = {
    ...last,
    sessionId: 0,
    sessionEpoch: 0,
    firstSequence: 0,
    prevHash: 0,
    commands: [place],
  } as unknown as CommandBatch;
  const inputOffset = offset(commands.length);
  commands.push(encodeCommandBatch(command));
  const { accountId, side, quantityLots } = again;
  const done: Event = {
    kind: 'OrderDone',
    commandIndex: 0,
    orderId: again.orderId,
    accountId,
    side,
    reason: DoneReason.expired,
    wasResting: false,
    priceTicks: again.priceTicks,
    remainingLots: quantityLots,
    remainingQuoteMinor: minorUnits(0),
  };
  batches.push({
    ...batches.at(-1)!,
    inputOffset,
    sessionId: command.sessionId,
    sessionEpoch: command.sessionEpoch,
    firstCommandSequence: command.firstSequence,
    timestampUs: command.timestampUs,
    events: [{ ...again, commandIndex: 0 }, done],
  });
  return true;
}

function withoutRepeats(batches: readonly EventBatch[]): EventBatch[] {
  const seen = new Set<number>();
  return batches.filter(({ inputOffset }) => {
    if (seen.has(inputOffset)) return false;
    seen.add(inputOffset);
    return true;
  });
}

/** Bytes of the batches, with sequences and hash links that fit from the first to the last. */
export function relink(batches: readonly EventBatch[]): Uint8Array[] {
  let prevHash = batches[0]?.prevHash ?? hash64('0000000000000000');
  let firstSequence = 1;
  return batches.map((batch) => {
    const linked = { ...batch, prevHash, firstSequence: sequence(firstSequence) };
    // Any function of the batch will do: the checker cannot know the engine's, it follows the links.
    const crc = batchCrc(encodeEventBatch(linked));
    const eventHash = hash64(crc.toString(16).padStart(16, '0'));
    prevHash = eventHash;
    firstSequence += batch.events.length;
    return encodeEventBatch({ ...linked, eventHash });
  });
}
