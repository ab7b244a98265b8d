/**
 * Books as drawings, for tests. One line per price, best asks lowest as on a screen; an order is
 * `id:lots`, and the queue reads outwards from the price: the first order stands next to it.
 *
 *            bid | price | ask
 *                |   102 | 4:5
 *                |   101 | 2:10 3:1
 *        5:2 1:3 |   100 |
 */
import assert from 'node:assert/strict';
import { Side } from '../../../proto/messages.ts';
import type { MarketMachine } from '../market-machine.ts';

interface DrawnOrder {
  readonly orderId: number;
  readonly side: 'buy' | 'sell';
  readonly lots: number;
  readonly price: number;
}

/** Orders such that placing them in this order draws the book (better queue places first). */
export function ordersOf(drawing: string): readonly DrawnOrder[] {
  return rowsOf(drawing).flatMap(({ bid, price, ask }) => [
    ...[...bid].reverse().map((order) => drawn(order, 'buy', price)),
    ...ask.map((order) => drawn(order, 'sell', price)),
  ]);
}

function drawn(text: string, side: 'buy' | 'sell', price: number): DrawnOrder {
  const [orderId, lots] = text.split(':').map(Number);
  assert.ok(orderId !== undefined && lots !== undefined && lots > 0, `“${text}” is no id:lots`);
  return { orderId, side, lots, price };
}

function rowsOf(drawing: string) {
  const lines = drawing.split('\n').filter((line) => line.includes('|'));
  return lines
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, price]) => price !== 'price')
    .map(([bid = '', price, ask = '']) => ({
      bid: bid.split(/\s+/).filter((order) => order !== ''),
      price: Number(price),
      ask: ask.split(/\s+/).filter((order) => order !== ''),
    }));
}

/** The machine's book in the same notation, prices from above. */
export function draw(machine: MarketMachine): readonly string[] {
  const { orders, orderCount } = machine.snapshot();
  const rows = new Map<number, { bid: string[]; ask: string[] }>();
  for (let index = 0; index < orderCount; index += 1) {
    const price = orders.priceTicks[index]!;
    const row = rows.get(price) ?? { bid: [], ask: [] };
    rows.set(price, row);
    const order = `${orders.orderId[index]}:${orders.remainingLots[index]}`;
    if (orders.side[index] === Side.buy) row.bid.unshift(order);
    else row.ask.push(order);
  }
  return [...rows]
    .sort(([a], [b]) => b - a)
    .map(([price, { bid, ask }]) => `${bid.join(' ')} | ${price} | ${ask.join(' ')}`.trim());
}

export function assertBook(machine: MarketMachine, drawing: string): void {
  const expected = rowsOf(drawing).map(({ bid, price, ask }) =>
    `${bid.join(' ')} | ${price} | ${ask.join(' ')}`.trim(),
  );
  assert.deepEqual(draw(machine), expected);
}
