/** What must hold in a fast book after every command; O(orders), so only tests and audits ask. */
import { assert } from '../../../proto/assert.ts';
import { SlotWide, SlotWord } from '../hot/order-slots.ts';
import { Absent, LevelWide, LevelWord } from '../hot/price-levels.ts';
import type { RestingOrders } from '../hot/resting-orders.ts';
import { checkIceberg } from './iceberg-orders.ts';
import { canonicalSlots } from './resting-orders-columns.ts';

export function checkRestingOrders(resting: RestingOrders, nextPriority: number): void {
  const { bestPrice, index } = resting;
  resting.checkSlots();
  const indexed = index.checkInvariants();
  assert(indexed === resting.restingOrders, 'the index holds the orders that rest');
  const order = canonicalSlots(resting);
  const [bid, ask] = [bestPrice[0]!, bestPrice[1]!];
  assert(bid === Absent.price || ask === Absent.price || bid < ask, 'the book is never crossed');
  checkLevels(resting, nextPriority);
  checkAccounts(resting, new Set(order));
}

function checkLevels(resting: RestingOrders, nextPriority: number): void {
  let count = 0;
  for (const side of [0, 1]) {
    const best = resting.bestPrice[side]!;
    assert(
      resting.bestLevel[side] ===
        (best === Absent.price ? Absent.level : resting.levelAt(side, best)),
      'the best level is that of the best price',
    );
    let previous = best;
    for (let price = best; price !== Absent.price; price = resting.nextWorsePrice(side, price)) {
      const isWorse = side === 0 ? price < previous : price > previous;
      assert(price === best || isWorse, 'levels come from the best to the worst');
      checkQueue(resting, side, price, nextPriority);
      previous = price;
      count += 1;
    }
  }
  assert(count === resting.levelCount, 'the levels are counted');
}

/** One level: links, total, price-time order. */
function checkQueue(
  resting: RestingOrders,
  side: number,
  price: number,
  nextPriority: number,
): void {
  const { levelInts, levelDoubles, slotInts: ints, slotDoubles: doubles } = resting;
  const level = resting.levelAt(side, price);
  let previous = 0;
  let total = 0;
  let priority = 0;
  for (
    let slot = levelInts[level * 4 + LevelWord.head]!;
    slot !== 0;
    slot = ints[slot * 16 + SlotWord.next]!
  ) {
    const at = `price ${price}, slot ${slot}`;
    assert(ints[slot * 16 + SlotWord.previous] === previous, `${at} links back`);
    assert(
      ints[slot * 16 + SlotWord.level] === level && ints[slot * 16 + SlotWord.price] === price,
      `${at}: level`,
    );
    assert((ints[slot * 16 + SlotWord.feeSide]! & 1) === side, `${at} is on its side`);
    const remaining = doubles[slot * 8 + SlotWide.remaining]!;
    assert(
      remaining > 0 && remaining <= doubles[slot * 8 + SlotWide.quantity]!,
      `${at}: remaining`,
    );
    assert(doubles[slot * 8 + SlotWide.priority]! > priority, `${at} came after the one before it`);
    priority = doubles[slot * 8 + SlotWide.priority]!;
    checkIceberg(resting, slot);
    total += remaining;
    previous = slot;
  }
  assert(priority < nextPriority, `price ${price}: priorities were given`);
  assert(
    previous !== 0 && levelInts[level * 4 + LevelWord.tail] === previous,
    `price ${price}: tail`,
  );
  assert(levelDoubles[level * 2 + LevelWide.total] === total, `price ${price}: total`);
}

/** Every order is in its account's list once, in order of entry. */
function checkAccounts(orders: RestingOrders, resting: ReadonlySet<number>): void {
  const { slotDoubles: doubles } = orders;
  let account = 0;
  let priority = 0;
  const count = orders.checkAccounts((slot, number) => {
    assert(resting.has(slot), `slot ${slot} rests`);
    assert(
      number !== account || doubles[slot * 8 + SlotWide.priority]! > priority,
      'in order of entry',
    );
    account = number;
    priority = doubles[slot * 8 + SlotWide.priority]!;
  });
  assert(count === resting.size, 'every order is in the list of its account');
}
