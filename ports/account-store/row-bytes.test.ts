import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Money, orderId, type TimestampUs } from '../../proto/units.ts';
import { BALANCES, CLIENT_ORDERS, CLOSED, CURSORS, HOLDS, OVERS, unmoved } from './account-rows.ts';
import { word } from './account-tables.ts';
import { RowBytes } from './row-bytes.ts';
import { RowCell, type RowForm } from './row-cells.ts';

const SEED = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

const ids32 = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2 ** 32 - 1));
const ids53 = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.constantFrom(1, 99_999_999, 100_000_000, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const amounts = fc.oneof(
  fc.bigInt(INT64),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
  fc.constantFrom(0n, INT64.min, INT64.max),
) as fc.Arbitrary<Money>;
const PLAIN_OBJECTS = { noNullPrototype: true };
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', 'BTC-USD', 'mine, ü/1', 'a'.repeat(36)),
);

function check(property: fc.IProperty<never>): void {
  process.stdout.write(`SEED=${SEED}\n`);
  fc.assert(property, { seed: SEED, numRuns: 500 });
}

/** What comes back, when other rows stand around it. */
function again<Row>(form: RowForm<Row>, row: Row): Row {
  const bytes = new RowBytes(1);
  bytes.putWord('before');
  const from = bytes.length;
  form.encode(row, bytes);
  const end = bytes.length;
  bytes.putU53(1);
  bytes.at = from;
  const read = form.decode(bytes, end);
  assert.equal(bytes.at, end);
  return read;
}

test('a balance is read as it was written, over all of an int64', () => {
  check(
    fc.property(amounts, amounts, (available, held) => {
      const balance = unmoved({ available, held });
      assert.deepEqual(again(BALANCES, balance), balance);
    }) as never,
  );
});

test('a hold is read as it was written, whatever its words hold', () => {
  const fields = {
    accountId: ids32,
    market: words,
    asset: words,
    settled: amounts,
    pendingAmends: fc.array(amounts, { maxLength: 5 }),
    clientOrderId: words,
  };
  const holds = fc.record(fields, PLAIN_OBJECTS);

  check(
    fc.property(holds, (hold) => {
      assert.deepEqual(again(HOLDS, hold as never), hold);
    }) as never,
  );
});

test('client order ids and the ends of their orders are read as they were written', () => {
  const orders = fc.array(
    fc.record({ orderId: ids53, accountId: ids32, clientOrderId: words }, PLAIN_OBJECTS),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  check(
    fc.property(ids53, words, words, orders, (id, market, requestDigest, closed) => {
      const client = { orderId: orderId(id), market, requestDigest, closedAtUs: null };
      assert.deepEqual(again(CLIENT_ORDERS, client), client);
      assert.equal(again(OVERS, id as TimestampUs), id);
      assert.deepEqual(again(CLOSED, closed as never), closed);
    }) as never,
  );
});

function keyOf<Row>(form: RowForm<Row>, number: number, name: string, row: Row | null = null) {
  const target = Buffer.alloc(1024);
  const cell = new RowCell(form, number, name, undefined);
  cell.row = row;
  return target.toString('latin1', 0, cell.writeKey(target, 0));
}

test('keys are those that builds before wrote: padded numbers and percent-encoded words', () => {
  const id32 = (value: number) => String(value).padStart(10, '0');
  const id53 = (value: number) => String(value).padStart(16, '0');
  check(
    fc.property(ids32, ids53, ids53, words, (account, order, timeUs, name) => {
      assert.equal(keyOf(BALANCES, account, name), `balance/${id32(account)}/${word(name)}`);
      assert.equal(keyOf(CLIENT_ORDERS, account, name), `client/${id32(account)}/${word(name)}`);
      assert.equal(keyOf(HOLDS, order, ''), `hold/${id53(order)}`);
      assert.equal(keyOf(OVERS, order, ''), `over/${id53(order)}`);
      assert.equal(keyOf(CURSORS, 0, name), `cursor/${word(name)}`);
      const closed = [{ orderId: orderId(order), accountId: 1, clientOrderId: name }] as never;
      assert.equal(keyOf(CLOSED, timeUs, '', closed), `closed/${id53(timeUs)}/${id53(order)}`);
    }) as never,
  );
});

test('a row that is cut off is refused', () => {
  const bytes = new RowBytes();
  BALANCES.encode(unmoved({ available: 1n as Money, held: 2n as Money }), bytes);
  bytes.shorten(bytes.length - 1);
  assert.throws(() => BALANCES.decode(bytes, bytes.length), RangeError);
});
