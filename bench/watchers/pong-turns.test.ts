import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofTurn, PONG_ROUND_MS, PONG_TURN_MS } from './pong-turns.ts';

test('each says once in a round that it is there, and few of them in the same turn', () => {
  const turns = PONG_ROUND_MS / PONG_TURN_MS;
  for (const count of [1, 3, 250, 1_999, 2_000, 20_000]) {
    const all = Array.from({ length: count }, (_, index) => index);
    const told = Array.from({ length: turns }, (_, turn) => ofTurn(all, turns * 7 + turn));
    assert.deepEqual(told.flat(), all);
    for (const each of told) assert.ok(each.length <= Math.ceil(count / turns), `${each.length}`);
  }
});
