import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHARED_PER_TURN, TurnEnd } from './turn-end.ts';

/** A turn end whose turns a test makes pass, and who left in each of them. */
function turns() {
  let due = 0;
  let left: string[] = [];
  const end = new TurnEnd(() => {
    due += 1;
  });
  return {
    end,
    one: (name: string) => ({ flush: () => left.push(name) }),
    get due() {
      return due;
    },
    pass(): readonly string[] {
      due -= 1;
      left = [];
      end.leave();
      return left;
    },
  };
}

const names = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => `w${from + index}`);

test('what two thousand are told leaves a few of them a turn, in order, and an answer is not behind them', () => {
  const own = turns();
  for (const name of names(2_000)) own.end.sharedWaits(own.one(name));
  assert.equal(own.due, 1);
  assert.deepEqual(own.pass(), names(SHARED_PER_TURN));
  own.end.ownWaits(own.one('answer'));
  assert.deepEqual(own.pass(), ['answer', ...names(SHARED_PER_TURN, SHARED_PER_TURN)]);
  const rest: string[] = [];
  while (own.due > 0) {
    assert.equal(own.due, 1);
    const part = own.pass();
    assert.ok(part.length <= SHARED_PER_TURN);
    rest.push(...part);
  }
  assert.deepEqual(rest, names(2_000 - 2 * SHARED_PER_TURN, 2 * SHARED_PER_TURN));
});

test('whoever comes while others leave is behind them, and is told too', () => {
  const own = turns();
  const welcoming = (name: string) => ({
    flush: () => {
      own.one(name).flush();
      own.end.sharedWaits(own.one(`behind ${name}`));
    },
  });
  for (const name of names(SHARED_PER_TURN)) own.end.sharedWaits(welcoming(name));
  assert.deepEqual(own.pass(), names(SHARED_PER_TURN));
  const behind = names(SHARED_PER_TURN).map((name) => `behind ${name}`);
  assert.deepEqual([own.due, own.pass(), own.due], [1, behind, 0]);
});

test('answers all leave in their turn, however many', () => {
  const own = turns();
  for (const name of names(1_000)) own.end.ownWaits(own.one(name));
  assert.deepEqual([own.pass(), own.due], [names(1_000), 0]);
});

test('a queue that never empties holds no more places than sockets', () => {
  const own = turns();
  const again = { flush: () => own.end.sharedWaits(again) };
  for (let count = 0; count < 100; count += 1) own.end.sharedWaits(again);
  for (let turn = 0; turn < 1_000; turn += 1) {
    own.pass();
    assert.ok(own.due === 1 && own.end.placesHeld <= 200, `${own.end.placesHeld}`);
  }
});
