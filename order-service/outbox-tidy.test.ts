import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutboxPart } from '../ports/account-store/outbox.ts';
import { commandSequence, epoch, sessionId } from '../proto/units.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { OutboxTidy } from './outbox-tidy.ts';
import { type ServiceContext, silentLog } from './service-context.ts';

const TOPIC = 'commands.BTC-USD';

/** A store that fails when the test says, and a clock that ticks when it says. */
function desk() {
  const cleared: number[] = [];
  const state = { isDown: false, tick: () => {} };
  const accounts = {
    async clearOutbox(_session: unknown, { through }: OutboxPart) {
      if (state.isDown) throw new Error('the store does not answer');
      cleared.push(through);
    },
  };
  const clock = {
    setTimer(_delayMs: number, action: () => void) {
      state.tick = action;
      return { cancel() {} };
    },
  };
  const context = {
    ports: { accounts, clock },
    sessionId: sessionId(1),
    limits: DEFAULT_LIMITS,
    log: silentLog,
    defer: queueMicrotask,
  } as unknown as ServiceContext;
  return { tidy: new OutboxTidy(context, epoch(1)), cleared, state };
}

const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

test('what is answered leaves the outbox with the next tick, once', async () => {
  const { tidy, cleared, state } = desk();
  tidy.answered(TOPIC, commandSequence(7));
  state.tick();
  await settle();
  state.tick();
  await settle();
  assert.deepEqual(cleared, [7]);
});

test('a store that does not answer is asked again until it does', async () => {
  const { tidy, cleared, state } = desk();
  state.isDown = true;
  tidy.answered(TOPIC, commandSequence(7));
  state.tick();
  await settle();
  assert.deepEqual(cleared, []);
  state.isDown = false;
  state.tick();
  await settle();
  assert.deepEqual(cleared, [7]);
});

test('what is answered while it clears is cleared, too', async () => {
  const { tidy, cleared, state } = desk();
  tidy.answered(TOPIC, commandSequence(7));
  state.tick();
  tidy.answered(TOPIC, commandSequence(9));
  await settle();
  state.tick();
  await settle();
  await tidy.stop();
  assert.deepEqual(cleared, [7, 9]);
});

test('much at once leaves in parts, and none of them twice', async () => {
  const { tidy, cleared, state } = desk();
  tidy.answered(TOPIC, commandSequence(600));
  state.tick();
  await settle();
  assert.deepEqual(cleared, [250, 500, 600]);
  tidy.answered(TOPIC, commandSequence(601));
  await tidy.stop();
  assert.deepEqual(cleared, [250, 500, 600, 601]);
});

test('a part that the store refused is asked for again, and what is behind it', async () => {
  const { tidy, cleared, state } = desk();
  tidy.answered(TOPIC, commandSequence(300));
  state.isDown = true;
  state.tick();
  await settle();
  state.isDown = false;
  state.tick();
  await settle();
  assert.deepEqual(cleared, [250, 300]);
});

test('what many answers leave goes with the next admission, in parts, and not by itself', async () => {
  const { tidy, cleared, state } = desk();
  tidy.answered(TOPIC, commandSequence(DEFAULT_LIMITS.outboxClearEvery - 1));
  assert.deepEqual(tidy.due(), [], 'not worth it yet');
  tidy.answered(TOPIC, commandSequence(300));
  const parts = tidy.due();
  assert.deepEqual(parts, [{ topic: TOPIC, epoch: 1, through: 250 }]);
  assert.deepEqual(tidy.due(), parts, 'an admission that failed cleared nothing');
  tidy.cleared(parts);
  assert.deepEqual(tidy.due(), [], 'the rest waits for more');
  state.tick();
  await settle();
  assert.deepEqual(cleared, [], 'admissions see to it');
  state.tick();
  await settle();
  assert.deepEqual(cleared, [300], 'none came for a while');
});

test('a topic whose commands are few is cleared beside one that admissions clear', async () => {
  const { tidy, cleared, state } = desk();
  tidy.answered('commands.ETH-USD', commandSequence(3));
  tidy.answered(TOPIC, commandSequence(100));
  tidy.cleared(tidy.due());
  tidy.answered(TOPIC, commandSequence(101));
  state.tick();
  await settle();
  assert.deepEqual(cleared, [3]);
});
