import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BookComparison } from './book-comparison.ts';
import { LobsterFileError, parseBooks, parseMessages, startingBook } from './lobster-files.ts';

test('a message names its kind, order, size, price in cents and side', () => {
  const messages = parseMessages(
    '34200.1,1,11,18,5853300,1\n34200.2,2,11,3,5853300,1\r\n34200.3,3,12,5,5857500,-1\n' +
      '34200.4,4,11,15,5853300,1\n34200.5,5,0,17,5855050,-1\n34200.6,7,0,0,-1,-1\n',
  );
  assert.deepEqual(
    messages.map((message) => message.kind),
    ['submit', 'reduce', 'delete', 'execute', 'hidden-execution', 'halt'],
  );
  assert.deepEqual(messages[2], {
    kind: 'delete',
    row: 3,
    orderId: '12',
    size: 5,
    priceCents: 58575,
    side: 'sell',
  });
});

test('a line that is not LOBSTER says where and why', () => {
  const cases: readonly [string, RegExp][] = [
    ['34200.1,1,11,18,5853300', /message 1: expected 6 fields/],
    ['34200.1,9,11,18,5853300,1', /unknown type 9/],
    ['34200.1,1,11,x,5853300,1', /size is not a whole number: x/],
    ['34200.1,1,11,0,5853300,1', /size 0 is not positive/],
    ['34200.1,1,11,18,5853350,1', /not a whole number of cents/],
    ['34200.1,1,11,18,5853300,2', /direction is 1 or -1/],
  ];
  for (const [line, why] of cases) {
    assert.throws(
      () => parseMessages(line),
      (error: Error) => error instanceof LobsterFileError && why.test(error.message),
    );
  }
  assert.throws(() => parseBooks('1,2,3'), LobsterFileError);
});

test('absent levels of a book row are left out', () => {
  const [book] = parseBooks('5859400,200,5853300,18,9999999999,0,-9999999999,0');
  assert.deepEqual(book, {
    asks: [{ priceCents: 58594, size: 200 }],
    bids: [{ priceCents: 58533, size: 18 }],
  });
});

test('the starting book is the first row less the first message', () => {
  const [row] = parseBooks('5859400,200,5853300,18,5859800,200,5853000,150');
  const [submitted] = parseMessages('1,1,11,18,5853300,1');
  const [executed] = parseMessages('1,4,11,10,5859400,-1');
  assert.ok(row !== undefined && submitted !== undefined && executed !== undefined);
  assert.deepEqual(startingBook(row, submitted).bids, [{ priceCents: 58530, size: 150 }]);
  assert.equal(
    startingBook(row, executed).asks.find(({ priceCents }) => priceCents === 58594)?.size,
    210,
  );
});

test('a difference is explained once, by the row at which its level surfaced', () => {
  const level = (priceCents: number, size: number) => ({ priceCents, size });
  const [a, b, c, d] = [level(100, 1), level(99, 1), level(98, 1), level(97, 7)];
  const asks = [level(101, 1)];
  const comparison = new BookComparison();
  const ours = { bids: [a, b, c], asks };
  assert.deepEqual(comparison.surfaced(1, { bids: [a, b, c, d], asks }, ours), [
    { row: 1, side: 'buy', priceCents: 97, size: 7 },
  ]);
  comparison.compare(1, { bids: [a, b, c, d], asks }, ours);
  comparison.compare(2, { bids: [b, c, d], asks }, { bids: [b, c], asks });
  comparison.compare(3, { bids: [c, d], asks }, { bids: [c], asks });
  comparison.compare(4, { bids: [c], asks }, { bids: [level(98, 2)], asks });
  const { rows, agreeing, differences } = comparison.report();
  assert.deepEqual([rows, agreeing, differences.length], [4, 1, 2]);
  assert.match(differences[0]?.cause ?? '', /surfaced in NASDAQ's book at row 1/);
  assert.deepEqual(
    [differences[0]?.row, differences[0]?.level, differences[0]?.ours, differences[0]?.theirs],
    [2, 3, 'nothing', '7 at 0.97'],
  );
  assert.equal(differences[1]?.cause, 'unexplained');
});
