/** The events of the naive book, one position of event-layout.ts after the other. */
import type { DoneReason, Side } from '../../../proto/messages.ts';
import type { EventBuffer } from '../hot/event-buffer.ts';
import { EVENT_WORDS, EventByte, EventKind, EventWide, EventWord } from '../hot/event-layout.ts';

interface Trade {
  readonly tradeId: number;
  readonly makerOrderId: number;
  readonly takerOrderId: number;
  readonly makerAccountId: number;
  readonly takerAccountId: number;
  readonly takerSide: Side;
  readonly priceTicks: number;
  readonly quantityLots: number;
  readonly makerFeeMinor: number;
  readonly takerFeeMinor: number;
  readonly makerRemainingLots: number;
  readonly takerRemainingLots: number;
  readonly takerLimitTicks: number;
}

type Prevented = Omit<Trade, 'tradeId' | 'makerAccountId' | 'makerFeeMinor' | 'takerFeeMinor'>;

interface StandingOrder {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  readonly remainingLots: number;
}

/** A new record, all of it 0 but kind, side and command index. */
function claim(events: EventBuffer, kind: number, side: Side): number {
  const at = events.claim();
  const commandIndex = events.ints[at + EventWord.commandIndex]!;
  events.ints.fill(0, at, at + EVENT_WORDS);
  events.ints[at + EventWord.commandIndex] = commandIndex;
  events.ints[at] = kind + side * 2 ** EventByte.side;
  return at;
}

export function writeTrade(events: EventBuffer, trade: Trade): void {
  const at = claim(events, EventKind.tradeExecuted, trade.takerSide);
  events.ints[at + EventWord.priceTicks] = trade.priceTicks;
  events.ints[at + EventWord.accountId] = trade.takerAccountId;
  events.ints[at + EventWord.makerAccountId] = trade.makerAccountId;
  events.ints[at + EventWord.takerLimitTicks] = trade.takerLimitTicks;
  const wide = at / 2;
  events.doubles[wide + EventWide.orderId] = trade.takerOrderId;
  events.doubles[wide + EventWide.lots] = trade.quantityLots;
  events.doubles[wide + EventWide.makerOrderId] = trade.makerOrderId;
  events.doubles[wide + EventWide.tradeId] = trade.tradeId;
  events.doubles[wide + EventWide.makerFeeMinor] = trade.makerFeeMinor;
  events.doubles[wide + EventWide.takerFeeMinor] = trade.takerFeeMinor;
  events.doubles[wide + EventWide.makerRemainingLots] = trade.makerRemainingLots;
  events.doubles[wide + EventWide.takerRemainingLots] = trade.takerRemainingLots;
}

export function writePrevented(events: EventBuffer, match: Prevented): void {
  const at = claim(events, EventKind.tradePrevented, match.takerSide);
  events.ints[at + EventWord.priceTicks] = match.priceTicks;
  events.ints[at + EventWord.accountId] = match.takerAccountId;
  events.ints[at + EventWord.takerLimitTicks] = match.takerLimitTicks;
  const wide = at / 2;
  events.doubles[wide + EventWide.orderId] = match.takerOrderId;
  events.doubles[wide + EventWide.lots] = match.quantityLots;
  events.doubles[wide + EventWide.makerOrderId] = match.makerOrderId;
  events.doubles[wide + EventWide.makerRemainingLots] = match.makerRemainingLots;
  events.doubles[wide + EventWide.takerRemainingLots] = match.takerRemainingLots;
}

export function writeRested(
  events: EventBuffer,
  order: StandingOrder & { readonly priceTicks: number },
): void {
  const at = claim(events, EventKind.orderRested, order.side);
  writeOrder(events, at, order);
  events.ints[at + EventWord.priceTicks] = order.priceTicks;
}

export function writeDone(
  events: EventBuffer,
  order: StandingOrder & { readonly limitTicks: number; readonly budgetMinor: number | null },
  { reason, wasResting }: { readonly reason: DoneReason; readonly wasResting: boolean },
): void {
  const at = claim(events, EventKind.orderDone, order.side);
  writeOrder(events, at, order);
  const ended = reason * 2 ** EventByte.reason + (wasResting ? 2 ** EventByte.flag : 0);
  events.ints[at] = events.ints[at]! + ended;
  events.ints[at + EventWord.priceTicks] = order.limitTicks;
  events.doubles[at / 2 + EventWide.money] = order.budgetMinor ?? 0;
}

function writeOrder(events: EventBuffer, at: number, order: StandingOrder): void {
  events.ints[at + EventWord.accountId] = order.accountId;
  events.doubles[at / 2 + EventWide.orderId] = order.orderId;
  events.doubles[at / 2 + EventWide.lots] = order.remainingLots;
}
