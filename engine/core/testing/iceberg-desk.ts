/** A market with an order that shows a part of itself. */
import type { BookFactory } from '../book/book.ts';
import { Desk, limit } from './market-fixture.ts';

export const parts = (displayLots: number, more: object = {}) => ({ displayLots, ...more });

/** Order 1 shows 3 of 10, order 2 has 4. */
export function two(book: BookFactory): Desk {
  const desk = new Desk(book);
  desk.say(limit(1, 'sell', 10, 101, parts(3)), limit(2, 'sell', 4, 101));
  return desk;
}

/** Who shows how much now, and at a time. */
export const shown = (desk: Desk): readonly string[] =>
  (desk.machine.snapshot().icebergs ?? []).map(
    ({ orderId, displayLots, shownLots }) => `${orderId} shows ${shownLots} (${displayLots})`,
  );
