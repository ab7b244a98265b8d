import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { ProcessReport } from './coordination.ts';
import { HeardPeers } from './heard-peers.ts';

const OWN_BEAT_MS = 40;

/** Peers as one hears them that beats every 40 ms and hears itself, in time that a test makes pass. */
class Ears {
  #nowMs = 0;
  readonly connected = new Set<string>();
  readonly peers: HeardPeers;

  constructor() {
    const clock: Clock = { ...systemClock, monotonicMs: () => this.#nowMs };
    this.peers = new HeardPeers({
      clock,
      beatMs: OWN_BEAT_MS,
      subscriberCount: async (name) => (this.connected.has(name) ? 1 : 0),
    });
  }

  comes(name: string, beatMs: number): void {
    this.connected.add(name);
    this.hear(name, beatMs);
    this.peers.report(name, { name } as ProcessReport);
  }

  hear(name: string, beatMs: number, incarnation = '1'): void {
    assert.equal(this.peers.hear(name, incarnation, beatMs), true);
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    while (this.#nowMs < untilMs) {
      this.#nowMs = Math.min(untilMs, this.#nowMs + OWN_BEAT_MS);
      this.peers.echo();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  state(name: string): string | undefined {
    return this.peers.peers().find(({ report }) => report.name === name)?.state;
  }
}

test('each is silent after six beats of its own that did not come', async () => {
  const ears = new Ears();
  ears.comes('engine-a', 40);
  ears.comes('settlement', 200);
  await ears.pass(240);
  assert.deepEqual([ears.state('engine-a'), ears.state('settlement')], ['up', 'up']);
  await ears.pass(40);
  assert.deepEqual([ears.state('engine-a'), ears.state('settlement')], ['silent', 'up']);
  await ears.pass(920);
  assert.equal(ears.state('settlement'), 'up');
  await ears.pass(40);
  assert.equal(ears.state('settlement'), 'silent');
  ears.hear('settlement', 200);
  assert.equal(ears.state('settlement'), 'up');
});

test('whose connection is closed is down as soon as two of its beats are late', async () => {
  const ears = new Ears();
  ears.comes('engine-a', 40);
  ears.comes('settlement', 200);
  ears.connected.clear();
  await ears.pass(100);
  assert.deepEqual([ears.state('engine-a'), ears.state('settlement')], ['up', 'up']);
  await ears.pass(40);
  assert.deepEqual([ears.state('engine-a'), ears.state('settlement')], ['down', 'up']);
  await ears.pass(360);
  assert.equal(ears.state('settlement'), 'up');
  await ears.pass(40);
  assert.equal(ears.state('settlement'), 'down');
});

test('whoever takes a name has no report until it gives one, and the one before is down', async () => {
  const ears = new Ears();
  const heard: string[] = [];
  ears.peers.onChange(({ report, state }) => heard.push(`${report.version} ${state}`));
  ears.comes('engine-a', 40);
  ears.peers.report('engine-a', { name: 'engine-a', version: 'first' } as ProcessReport);
  ears.hear('engine-a', 40, '2');
  assert.equal(ears.state('engine-a'), 'down');
  assert.deepEqual(heard.slice(-2), ['first up', 'first down']);
  ears.hear('engine-a', 40, '3');
  assert.equal(ears.state('engine-a'), 'down');
  ears.peers.report('engine-a', { name: 'engine-a', version: 'third' } as ProcessReport);
  assert.equal(ears.state('engine-a'), 'up');
  assert.deepEqual(heard.slice(-2), ['first down', 'third up']);
});

test('a report of before is shown for some seconds only', async () => {
  const ears = new Ears();
  ears.comes('engine-a', 40);
  ears.hear('engine-a', 40, '2');
  for (let waitedMs = 0; waitedMs < 5_200; waitedMs += 40) {
    assert.equal(ears.state('engine-a'), waitedMs <= 5_000 ? 'down' : undefined, `${waitedMs}`);
    await ears.pass(40);
    ears.hear('engine-a', 40, '2');
  }
});
