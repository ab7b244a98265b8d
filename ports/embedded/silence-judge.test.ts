import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SilenceJudge } from './silence-judge.ts';

test('a peer is silent after the time-out, and not before', () => {
  const judge = new SilenceJudge({ timeoutMs: 150, nowMs: 1000 });
  judge.heard(1100);
  assert.equal(judge.isSilent(1250), false);
  assert.equal(judge.isSilent(1251), true);
  judge.heard(1252);
  assert.equal(judge.isSilent(1260), false);
});

test('time in which one did not listen oneself does not count', () => {
  const judge = new SilenceJudge({ timeoutMs: 150, nowMs: 1000 });
  judge.deaf(30_000);
  assert.equal(judge.isSilent(31_100), false);
  assert.equal(judge.isSilent(31_151), true);
});
