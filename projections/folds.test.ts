import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTSIDE, type PostingRow } from '../ports/view-store/postings.ts';
import { type FillRow, type OrderRow, TABLE } from '../ports/view-store/tables.ts';
import { type Command, DoneReason, type EventBody, RejectReason, Side } from '../proto/messages.ts';
import { epoch, lots, minorUnits, money, orderId, priceTicks, sessionId } from '../proto/units.ts';
import { ALICE, accepted, BOB, done, traded } from '../settlement/testing/samples.ts';
import { fillsProjection } from './fills.ts';
import { ordersProjection } from './orders.ts';
import { postingsProjection } from './postings.ts';
import { Tables } from './testing/tables.ts';
import { tradesProjection } from './trades.ts';

const doneBy = (id: number, reason: DoneReason): EventBody =>
  done({ orderId: orderId(id), reason, remainingLots: lots(0) });

const twoOrders = [
  accepted({ id: 1, side: Side.sell, quantity: 10 }),
  accepted({ id: 2, account: BOB, quantity: 5 }),
];

test('an accepted order is open, and found by its client order id', () => {
  const tables = new Tables();
  tables.fold(ordersProjection, [accepted({ id: 1 })], 40);
  const row = tables.order(1, 1);
  assert.deepEqual([row.status, row.remainingLots, row.createdSequence], ['open', 10, 40]);
  assert.deepEqual(tables.get(TABLE.ordersByClientId, [1, 'client-1']), {
    orderId: 1,
    market: 'BTC-USD',
  });
  assert.deepEqual(tables.open(ALICE), [1]);
});

test('what an order shows at a time is in its row, and where it stands with its next part', () => {
  const tables = new Tables();
  const shows = { ...accepted({ id: 1 }), displayLots: lots(3) } as EventBody;
  tables.fold(ordersProjection, [shows, accepted({ id: 2, account: BOB })]);
  assert.equal(tables.order(1, 1).displayLots, 3);
  assert.equal('displayLots' in tables.order(2, 2), false);
  const before = tables.order(1, 1);
  tables.fold(
    ordersProjection,
    [
      {
        kind: 'OrderReplenished',
        orderId: orderId(1),
        accountId: ALICE,
        side: Side.buy,
        priceTicks: priceTicks(100),
        remainingLots: lots(7),
        shownLots: lots(3),
      },
    ],
    5,
  );
  assert.deepEqual(tables.order(1, 1), { ...before, enteredSequence: 5 });
});

test('trades fill both orders, and the one that is filled is open no more', () => {
  const tables = new Tables();
  tables.fold(ordersProjection, twoOrders);
  tables.fold(ordersProjection, [traded()], 3);
  tables.fold(
    ordersProjection,
    [traded({ quantityLots: lots(1), makerRemainingLots: lots(5), takerRemainingLots: lots(0) })],
    4,
  );
  const [maker, taker] = [tables.order(1, 1), tables.order(2, 2)];
  assert.deepEqual(
    [maker.status, maker.filledLots, maker.remainingLots],
    ['partially_filled', 5, 5],
  );
  assert.deepEqual([taker.status, taker.filledQuoteMinor, taker.sequence], ['filled', 1000, 4]);
  assert.deepEqual([tables.open(ALICE), tables.open(BOB)], [[1], []]);
});

test('an order and its trade within one batch need no row from before', () => {
  const tables = new Tables();
  tables.fold(ordersProjection, [...twoOrders, traded()]);
  assert.equal(tables.order(2, 2).filledLots, 4);
});

test('an order ends as what its last event says, whatever it filled before', () => {
  for (const [reason, status] of [
    [DoneReason.canceled, 'canceled'],
    [DoneReason.expired, 'expired'],
    [DoneReason.filled, 'filled'],
    [DoneReason.expiredInMatch, 'expired_in_match'],
  ] as const) {
    const tables = new Tables();
    tables.fold(ordersProjection, [accepted({ id: 1 }), doneBy(1, reason)]);
    assert.deepEqual([tables.order(1, 1).status, tables.order(1, 1).remainingLots], [status, 0]);
    assert.deepEqual(tables.open(ALICE), []);
  }
});

test('lots that were prevented are used up, and what prevention ended is prevented whole', () => {
  const tables = new Tables();
  const prevented: EventBody = {
    kind: 'TradePrevented',
    makerOrderId: orderId(1),
    takerOrderId: orderId(2),
    accountId: ALICE,
    takerSide: Side.buy,
    priceTicks: priceTicks(100),
    quantityLots: lots(4),
    makerRemainingLots: lots(6),
    takerRemainingLots: lots(1),
    takerLimitTicks: priceTicks(100),
  };
  tables.fold(ordersProjection, [
    accepted({ id: 1, side: Side.sell, quantity: 10 }),
    accepted({ id: 2, quantity: 5 }),
  ]);
  tables.fold(ordersProjection, [prevented], 3);
  const seen = (id: number) => {
    const row = tables.order(1, id);
    const { status, sequence, quantityLots, filledLots, preventedLots, remainingLots } = row;
    return [status, sequence, quantityLots, filledLots, preventedLots, remainingLots];
  };
  assert.deepEqual(seen(1), ['open', 3, 10, 0, 4, 6]);
  assert.deepEqual(seen(2), ['open', 3, 5, 0, 4, 1]);
  const both = [
    { ...doneBy(2, DoneReason.expiredInMatch), remainingLots: lots(1) } as EventBody,
    { ...doneBy(1, DoneReason.canceled), remainingLots: lots(6) } as EventBody,
  ];
  tables.fold(ordersProjection, both, 4);
  assert.deepEqual(seen(2).slice(3), [0, 5, 0]);
  assert.deepEqual(seen(1).slice(3), [0, 4, 0]);
});

test('an order by quote amount is partially filled until it is done', () => {
  const tables = new Tables();
  const trade = traded({ takerLimitTicks: null, takerRemainingLots: lots(0) });
  tables.fold(ordersProjection, [
    accepted({ id: 1, side: Side.sell }),
    accepted({ id: 2, account: BOB, budget: 900 }),
    trade,
  ]);
  assert.equal(tables.order(2, 2).status, 'partially_filled');
});

test('an amended order shows its new price and total', () => {
  const tables = new Tables();
  tables.fold(ordersProjection, [
    accepted({ id: 1 }),
    {
      kind: 'OrderAmended',
      orderId: orderId(1),
      accountId: ALICE,
      side: Side.buy,
      priceTicks: priceTicks(90),
      quantityLots: lots(12),
      remainingLots: lots(12),
      keptPriority: false,
    },
  ]);
  const { priceTicks: price, quantityLots: total, status } = tables.order(1, 1);
  assert.deepEqual([price, total, status], [90, 12, 'open']);
  assert.deepEqual(tables.get(TABLE.amendments, [1, 1, 2]), {
    sequence: 2,
    market: 'BTC-USD',
    orderId: 1,
    clientOrderId: 'client-1',
    beforeLots: 10,
    quantityLots: 12,
    atUs: tables.order(1, 1).updatedAtUs,
  });
});

test('a rejected order is kept with its reason, but never over the order whose id it repeats', () => {
  const tables = new Tables();
  const rejected = (id: number, reason: RejectReason): EventBody => ({
    kind: 'OrderRejected',
    orderId: orderId(id),
    accountId: ALICE,
    reason,
    clientOrderId: `client-${id}`,
  });
  tables.fold(ordersProjection, [
    accepted({ id: 1 }),
    rejected(1, RejectReason.duplicateOrderId),
    rejected(2, RejectReason.bookFull),
  ]);
  assert.equal(tables.order(1, 1).status, 'open');
  assert.equal((tables.get(TABLE.orders, [1, 2]) as OrderRow).status, 'rejected');
});

test('a trade is one row of the tape and two fills, each with its own fee', () => {
  const tables = new Tables();
  const trade = traded({ makerFeeMinor: minorUnits(8), takerFeeMinor: minorUnits(3) });
  tables.fold(tradesProjection, [trade], 7);
  tables.fold(fillsProjection, [trade], 7);
  assert.equal(tables.all(TABLE.trades).length, 1);
  const fills = tables.all<FillRow>(TABLE.fills);
  assert.deepEqual(
    fills.map(({ accountId, side, liquidity, feeMinor }) => [accountId, side, liquidity, feeMinor]),
    [
      [ALICE, Side.sell, 'maker', 8],
      [BOB, Side.buy, 'taker', 3],
    ],
  );
  assert.deepEqual(tables.get(TABLE.orderFills, [2, 2, 7]), fills[1]);
});

test('who trades with itself has a fill on each side', () => {
  const tables = new Tables();
  tables.fold(fillsProjection, [traded({ takerAccountId: ALICE })]);
  assert.equal(tables.all(TABLE.fills).length, 2);
});

const sums = (rows: readonly PostingRow[]): readonly (readonly [string, bigint])[] => {
  const totals = new Map<string, bigint>();
  for (const { asset, amount } of rows) totals.set(asset, (totals.get(asset) ?? 0n) + amount);
  return [...totals];
};

test('the postings of a trade add up to nothing per asset', () => {
  const tables = new Tables();
  tables.fold(postingsProjection, [
    traded({ makerFeeMinor: minorUnits(8), takerFeeMinor: minorUnits(3) }),
  ]);
  const rows = tables.postings();
  assert.equal(rows.length, 8);
  assert.deepEqual(sums(rows), [
    ['USD', 0n],
    ['BTC', 0n],
  ]);
});

test('deposits come from outside, once per transaction id and only in an open session', () => {
  const deposit = (transactionId: string): Command => ({
    kind: 'Deposit',
    transactionId,
    accountId: ALICE,
    asset: 'USD',
    amount: money(5n),
  });
  const tables = new Tables();
  tables.foldLedger([deposit('early')], { session: 1, first: 1, offset: 0 });
  tables.foldLedger(
    [{ kind: 'SessionStarted', sessionId: sessionId(1), epoch: epoch(1), node: 'n' }],
    { session: 0, first: 0, offset: 1 },
  );
  tables.foldLedger([deposit('a'), deposit('a')], { session: 1, first: 1, offset: 2 });
  tables.foldLedger([deposit('b')], { session: 1, first: 1, offset: 3 });
  const rows = tables.postings();
  assert.deepEqual(
    rows.map(({ account, amount, reference }) => [account, amount, reference]),
    [
      [ALICE, 5n, 'a'],
      [OUTSIDE, -5n, 'a'],
    ],
  );
});
