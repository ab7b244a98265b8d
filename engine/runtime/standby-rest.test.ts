import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { StandbyRest } from './standby-rest.ts';

/** A clock whose sleeps end when the test says so. */
function heldClock() {
  const sleeps: { readonly ms: number; end(): void }[] = [];
  const sleep = (ms: number) => new Promise<void>((end) => sleeps.push({ ms, end }));
  return { sleeps, clock: { ...systemClock, sleep } };
}

test('a standby that found nothing reads on at once', async () => {
  const { clock, sleeps } = heldClock();
  await new StandbyRest(clock).after(0);
  assert.equal(sleeps.length, 0);
});

test('a rest lasts as long as the pace says', async () => {
  const { clock, sleeps } = heldClock();
  const resting = new StandbyRest(clock).after(3);
  assert.deepEqual(
    sleeps.map(({ ms }) => ms),
    [40],
  );
  sleeps[0]!.end();
  await resting;
});

test('a claim ends a rest that nothing else would end, and one that is about to begin', async () => {
  const { clock } = heldClock();
  const rest = new StandbyRest(clock);
  const resting = rest.after(100);
  rest.end();
  await resting;
  rest.end();
  await rest.after(100);
});
