import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from './connection.ts';
import { Heartbeats } from './heartbeats.ts';
import type { SocketContext } from './socket-context.ts';

const INTERVAL_MS = 1_000;

/** Connections that count what they hear, and a clock whose time is that of its timers. */
function audience(count: number) {
  const timers: { readonly atMs: number; readonly action: () => void }[] = [];
  let nowMs = 0;
  const connections = Array.from({ length: count }, () => ({
    subscriptions: new Set(['book BTC-USD']),
    isOpen: true,
    isBehind: false,
    heard: [] as { readonly type: string; readonly atMs: number }[],
    send(text: string) {
      this.heard.push({ type: JSON.parse(text).type, atMs: nowMs });
    },
  }));
  const context = {
    service: { markets: { views: () => [] } },
    doors: { heartbeatMs: INTERVAL_MS },
    clock: {
      nowUs: () => nowMs * 1_000,
      setTimer: (delayMs: number, action: () => void) =>
        timers.push({ atMs: nowMs + delayMs, action }),
    },
  } as unknown as SocketContext;
  const beat = () => new Heartbeats(context).beat(connections as unknown as readonly Connection[]);
  /** The next part; false: that was all. */
  const next = (): boolean => {
    const timer = timers.shift();
    if (timer === undefined) return false;
    nowMs = timer.atMs;
    timer.action();
    return true;
  };
  return { connections, beat, next };
}

test('thousands hear a heartbeat each, a few at a time, within its interval', () => {
  const { connections, beat, next } = audience(2_000);
  const heardNow = () => connections.reduce((sum, { heard }) => sum + heard.length, 0);
  beat();
  for (let before = 0, more = true; more; more = next()) {
    assert.ok(heardNow() - before <= 40, 'in one turn');
    before = heardNow();
  }
  for (const { heard } of connections) {
    assert.deepEqual(
      heard.map(({ type }) => type),
      ['heartbeat'],
    );
    assert.ok(heard[0]!.atMs < INTERVAL_MS);
  }
});

test('whoever follows nothing, is behind, or has gone meanwhile hears none', () => {
  const { connections, beat, next } = audience(40);
  const [idle, behind] = connections;
  idle!.subscriptions.clear();
  behind!.isBehind = true;
  const gone = connections.at(-1)!;
  beat();
  gone.isOpen = false;
  while (next()) {}
  const silent = connections.filter(({ heard }) => heard.length === 0);
  assert.deepEqual(silent, [idle, behind, gone]);
});
