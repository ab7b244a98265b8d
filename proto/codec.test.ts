import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailed } from './assert.ts';
import {
  batchCrc,
  crc32c,
  DecodeError,
  type DecodeErrorCode,
  decodeCommandBatch,
  decodeEventBatch,
  encodeCommandBatch,
  encodeEventBatch,
} from './codec.ts';
import type { Command, CommandBatch, EventBatch, PlaceOrder, TradeExecuted } from './messages.ts';
import {
  commandBatch,
  commandKinds,
  commandOf,
  eventBatch,
  eventKinds,
  eventOf,
} from './testing/message-arbitraries.ts';
import type { Hash64, Lots, OrderId, PriceTicks } from './units.ts';

const place = {
  kind: 'PlaceOrder',
  orderId: 1,
  accountId: 0,
  side: 1,
  type: 1,
  timeInForce: 1,
  postOnly: false,
  priceTicks: 1,
  quantityLots: 0,
  makerFeePpm: 0,
  takerFeePpm: 0,
  quoteBudgetMinor: 0,
  clientOrderId: '',
} as unknown as PlaceOrder;

const trade = {
  kind: 'TradeExecuted',
  tradeId: 0,
  makerOrderId: 1,
  takerOrderId: 1,
  makerAccountId: 0,
  takerAccountId: 0,
  takerSide: 1,
  priceTicks: 1,
  quantityLots: 0,
  makerFeeMinor: 0,
  takerFeeMinor: 0,
  makerRemainingLots: 0,
  takerRemainingLots: 0,
  takerLimitTicks: null,
  commandIndex: 0,
} as unknown as TradeExecuted & { commandIndex: number };

const commandsOf = (...commands: Command[]) =>
  ({
    sessionId: 1,
    sessionEpoch: 1,
    firstSequence: 1,
    timestampUs: 1,
    prevHash: 0,
    commands,
  }) as unknown as CommandBatch;
const eventsOf = (...events: EventBatch['events']) =>
  ({
    inputOffset: 0,
    sessionId: 1,
    sessionEpoch: 1,
    firstCommandSequence: 1,
    firstSequence: 1,
    timestampUs: 1,
    prevHash: '0000000000000000',
    events,
    eventHash: 'ffffffffffffffff',
  }) as unknown as EventBatch;

const HEADER_BYTES = 5 + 5 + 5 + 9 + 9 + 9;

/** The same bytes with a CRC that fits them: what a broken writer would append. */
function sealed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const end = copy.length - 5;
  copy[end] = 0x7d;
  new DataView(copy.buffer).setUint32(end + 1, crc32c(copy, 0, end), true);
  return copy;
}

/** An encoded batch whose bytes [start, end) are replaced, with a CRC that fits. */
function spliced(bytes: Uint8Array, start: number, end: number, ...more: number[]): Uint8Array {
  return sealed(Uint8Array.from([...bytes.slice(0, start), ...more, ...bytes.slice(end)]));
}

function refusedAs(code: DecodeErrorCode, decode: () => unknown): void {
  assert.throws(decode, (error) => error instanceof DecodeError && error.code === code);
}

describe('what was encoded is decoded', () => {
  for (const kind of commandKinds) {
    test(kind, () => {
      fc.assert(
        fc.property(commandBatch(commandOf(kind)), (batch) => {
          assert.deepEqual(decodeCommandBatch(encodeCommandBatch(batch)), batch);
        }),
      );
    });
  }
  for (const kind of eventKinds) {
    test(kind, () => {
      fc.assert(
        fc.property(eventBatch(eventOf(kind)), (batch) => {
          assert.deepEqual(decodeEventBatch(encodeEventBatch(batch)), batch);
        }),
      );
    });
  }
  test('from a Buffer inside a larger one, and the result shares no memory with it', () => {
    const secret = Uint8Array.of(1, 2, 3);
    const key = { kind: 'CreateApiKey', apiKey: 'k', accountId: 0, sealedSecret: secret } as const;
    const whole = { ...key, scopes: [], ipAllowList: [], expiresAtUs: 0 } as unknown as Command;
    const bytes = encodeCommandBatch(commandsOf(whole));
    const outer = Buffer.alloc(bytes.length + 20, 0xee);
    outer.set(bytes, 7);
    const decoded = decodeCommandBatch(outer.subarray(7, 7 + bytes.length));
    outer.fill(0);
    assert.deepEqual(decoded.commands, [whole]);
  });
});

describe('the layout', () => {
  test('of hot messages is constant, zeros or not', () => {
    const large = {
      ...place,
      orderId: Number.MAX_SAFE_INTEGER,
      quantityLots: 5,
      postOnly: true,
    } as PlaceOrder;
    const one = encodeCommandBatch(commandsOf(place));
    assert.equal(one.length, encodeCommandBatch(commandsOf(large)).length);
    assert.equal(one.length, HEADER_BYTES + 2 + 2 + 57 + 5);
    assert.equal(encodeEventBatch(eventsOf(trade)).length, 60 + 2 + 5 + 2 + 94 + 9 + 5);
  });
  test('ends with the CRC of all before it, which batchCrc reads', () => {
    const bytes = encodeCommandBatch(commandsOf(place));
    assert.equal(batchCrc(bytes), crc32c(bytes.subarray(0, -5)));
    assert.equal(bytes.at(-5), 0x7d);
    refusedAs('CRC_MISMATCH', () => batchCrc(bytes.subarray(0, 3)));
  });
  test('of a message of 128 bytes or more has a longer length', () => {
    const long = { ...place, clientOrderId: 'x'.repeat(20_000) };
    const bytes = encodeCommandBatch(commandsOf(long, place));
    assert.deepEqual(decodeCommandBatch(bytes).commands, [long, place]);
  });
});

describe('a writer refuses what no reader would accept', () => {
  const cases: [string, object][] = [
    ['an id of 2^53', { orderId: (2 ** 53) as OrderId }],
    ['an id of 0', { orderId: 0 as OrderId }],
    ['a fraction', { quantityLots: 1.5 as Lots }],
    ['a negative quantity', { quantityLots: -1 as Lots }],
    ['a price of 2^31', { priceTicks: (2 ** 31) as PriceTicks }],
    ['not a number', { priceTicks: Number.NaN as PriceTicks }],
    ['an account of 2^32', { accountId: 2 ** 32 }],
    ['an unknown side', { side: 3 }],
    ['half a character', { clientOrderId: 'a\ud800' }],
  ];
  for (const [name, change] of cases) {
    test(name, () => {
      assert.throws(() => encodeCommandBatch(commandsOf({ ...place, ...change })), AssertionFailed);
      assert.deepEqual(decodeCommandBatch(encodeCommandBatch(commandsOf(place))).commands, [place]);
    });
  }
  test('a hash that is not 16 lower-case hex digits', () => {
    for (const hash of ['', 'FFFFFFFFFFFFFFFF', '000000000000000g', '00000000000000000']) {
      const batch = { ...eventsOf(), prevHash: hash as Hash64 };
      assert.throws(() => encodeEventBatch(batch), AssertionFailed);
    }
  });
});

describe('nonsense with a valid CRC is UNDECODABLE', () => {
  const bytes = encodeCommandBatch(commandsOf(place));
  // Behind the header, two tags and two lengths: tag and value of order_id.
  const body = HEADER_BYTES + 4;
  const cases: [string, Uint8Array][] = [
    ['nothing but a CRC', sealed(new Uint8Array(5))],
    ['schema version 0', spliced(bytes, 1, 5, 0, 0, 0, 0)],
    ['a missing header field', spliced(bytes, 5, 10)],
    [
      'header fields in another order',
      spliced(bytes, 5, 15, ...bytes.slice(10, 15), ...bytes.slice(5, 10)),
    ],
    ['a session of 256', spliced(bytes, 6, 10, 0, 1, 0, 0)],
    ['garbage before the CRC', spliced(bytes, bytes.length - 5, bytes.length - 5, 0)],
    ['an unknown field at the end', spliced(bytes, bytes.length - 5, bytes.length - 5, 0x40, 0)],
    ['a command without a body', spliced(bytes, HEADER_BYTES + 1, bytes.length - 5, 0)],
    ['an unknown command kind', spliced(bytes, HEADER_BYTES + 2, HEADER_BYTES + 3, 0x2a)],
    ['another wire type', spliced(bytes, HEADER_BYTES + 2, HEADER_BYTES + 3, 0x08)],
    ['a body that is too short', spliced(bytes, HEADER_BYTES + 3, HEADER_BYTES + 4, 56)],
    ['a length beyond the end', spliced(bytes, HEADER_BYTES + 3, HEADER_BYTES + 4, 127)],
    ['an overlong length', spliced(bytes, HEADER_BYTES + 3, HEADER_BYTES + 4, 0xba, 0)],
    [
      'an endless length',
      spliced(bytes, HEADER_BYTES + 1, HEADER_BYTES + 2, 255, 255, 255, 255, 15),
    ],
    ['an order id of 0', spliced(bytes, body + 1, body + 2, 0)],
    ['an order id of 2^53', spliced(bytes, body + 1, body + 9, 0, 0, 0, 0, 0, 0, 0x20, 0)],
    ['an order id of 2^64 - 1', spliced(bytes, body + 1, body + 9, ...Array(8).fill(255))],
    ['side 0', spliced(bytes, body + 15, body + 16, 0)],
    ['side 3', spliced(bytes, body + 15, body + 16, 3)],
    ['a side of two bytes', spliced(bytes, body + 15, body + 16, 0x81)],
    ['post_only 2', spliced(bytes, body + 21, body + 22, 2)],
    ['a price of 0', spliced(bytes, body + 23, body + 24, 0)],
    ['a price of 2^31', spliced(bytes, body + 26, body + 27, 128)],
    [
      'a text that is not UTF-8',
      spliced(
        encodeCommandBatch(commandsOf({ ...place, clientOrderId: 'x' })),
        body + 57,
        body + 58,
        0xff,
      ),
    ],
  ];
  for (const [name, broken] of cases) {
    test(name, () => refusedAs('UNDECODABLE', () => decodeCommandBatch(broken)));
  }
  test('an event batch where commands are due, and the reverse', () => {
    refusedAs('UNDECODABLE', () => decodeCommandBatch(encodeEventBatch(eventsOf(trade))));
    refusedAs('UNDECODABLE', () => decodeEventBatch(bytes));
  });
});

test('2^53 - 1 is the largest id that decodes', () => {
  const orderId = Number.MAX_SAFE_INTEGER as OrderId;
  const bytes = encodeCommandBatch(commandsOf({ ...place, orderId }));
  assert.deepEqual(decodeCommandBatch(bytes).commands, [{ ...place, orderId }]);
});

test('a newer schema version is told apart from nonsense, also when the rest is unreadable', () => {
  const batches = [encodeCommandBatch(commandsOf(place)), encodeEventBatch(eventsOf(trade))];
  for (const bytes of batches) {
    const newer = spliced(bytes, 1, bytes.length - 5, 2, 0, 0, 0, 0xff, 0xff);
    refusedAs('SCHEMA_TOO_NEW', () => decodeCommandBatch(newer));
    refusedAs('SCHEMA_TOO_NEW', () => decodeEventBatch(newer));
  }
});
