/** Records of a workload as the commands of a log, for what goes through bytes. */
import {
  type CancelOrder,
  type CommandBatch,
  OrderType,
  type PlaceOrder,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import {
  accountId,
  commandSequence,
  epoch,
  lots,
  minorUnits,
  orderId,
  priceTicks,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { FEE_PPM, PRICE_TICKS_MAX } from '../core/bench-market.ts';
import { RECORD_BYTES } from './workload.ts';

/** As many as an order-service puts into one record under load. */
export const COMMANDS_PER_RECORD = 1000;
const START_US = 1_700_000_000_000_000;
const US_PER_RECORD = 10_000;

export interface BatchRange {
  readonly from: number;
  readonly to: number;
  readonly prevHash: number;
  /** Of its first command; absent: this is the first workload of the session. */
  readonly firstSequence?: number;
  /** Added to every order id. */
  readonly idsFrom?: number;
}

/** The batch of the commands `from … to - 1`, of session 1. */
export function batchOf(records: DataView, range: BatchRange): CommandBatch {
  const { from, to, prevHash, firstSequence = from + 1, idsFrom = 0 } = range;
  const commands: (PlaceOrder | CancelOrder)[] = [];
  for (let index = from; index < to; index += 1) {
    commands.push(commandAt(records, index * RECORD_BYTES, idsFrom));
  }
  return {
    sessionId: sessionId(1),
    sessionEpoch: epoch(1),
    firstSequence: commandSequence(firstSequence),
    timestampUs: timestampUs(START_US + Math.floor(from / COMMANDS_PER_RECORD) * US_PER_RECORD),
    prevHash,
    commands,
  };
}

function commandAt(records: DataView, at: number, idsFrom: number): PlaceOrder | CancelOrder {
  const type = records.getUint8(at);
  const isBuy = records.getUint8(at + 1) === 0;
  const id = orderId(idsFrom + records.getUint32(at + 12, true));
  const account = accountId(records.getUint32(at + 16, true));
  if (type === 2) return { kind: 'CancelOrder', orderId: id, accountId: account };
  const isMarket = type === 1;
  return {
    kind: 'PlaceOrder',
    orderId: id,
    accountId: account,
    side: isBuy ? Side.buy : Side.sell,
    type: isMarket ? OrderType.market : OrderType.limit,
    timeInForce: isMarket ? TimeInForce.ioc : TimeInForce.gtc,
    postOnly: false,
    priceTicks: priceTicks(
      isMarket ? (isBuy ? PRICE_TICKS_MAX : 1) : records.getUint32(at + 4, true),
    ),
    quantityLots: lots(records.getUint32(at + 8, true)),
    makerFeePpm: FEE_PPM.maker,
    takerFeePpm: FEE_PPM.taker,
    quoteBudgetMinor: minorUnits(0),
    clientOrderId: '',
  };
}
