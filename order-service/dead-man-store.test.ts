import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../ports/clock/system-clock.ts';
import { accountId } from '../proto/units.ts';
import { DeadMan } from './dead-man.ts';
import type { MassCancel } from './mass-cancel.ts';
import { isRefusal } from './refusal.ts';
import { type ServiceContext, silentLog } from './service-context.ts';
import { until } from './testing/exchange-harness.ts';
import { memoryWatchStore } from './watch-store.ts';

const ALICE = accountId(1);
const whole = { accountId: ALICE, market: null };
const LONG_MS = 3_600_000;
const SOON_MS = 60;
const RETRY_MS = 20;

/** Timers over a store that fails when the test says so, and cancels that are counted. */
function opened() {
  const kept = memoryWatchStore();
  const state = { isFull: false, canceled: 0, saves: 0 };
  const store = {
    load: kept.load,
    save: async (watches: Parameters<typeof kept.save>[0]) => {
      state.saves += 1;
      await systemClock.sleep(1);
      if (state.isFull) throw new Error('ENOSPC');
      await kept.save(watches);
    },
  };
  const massCancel = {
    run: async () => {
      state.canceled += 1;
      return [];
    },
    inTime: async () => [],
  } as unknown as MassCancel;
  const context = {
    ports: { clock: systemClock },
    limits: { retryDelayMsMax: RETRY_MS },
    log: silentLog,
    onBroken: (error: unknown) => assert.fail(String(error)),
  } as unknown as ServiceContext;
  // The clock's timers do not keep a process alive.
  const alive = setInterval(() => {}, 1_000);
  const deadMan = new DeadMan(context, { store, massCancel });
  const close = () => {
    deadMan.stop();
    clearInterval(alive);
  };
  return { deadMan, store, state, close };
}

test('settings that fail together leave what was promised before in force', async () => {
  const { deadMan, state, store, close } = opened();
  const promised = await deadMan.arm(whole, SOON_MS);
  state.isFull = true;
  const both = await Promise.all([deadMan.arm(whole, LONG_MS), deadMan.arm(whole, LONG_MS)]);
  assert.ok(both.every(isRefusal));
  assert.deepEqual(
    deadMan.of(ALICE).map(({ cancelAtUs }) => cancelAtUs),
    [promised],
  );
  state.isFull = false;
  await until(() => state.canceled === 1, 'its time comes', 5_000);
  await until(() => store.load().length === 0, 'it is forgotten');
  close();
});

test('one that came due cancels once, however long it cannot be forgotten', async () => {
  const { deadMan, state, store, close } = opened();
  await deadMan.arm(whole, 1);
  state.isFull = true;
  await until(() => state.saves >= 4, 'it is tried again');
  assert.equal(state.canceled, 1);
  assert.deepEqual(deadMan.of(ALICE), []);
  state.isFull = false;
  await until(() => store.load().length === 0, 'it is forgotten');
  assert.equal(state.canceled, 1);
  close();
});

test('a connection stands for its orders until it is kept that it does not', async () => {
  const { deadMan, state, store, close } = opened();
  const connection = {};
  assert.equal(await deadMan.connected(ALICE, connection), null);
  state.isFull = true;
  assert.ok(isRefusal((await deadMan.released(ALICE, connection))!));
  assert.equal(store.load().length, 1);
  state.isFull = false;
  assert.equal(await deadMan.released(ALICE, connection), null);
  assert.deepEqual(store.load(), []);
  close();
});

test('what a connection stood for is forgotten after its end, once that can be kept', async () => {
  const { deadMan, state, store, close } = opened();
  const connection = {};
  await deadMan.connected(ALICE, connection);
  state.isFull = true;
  await deadMan.disconnected(ALICE, connection, Promise.resolve());
  const { canceled } = state;
  assert.equal(store.load().length, 1);
  state.isFull = false;
  await until(() => store.load().length === 0, 'it is forgotten');
  assert.equal(state.canceled, canceled);
  close();
});

test('a connection that ends before it is refused takes none of another one away', async () => {
  const { deadMan, state, store, close } = opened();
  const [stays, ends] = [{}, {}];
  await deadMan.connected(ALICE, stays);
  state.isFull = true;
  const refused = deadMan.connected(ALICE, ends);
  const ended = deadMan.disconnected(ALICE, ends, Promise.resolve());
  assert.ok(isRefusal((await refused)!));
  await ended;
  state.isFull = false;
  const another = {};
  await deadMan.connected(ALICE, another);
  await deadMan.released(ALICE, another);
  assert.deepEqual(
    store.load().map(({ kind }) => kind),
    ['connection'],
  );
  close();
});

test('what a revoked key did elsewhere is canceled, also when that cannot be kept', async () => {
  const { deadMan, state, close } = opened();
  state.isFull = true;
  await deadMan.revoked(ALICE);
  await until(() => state.canceled === 1, 'once more, when the key is out at every door', 5_000);
  close();
});
