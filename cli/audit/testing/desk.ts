/** A reference market to be commanded by hand, and its events as lines that read like a tape. */
import {
  type Command,
  type CommandBatch,
  DoneReason,
  IgnoreReason,
  OrderType,
  type PlaceOrder,
  RejectReason,
  type Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import type { PredictedEvent } from '../predicted-event.ts';
import { ReferenceMarket } from '../reference-market.ts';
import { command, definition, MARKET } from './tape.ts';

/** One market and one session; each call is one batch. */
export class Desk {
  readonly market = new ReferenceMarket(MARKET);
  #sequence = 1;

  constructor(changes: object = {}) {
    this.control({ kind: 'DefineMarket', definition: { ...definition, ...changes } });
    this.control({ kind: 'SessionStarted', sessionId: 1, epoch: 1, node: 'n' });
  }

  control(fields: Parameters<typeof command>[0]): PredictedEvent[] {
    return this.batch({ sessionId: 0, sessionEpoch: 0, firstSequence: 0 }, command(fields));
  }

  send(...commands: Command[]): PredictedEvent[] {
    const firstSequence = this.#sequence;
    this.#sequence += commands.length;
    return this.batch({ sessionId: 1, sessionEpoch: 1, firstSequence }, ...commands);
  }

  batch(from: object, ...commands: Command[]): PredictedEvent[] {
    return this.market.apply({
      ...from,
      timestampUs: 1,
      prevHash: 0,
      commands,
    } as unknown as CommandBatch);
  }
}

export function place(orderId: number, accountId: number, side: Side, fields: object): PlaceOrder {
  return {
    kind: 'PlaceOrder',
    orderId,
    accountId,
    side,
    type: OrderType.limit,
    timeInForce: TimeInForce.gtc,
    postOnly: false,
    priceTicks: 100,
    quantityLots: 10,
    makerFeePpm: 1_000,
    takerFeePpm: 2_000,
    quoteBudgetMinor: 0,
    clientOrderId: '',
    ...fields,
  } as unknown as PlaceOrder;
}

/** One line per event: what a reader of the tape would say. */
export function tape(events: readonly PredictedEvent[]): string[] {
  return events.map((event) => {
    switch (event.kind) {
      case 'OrderAccepted':
        return `accepted ${event.orderId}`;
      case 'OrderRejected':
      case 'CancelRejected':
      case 'AmendRejected':
        return `refused ${event.orderId}: ${wordOf(RejectReason, event.reason)}`;
      case 'OrderRested':
        return `rested ${event.orderId}: ${event.remainingLots} at ${event.priceTicks}`;
      case 'TradeExecuted':
        return (
          `trade ${event.tradeId}: ${event.takerOrderId} takes ${event.quantityLots} of ` +
          `${event.makerOrderId} at ${event.priceTicks}, fees ${event.makerFeeMinor} ${event.takerFeeMinor}, ` +
          `left ${event.makerRemainingLots} ${event.takerRemainingLots}, limit ${event.takerLimitTicks}`
        );
      case 'TradePrevented':
        return (
          `prevented: ${event.takerOrderId} and ${event.makerOrderId} lose ${event.quantityLots} at ` +
          `${event.priceTicks}, left ${event.makerRemainingLots} ${event.takerRemainingLots}, limit ${event.takerLimitTicks}`
        );
      case 'OrderDone':
        return `done ${event.orderId}: ${wordOf(DoneReason, event.reason)}, left ${event.remainingLots} ${event.remainingQuoteMinor}`;
      case 'OrderAmended':
        return `amended ${event.orderId}: ${event.remainingLots} of ${event.quantityLots} at ${event.priceTicks}, kept ${event.keptPriority}`;
      case 'OrderTriggered':
        return `triggered ${event.orderId} at ${event.triggerTicks}`;
      case 'OrdersCanceled':
        return `canceled ${event.count} of ${event.accountId}`;
      case 'CommandIgnored':
        return `ignored: ${wordOf(IgnoreReason, event.reason)}`;
      default:
        return event.kind;
    }
  });
}

function wordOf(words: object, value: unknown): string {
  return Object.entries(words).find(([, number]) => number === value)?.[0] ?? String(value);
}
