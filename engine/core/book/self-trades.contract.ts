/** What every book does when an order meets one of its own account. Orders of account 7 are the taker's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  DoneReason,
  OrderType,
  RejectReason,
  SelfTradePrevention,
  TimeInForce,
} from '../../../proto/messages.ts';
import { assertBook } from '../testing/drawn-book.ts';
import { amend, Desk, limit, spend, told } from '../testing/market-fixture.ts';
import type { BookFactory } from './book.ts';

const EXPIRE_TAKER = { selfTradePrevention: SelfTradePrevention.expireTaker };
const EXPIRE_MAKER = { selfTradePrevention: SelfTradePrevention.expireMaker };
const EXPIRE_BOTH = { selfTradePrevention: SelfTradePrevention.expireBoth };
const FOK = { timeInForce: TimeInForce.fok };
const IOC = { timeInForce: TimeInForce.ioc };
const other = { accountId: 8 };

/** Orders 2 and 4 are the taker's own. */
const MIXED = `
    bid | price | ask
        |   103 | 5:9
        |   102 | 4:2
        |   101 | 1:5 2:4 3:3
`;

export function selfTradesContract(name: string, book: BookFactory): void {
  describe(`${name}: orders of one account`, () => {
    meeting(book);
    endings(book);
    fillOrKill(book);
    otherForms(book);
  });
}

function mixed(book: BookFactory): Desk {
  const desk = new Desk(book);
  desk.say(limit(1, 'sell', 5, 101, other), limit(2, 'sell', 4, 101));
  desk.say(limit(3, 'sell', 3, 101, other), limit(4, 'sell', 2, 102));
  desk.say(limit(5, 'sell', 9, 103, other));
  assertBook(desk.machine, MIXED);
  return desk;
}

function meeting(book: BookFactory): void {
  test('trade when the one that comes has no mode, whatever the one that rests had', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 5, 101, EXPIRE_BOTH));
    assert.deepEqual(told(desk.say(limit(2, 'buy', 5, 101))), ['accepted 2', 'trade 1×2 5@101']);
  });

  test('the mode is told with the acceptance', () => {
    const [accepted] = new Desk(book).say(limit(1, 'buy', 1, 50, EXPIRE_BOTH));
    assert.ok(accepted?.kind === 'OrderAccepted');
    assert.equal(accepted.selfTradePrevention, SelfTradePrevention.expireBoth);
    const [plain] = new Desk(book).say(limit(1, 'buy', 1, 50));
    assert.ok(plain !== undefined && !('selfTradePrevention' in plain));
  });

  test('expire taker: it trades with others up to its own order, and ends there', () => {
    const desk = mixed(book);
    assert.deepEqual(told(desk.say(limit(10, 'buy', 20, 103, EXPIRE_TAKER))), [
      'accepted 10',
      'trade 1×10 5@101',
      'done 10 expiredInMatch 15',
    ]);
    assertBook(desk.machine, MIXED.replace('1:5 ', ''));
  });

  test('expire maker: its own orders end as it meets them, and it goes on', () => {
    const desk = mixed(book);
    assert.deepEqual(told(desk.say(limit(10, 'buy', 20, 103, EXPIRE_MAKER))), [
      'accepted 10',
      'trade 1×10 5@101',
      'done 2 expiredInMatch 4',
      'trade 3×10 3@101',
      'done 4 expiredInMatch 2',
      'trade 5×10 9@103',
      'rested 10 3@103',
    ]);
    assertBook(desk.machine, '10:3 | 103 |');
  });

  test('expire both: the own order ends, then the one that comes', () => {
    const desk = mixed(book);
    assert.deepEqual(told(desk.say(limit(10, 'buy', 20, 103, EXPIRE_BOTH))), [
      'accepted 10',
      'trade 1×10 5@101',
      'done 2 expiredInMatch 4',
      'done 10 expiredInMatch 15',
    ]);
    assertBook(desk.machine, MIXED.replace('1:5 2:4 ', ''));
  });

  test('an own order that is not reached stays as it is', () => {
    const desk = mixed(book);
    assert.deepEqual(told(desk.say(limit(10, 'buy', 5, 103, EXPIRE_BOTH))), [
      'accepted 10',
      'trade 1×10 5@101',
    ]);
    assert.deepEqual(told(desk.say(limit(11, 'buy', 1, 100, EXPIRE_BOTH))), [
      'accepted 11',
      'rested 11 1@100',
    ]);
    assertBook(
      desk.machine,
      `
             |   103 | 5:9
             |   102 | 4:2
             |   101 | 2:4 3:3
        11:1 |   100 |
      `,
    );
  });

  test('sellers look out for their own bids alike', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'buy', 2, 99), limit(2, 'buy', 3, 98, other));
    assert.deepEqual(told(desk.say(limit(3, 'sell', 4, 98, EXPIRE_MAKER))), [
      'accepted 3',
      'done 1 expiredInMatch 2',
      'trade 2×3 3@98',
      'rested 3 1@98',
    ]);
  });
}

function endings(book: BookFactory): void {
  test('an order that ends so says what it had left, and whether it rested', () => {
    const events = mixed(book).say(limit(10, 'buy', 20, 103, EXPIRE_BOTH));
    const ended = events.filter((event) => event.kind === 'OrderDone');
    assert.deepEqual(
      ended.map(({ orderId, reason, wasResting, priceTicks, remainingLots }) => [
        [orderId, reason, wasResting],
        [priceTicks, remainingLots],
      ]),
      [
        [
          [2, DoneReason.expiredInMatch, true],
          [101, 4],
        ],
        [
          [10, DoneReason.expiredInMatch, false],
          [103, 15],
        ],
      ],
    );
  });

  test('a level of own orders alone is swept away without a trade', () => {
    const desk = new Desk(book);
    for (const id of [1, 2, 3]) desk.say(limit(id, 'sell', id, 101));
    assert.deepEqual(told(desk.say(limit(10, 'buy', 2, 101, { ...EXPIRE_MAKER, ...IOC }))), [
      'accepted 10',
      'done 1 expiredInMatch 1',
      'done 2 expiredInMatch 2',
      'done 3 expiredInMatch 3',
      'done 10 expired 2',
    ]);
    assertBook(desk.machine, '');
  });
}

function fillOrKill(book: BookFactory): void {
  test('fill or kill, expire maker: own orders are not there', () => {
    const enough = mixed(book);
    assert.deepEqual(told(enough.say(limit(10, 'buy', 8, 101, { ...EXPIRE_MAKER, ...FOK }))), [
      'accepted 10',
      'trade 1×10 5@101',
      'done 2 expiredInMatch 4',
      'trade 3×10 3@101',
    ]);
    const short = mixed(book);
    assert.deepEqual(told(short.say(limit(10, 'buy', 9, 102, { ...EXPIRE_MAKER, ...FOK }))), [
      'accepted 10',
      'done 10 expired 9',
    ]);
    assertBook(short.machine, MIXED);
  });

  for (const [name, mode] of [
    ['expire taker', EXPIRE_TAKER],
    ['expire both', EXPIRE_BOTH],
  ] as const) {
    test(`fill or kill, ${name}: what stands behind an own order is out of reach`, () => {
      const enough = mixed(book);
      assert.deepEqual(told(enough.say(limit(10, 'buy', 5, 103, { ...mode, ...FOK }))), [
        'accepted 10',
        'trade 1×10 5@101',
      ]);
      const short = mixed(book);
      assert.deepEqual(told(short.say(limit(10, 'buy', 6, 103, { ...mode, ...FOK }))), [
        'accepted 10',
        'done 10 expired 6',
      ]);
      assertBook(short.machine, MIXED);
    });
  }

  test('fill or kill looks behind the first own order of the best price that has one', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 1, 103), limit(2, 'sell', 5, 101, other));
    desk.say(limit(3, 'sell', 5, 102, other), limit(4, 'sell', 1, 102), limit(5, 'sell', 1, 102));
    const order = (id: number, lots: number) =>
      limit(id, 'buy', lots, 104, { ...EXPIRE_TAKER, ...FOK });
    assert.deepEqual(told(desk.say(order(10, 11))).at(-1), 'done 10 expired 11');
    assert.deepEqual(told(desk.say(order(11, 10))).at(-1), 'trade 3×11 5@102');
  });
}

function otherForms(book: BookFactory): void {
  test('post-only is refused by an own order as by any other', () => {
    const desk = mixed(book);
    const postOnly = { ...EXPIRE_MAKER, postOnly: true };
    assert.deepEqual(told(desk.say(limit(10, 'buy', 1, 102, postOnly))), [
      `OrderRejected 10 ${RejectReason.postOnlyWouldTrade}`,
    ]);
    assertBook(desk.machine, MIXED);
  });

  test('a budget goes on past own orders, or ends at them with what is left', () => {
    const budget = { type: OrderType.market, timeInForce: TimeInForce.ioc };
    const passing = mixed(book).say({ ...spend(10, 200_000, 102), ...budget, ...EXPIRE_MAKER });
    assert.deepEqual(told(passing), [
      'accepted 10',
      'trade 1×10 5@101',
      'done 2 expiredInMatch 4',
      'trade 3×10 3@101',
      'done 4 expiredInMatch 2',
      'done 10 expired 0',
    ]);
    const events = mixed(book).say({ ...spend(10, 90_000, 103), ...budget, ...EXPIRE_TAKER });
    assert.deepEqual(told(events), ['accepted 10', 'trade 1×10 5@101', 'done 10 expiredInMatch 0']);
    const last = events.at(-1);
    assert.equal(last?.kind === 'OrderDone' && last.remainingQuoteMinor, 90_000 - 5 * 10_100);
  });

  test('a budget that affords no lot leaves an own order alone', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 1, 101));
    const events = desk.say({ ...spend(10, 10_099, 101), ...EXPIRE_BOTH });
    assert.deepEqual(told(events), ['accepted 10', 'done 10 expired 0']);
    assertBook(desk.machine, '| 101 | 1:1');
  });

  test('an order that was amended comes again with the mode of the amend', () => {
    const desk = mixed(book);
    desk.say(limit(10, 'buy', 7, 100));
    assert.deepEqual(told(desk.say(amend(10, { priceTicks: 101, ...EXPIRE_TAKER }))), [
      'amended 10 7/7@101 moved',
      'trade 1×10 5@101',
      'done 10 expiredInMatch 2',
    ]);
    desk.say(limit(11, 'buy', 7, 100));
    assert.deepEqual(told(desk.say(amend(11, { priceTicks: 101 }))), [
      'amended 11 7/7@101 moved',
      'trade 2×11 4@101',
      'trade 3×11 3@101',
    ]);
  });
}
