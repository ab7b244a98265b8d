/** From records of the event buffer to the events of messages.ts, for the shell. */
import { assert } from '../../proto/assert.ts';
import type {
  Command,
  DoneReason,
  Event,
  EventBody,
  RejectReason,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../proto/messages.ts';
import { OrderType } from '../../proto/messages.ts';
import type {
  AccountId,
  Lots,
  MinorUnits,
  OrderId,
  PriceTicks,
  TimestampUs,
  TradeId,
} from '../../proto/units.ts';
import type { EventBuffer } from './hot/event-buffer.ts';
import { EVENT_WORDS, EventByte, EventKind, EventWide, EventWord } from './hot/event-layout.ts';

/** `commands` are those of the record: texts are theirs, the buffer holds only numbers. */
export function appendEvents(
  events: Event[],
  buffer: EventBuffer,
  count: number,
  commands: readonly Command[],
): void {
  for (let at = 0; at < count * EVENT_WORDS; at += EVENT_WORDS) {
    const command = commands[buffer.ints[at + EventWord.commandIndex]!];
    events.push(eventOf(buffer, at, clientOrderIdOf(command)));
  }
}

/** The record at word `at`. */
export function eventOf(buffer: EventBuffer, at: number, clientOrderId: string): Event {
  const record = new EventRecord(buffer, at);
  return { ...bodyOf(record, clientOrderId), commandIndex: record.commandIndex };
}

class EventRecord {
  readonly #buffer: EventBuffer;
  readonly #at: number;

  constructor(buffer: EventBuffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  get kind(): number {
    return this.word(EventWord.kind) & 255;
  }

  get commandIndex(): number {
    return this.word(EventWord.commandIndex);
  }

  word(position: number): number {
    return this.#buffer.ints[this.#at + position]!;
  }

  wide(position: number): number {
    return this.#buffer.doubles[this.#at / 2 + position]!;
  }

  /** A small value of word 0, of so many bits. */
  small(shift: number, bits: number): number {
    return (this.word(EventWord.kind) >>> shift) & (2 ** bits - 1);
  }

  account(position: number): AccountId {
    return (this.word(position) >>> 0) as AccountId;
  }

  get side(): Side {
    return this.small(EventByte.side, 8) as Side;
  }

  get reason(): number {
    return this.small(EventByte.reason, 8);
  }

  get price(): PriceTicks {
    return this.word(EventWord.priceTicks) as PriceTicks;
  }

  get lots(): Lots {
    return this.wide(EventWide.lots) as Lots;
  }

  get identity(): { readonly orderId: OrderId; readonly accountId: AccountId } {
    return {
      orderId: this.wide(EventWide.orderId) as OrderId,
      accountId: this.account(EventWord.accountId),
    };
  }
}

export function clientOrderIdOf(command: Command | undefined): string {
  return command?.kind === 'PlaceOrder' ? command.clientOrderId : '';
}

function bodyOf(record: EventRecord, clientOrderId: string): EventBody {
  const { kind, identity, side, price: priceTicks, lots } = record;
  const reason = record.reason as RejectReason;
  switch (kind) {
    case EventKind.orderAccepted:
      return accepted(record, clientOrderId);
    case EventKind.orderRejected:
      return { kind: 'OrderRejected', ...identity, reason, clientOrderId };
    case EventKind.orderRested:
      return { kind: 'OrderRested', ...identity, side, priceTicks, remainingLots: lots };
    case EventKind.icebergRested:
      return {
        kind: 'OrderRested',
        ...identity,
        side,
        priceTicks,
        remainingLots: lots,
        displayLots: record.wide(EventWide.money) as Lots,
      };
    case EventKind.orderReplenished: {
      const shownLots = record.wide(EventWide.shownLots) as Lots;
      const identified = { kind: 'OrderReplenished', ...identity } as const;
      return { ...identified, side, priceTicks, remainingLots: lots, shownLots };
    }
    case EventKind.tradeExecuted:
      return traded(record);
    case EventKind.orderAmended:
      return {
        kind: 'OrderAmended',
        ...identity,
        side,
        priceTicks,
        quantityLots: lots,
        remainingLots: record.wide(EventWide.money) as Lots,
        keptPriority: record.small(EventByte.flag, 1) !== 0,
        ...shownOf(record),
      };
    case EventKind.orderDone:
      return done(record);
    case EventKind.cancelRejected:
      return { kind: 'CancelRejected', ...identity, reason };
    case EventKind.amendRejected:
      return {
        kind: 'AmendRejected',
        ...identity,
        reason,
        priceTicks: priceTicks === 0 ? null : priceTicks,
        remainingLots: lots,
      };
    case EventKind.orderTriggered:
      return {
        kind: 'OrderTriggered',
        ...wordsOf(record),
        triggerTicks: record.word(EventWord.triggerTicks) as PriceTicks,
      };
    case EventKind.tradePrevented:
      return prevented(record);
    default:
      assert(kind === EventKind.ordersCanceled, `no order event has the number ${kind}`);
      return { kind: 'OrdersCanceled', accountId: identity.accountId, count: priceTicks };
  }
}

function accepted(record: EventRecord, clientOrderId: string): EventBody {
  const kind = record.word(EventWord.triggerKind) as TriggerKind | 0;
  const priceTicks = record.word(EventWord.triggerTicks) as PriceTicks;
  const mode = record.small(EventByte.selfTradePrevention, 3);
  const goodTillUs = record.wide(EventWide.goodTillUs) as TimestampUs;
  return {
    kind: 'OrderAccepted',
    ...wordsOf(record),
    postOnly: record.small(EventByte.postOnly, 1) !== 0,
    clientOrderId,
    ...(kind !== 0 && { trigger: { kind, priceTicks } }),
    ...(mode !== 0 && { selfTradePrevention: mode as SelfTradePrevention }),
    ...(goodTillUs !== 0 && { goodTillUs }),
  };
}

/** What an accepted and a triggered order have in common. */
function wordsOf(record: EventRecord) {
  const money = record.wide(EventWide.money);
  const isIceberg = record.small(EventByte.type, 8) === OrderType.limit && money !== 0;
  return {
    ...record.identity,
    side: record.side,
    type: record.small(EventByte.type, 8) as OrderType,
    timeInForce: record.small(EventByte.timeInForce, 4) as TimeInForce,
    priceTicks: record.price,
    quantityLots: record.lots,
    quoteBudgetMinor: (isIceberg ? 0 : money) as MinorUnits,
    ...(isIceberg && { displayLots: money as Lots }),
  };
}

function traded(record: EventRecord): EventBody {
  const limit = record.word(EventWord.takerLimitTicks);
  return {
    kind: 'TradeExecuted',
    tradeId: record.wide(EventWide.tradeId) as TradeId,
    makerOrderId: record.wide(EventWide.makerOrderId) as OrderId,
    takerOrderId: record.wide(EventWide.orderId) as OrderId,
    makerAccountId: record.account(EventWord.makerAccountId),
    takerAccountId: record.account(EventWord.accountId),
    takerSide: record.side,
    priceTicks: record.price,
    quantityLots: record.lots,
    makerFeeMinor: record.wide(EventWide.makerFeeMinor) as MinorUnits,
    takerFeeMinor: record.wide(EventWide.takerFeeMinor) as MinorUnits,
    makerRemainingLots: record.wide(EventWide.makerRemainingLots) as Lots,
    takerRemainingLots: record.wide(EventWide.takerRemainingLots) as Lots,
    takerLimitTicks: limit === 0 ? null : (limit as PriceTicks),
  };
}

function prevented(record: EventRecord): EventBody {
  const limit = record.word(EventWord.takerLimitTicks);
  return {
    kind: 'TradePrevented',
    makerOrderId: record.wide(EventWide.makerOrderId) as OrderId,
    takerOrderId: record.wide(EventWide.orderId) as OrderId,
    accountId: record.account(EventWord.accountId),
    takerSide: record.side,
    priceTicks: record.price,
    quantityLots: record.lots,
    makerRemainingLots: record.wide(EventWide.makerRemainingLots) as Lots,
    takerRemainingLots: record.wide(EventWide.takerRemainingLots) as Lots,
    takerLimitTicks: limit === 0 ? null : (limit as PriceTicks),
    ...(record.small(EventByte.flag, 1) !== 0 && {
      makerShownLots: record.wide(EventWide.shownLots) as Lots,
    }),
  };
}

function done(record: EventRecord): EventBody {
  return {
    kind: 'OrderDone',
    ...record.identity,
    side: record.side,
    reason: record.reason as DoneReason,
    wasResting: record.small(EventByte.flag, 1) !== 0,
    priceTicks: record.price,
    remainingLots: record.lots,
    remainingQuoteMinor: record.wide(EventWide.money) as MinorUnits,
    ...shownOf(record),
  };
}

/** Of an iceberg that shows something. */
function shownOf(record: EventRecord): { readonly shownLots?: Lots } {
  const shownLots = record.wide(EventWide.shownLots) as Lots;
  return shownLots === 0 ? {} : { shownLots };
}
