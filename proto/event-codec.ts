/** Bytes ⇄ one event of any kind. */
import {
  CONTROL_EVENT_FIELDS,
  type ControlEvent,
  readControlEvent,
  writeControlEvent,
} from './control-event-codec.ts';
import type { Event, EventBody } from './messages.ts';
import {
  readAmendRejected,
  readCancelRejected,
  readOrderAccepted,
  readOrderAmended,
  readOrderDone,
  readOrderRejected,
  readOrderRested,
  readOrdersCanceled,
  readOrderTriggered,
  readTradeExecuted,
  writeAmendRejected,
  writeCancelRejected,
  writeOrderAccepted,
  writeOrderAmended,
  writeOrderDone,
  writeOrderRejected,
  writeOrderRested,
  writeOrdersCanceled,
  writeOrderTriggered,
  writeTradeExecuted,
} from './order-event-codec.ts';
import { readTradePrevented, writeTradePrevented } from './trade-prevented-codec.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

/** The field of `Event` that holds each kind. */
export const EVENT_FIELDS: Record<EventBody['kind'], number> = {
  OrderAccepted: 2,
  OrderRejected: 3,
  OrderRested: 4,
  TradeExecuted: 5,
  OrderAmended: 6,
  OrderDone: 7,
  CancelRejected: 8,
  AmendRejected: 9,
  OrdersCanceled: 10,
  OrderTriggered: 11,
  TradePrevented: 12,
  ...CONTROL_EVENT_FIELDS,
};

export function writeEvent(w: WireWriter, field: number, event: Event): void {
  const outer = w.begin(field);
  w.uint32(1, event.commandIndex, 0);
  const inner = w.begin(EVENT_FIELDS[event.kind]);
  writeBody(w, event);
  w.end(inner);
  w.end(outer);
}

function writeBody(w: WireWriter, event: EventBody): void {
  switch (event.kind) {
    case 'OrderAccepted':
      writeOrderAccepted(w, event);
      break;
    case 'OrderRejected':
      writeOrderRejected(w, event);
      break;
    case 'OrderRested':
      writeOrderRested(w, event);
      break;
    case 'TradeExecuted':
      writeTradeExecuted(w, event);
      break;
    case 'OrderAmended':
      writeOrderAmended(w, event);
      break;
    case 'OrderDone':
      writeOrderDone(w, event);
      break;
    case 'CancelRejected':
      writeCancelRejected(w, event);
      break;
    case 'AmendRejected':
      writeAmendRejected(w, event);
      break;
    case 'OrdersCanceled':
      writeOrdersCanceled(w, event);
      break;
    case 'OrderTriggered':
      writeOrderTriggered(w, event);
      break;
    case 'TradePrevented':
      writeTradePrevented(w, event);
      break;
    default:
      writeControlEvent(w, event satisfies ControlEvent);
      break;
  }
}

export function readEvent(r: WireReader, field: number): Event {
  const outerEnd = r.enter(field);
  const commandIndex = r.uint32(1, 0);
  const innerEnd = r.enterAny();
  const event = readBody(r, r.enteredField, commandIndex);
  r.leave(innerEnd);
  r.leave(outerEnd);
  return event;
}

/** By the numbers of EVENT_FIELDS. */
function readBody(r: WireReader, field: number, commandIndex: number): Event {
  switch (field) {
    case 2:
      return readOrderAccepted(r, commandIndex);
    case 3:
      return readOrderRejected(r, commandIndex);
    case 4:
      return readOrderRested(r, commandIndex);
    case 5:
      return readTradeExecuted(r, commandIndex);
    case 6:
      return readOrderAmended(r, commandIndex);
    case 7:
      return readOrderDone(r, commandIndex);
    case 8:
      return readCancelRejected(r, commandIndex);
    case 9:
      return readAmendRejected(r, commandIndex);
    case 10:
      return readOrdersCanceled(r, commandIndex);
    case 11:
      return readOrderTriggered(r, commandIndex);
    case 12:
      return readTradePrevented(r, commandIndex);
    default:
      return readControlEvent(r, field, commandIndex);
  }
}
