/** A mesh in time that the test makes pass, before peers that say what the test wants them to say. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { Mesh } from './mesh.ts';
import { connectTo, socketPath } from './mesh-socket.ts';
import { type Beats, encodeLine, type Line, PeerConnection } from './peer-connection.ts';

class ManualTime {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly action: () => void }[] = [];

  readonly clock: Clock = {
    ...systemClock,
    monotonicMs: () => this.#nowMs,
    setTimer: (delayMs, action) => {
      const timer = { atMs: this.#nowMs + delayMs, action };
      this.#timers.push(timer);
      return {
        cancel: () => {
          this.#timers = this.#timers.filter((each) => each !== timer);
        },
      };
    },
  };

  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#timers.sort((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > untilMs) break;
      this.#timers.shift();
      this.#nowMs = next.atMs;
      next.action();
    }
    this.#nowMs = untilMs;
  }
}

class Puppet {
  readonly lines: Line[] = [];
  #news: () => void = () => {};
  readonly connection: PeerConnection;

  private constructor(socket: ConstructorParameters<typeof PeerConnection>[0]['socket']) {
    this.connection = new PeerConnection({
      socket,
      onLine: (line) => {
        this.lines.push(line);
        this.#news();
      },
      onClose: () => {},
    });
  }

  static async meet(folder: string, name: string, beats: Beats): Promise<Puppet> {
    const socket = await connectTo(socketPath(folder, 'engine-a'));
    assert.ok(socket !== null);
    const puppet = new Puppet(socket);
    puppet.connection.send(encodeLine(['hello', name, '1', beats]));
    return puppet;
  }

  /** Resolves once the mesh has said so on the channel `mark`. */
  async heard(mark: string): Promise<void> {
    const isThere = () => this.lines.some((line) => line[0] === 'say' && line[2] === mark);
    while (!isThere()) {
      await new Promise<void>((resolve) => {
        this.#news = resolve;
      });
    }
  }

  get beats(): number {
    return this.lines.filter(([kind]) => kind === 'beat').length;
  }
}

test('two beat as the one does that beats less, and are patient accordingly', async () => {
  const time = new ManualTime();
  const folder = join(temporaryFolder(), 'sockets');
  const own = { folder, name: 'engine-a', pid: 1, incarnation: '1', clock: time.clock };
  const mesh = await Mesh.join(own);
  after(() => mesh.close());
  const up = new Set<string>();
  const bothAreUp = new Promise<void>((resolve) => {
    mesh.onPeerState((name) => {
      up.add(name);
      if (up.size === 2) resolve();
    });
  });
  const engine = await Puppet.meet(folder, 'engine-b', 'often');
  const settlement = await Puppet.meet(folder, 'settlement', 'seldom');
  await bothAreUp;
  const states = () => [mesh.stateOf('engine-b'), mesh.stateOf('settlement')];
  time.pass(140);
  assert.deepEqual(states(), ['up', 'up']);
  time.pass(40);
  assert.deepEqual(states(), ['silent', 'up']);
  time.pass(380);
  mesh.broadcast('mark', 'so far');
  await Promise.all([engine.heard('so far'), settlement.heard('so far')]);
  assert.deepEqual([engine.beats, settlement.beats], [16, 4]);
  assert.deepEqual(states(), ['silent', 'up']);
  time.pass(80);
  assert.deepEqual(states(), ['silent', 'silent']);
});

test('who beats seldom beats seldom to everybody', async () => {
  const time = new ManualTime();
  const folder = join(temporaryFolder(), 'sockets');
  const own = { folder, name: 'engine-a', pid: 1, incarnation: '1', clock: time.clock };
  const mesh = await Mesh.join({ ...own, beats: 'seldom' });
  after(() => mesh.close());
  const isUp = new Promise<void>((resolve) => {
    mesh.onPeerState(() => resolve());
  });
  const engine = await Puppet.meet(folder, 'engine-b', 'often');
  await isUp;
  time.pass(420);
  mesh.broadcast('mark', 'end');
  await engine.heard('end');
  assert.equal(engine.beats, 3);
});

test('the last one to leave takes the folder of the sockets with it', async () => {
  const folder = join(temporaryFolder(), 'sockets');
  const own = { folder, pid: 1, incarnation: '1', clock: systemClock };
  const first = await Mesh.join({ ...own, name: 'engine-a' });
  const second = await Mesh.join({ ...own, name: 'engine-b' });
  await first.close();
  assert.ok(existsSync(socketPath(folder, 'engine-b')));
  await second.close();
  assert.equal(existsSync(folder), false);
});
