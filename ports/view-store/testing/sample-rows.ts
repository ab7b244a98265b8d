/** A row of each kind that the projections write, with what it may lack and with what it may have. */
import { RejectReason, SelfTradePrevention, Side } from '../../../proto/messages.ts';
import {
  accountId,
  lots,
  minorUnits,
  money,
  orderId,
  priceTicks,
  sequence,
  timestampUs,
  tradeId,
} from '../../../proto/units.ts';
import {
  type AggregateTradeRow,
  aggregateTradeKey,
  type OrderHistoryRow,
  orderHistoryKey,
} from '../market-tables.ts';
import type { PostingsRow } from '../postings.ts';
import {
  type AcceptedOrderRow,
  type FillRow,
  fillKey,
  type OrderReference,
  orderFillKey,
  type RejectedOrderRow,
  TABLE,
  type TradeRow,
  tradeKey,
} from '../tables.ts';
import type { ViewKey } from '../view-store.ts';

const common = {
  orderId: orderId(2 ** 45 + 3),
  accountId: accountId(7),
  market: 'BTC-USD',
  clientOrderId: '',
  createdSequence: sequence(40),
  sequence: sequence(41),
  createdAtUs: timestampUs(1_764_000_000_000_000),
  updatedAtUs: timestampUs(1_764_000_000_000_001),
};

const plain: AcceptedOrderRow = {
  ...common,
  status: 'partially_filled',
  side: Side.sell,
  type: 0 as AcceptedOrderRow['type'],
  timeInForce: 1 as AcceptedOrderRow['timeInForce'],
  postOnly: true,
  priceTicks: priceTicks(5_900_000),
  quantityLots: lots(10),
  quoteBudgetMinor: minorUnits(0),
  filledLots: lots(4),
  filledQuoteMinor: minorUnits(2 ** 52 + 1),
  remainingLots: lots(6),
};

const whole: AcceptedOrderRow = {
  ...plain,
  selfTradePrevention: SelfTradePrevention.expireTaker,
  goodTillUs: timestampUs(1_764_000_100_000_000),
  displayLots: lots(2),
  preventedLots: lots(1),
  trigger: { direction: 1, priceTicks: priceTicks(5_800_000) } as unknown as NonNullable<
    AcceptedOrderRow['trigger']
  >,
  triggeredAtUs: timestampUs(1_764_000_050_000_000),
  preventedMatchId: sequence(43),
  enteredSequence: sequence(42),
};

const rejected: RejectedOrderRow = {
  ...common,
  clientOrderId: 'Ünser "Auftrag"',
  status: 'rejected',
  reason: RejectReason.duplicateOrderId,
};

const fill: FillRow = {
  accountId: accountId(7),
  orderId: orderId(3),
  market: 'BTC-USD',
  tradeId: tradeId(9),
  sequence: sequence(42),
  liquidity: 'maker',
  side: Side.buy,
  priceTicks: priceTicks(1),
  quantityLots: lots(1),
  feeMinor: minorUnits(0),
  executedAtUs: timestampUs(5),
};

const trade: TradeRow = {
  market: 'BTC-USD',
  tradeId: tradeId(9),
  sequence: sequence(42),
  takerSide: Side.buy,
  priceTicks: priceTicks(1),
  quantityLots: lots(1),
  makerOrderId: orderId(3),
  takerOrderId: orderId(4),
  executedAtUs: timestampUs(5),
};

const aggregate: AggregateTradeRow = {
  market: 'BTC-USD',
  firstTradeId: tradeId(9),
  lastTradeId: tradeId(11),
  priceTicks: priceTicks(1),
  quantityLots: lots(3),
  takerSide: Side.sell,
  executedAtUs: timestampUs(5),
};

const reference: OrderReference = { orderId: orderId(3), market: 'BTC-USD' };
const history: OrderHistoryRow = { orderId: orderId(3), createdAtUs: timestampUs(5) };
const postings: PostingsRow = {
  reference: 'trade 9',
  lines: [
    ['USD', money(-(2n ** 62n)), 'trade'],
    ['BTC', money(2n ** 53n + 1n), 'fee'],
  ],
};

export const SAMPLE_ROWS: readonly (readonly [table: string, row: object, key: ViewKey])[] = [
  [TABLE.orders, plain, [7, 3]],
  [TABLE.orders, whole, [7, 3]],
  [TABLE.orders, rejected, [7, 3]],
  [TABLE.ordersByClientId, reference, [7, 'a']],
  [TABLE.openOrders, reference, [7, 'BTC-USD', 3]],
  [TABLE.fills, fill, fillKey(fill)],
  [TABLE.orderFills, fill, orderFillKey(fill)],
  [TABLE.trades, trade, tradeKey('BTC-USD', trade.tradeId)],
  [TABLE.aggregateTrades, aggregate, aggregateTradeKey('BTC-USD', aggregate.firstTradeId)],
  [TABLE.orderHistory, history, orderHistoryKey(accountId(7), 'BTC-USD', sequence(40))],
  [TABLE.postings, postings, [7, 5, 'events.BTC-USD', 42, 0]],
];
