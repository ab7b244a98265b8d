import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../clock/system-clock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { Mesh } from './mesh.ts';
import { MeshBell } from './mesh-bell.ts';

const joined = (folder: string, name: string, incarnation: string) =>
  Mesh.join({ folder, name, incarnation, pid: process.pid, clock: systemClock });

/** Rings until all are rung. */
async function rung(bell: MeshBell, names: readonly string[], payload: unknown): Promise<void> {
  while (!bell.ring(names, 'log', payload)) await systemClock.sleep(1);
}

interface Heard {
  readonly mesh: Mesh;
  readonly next: () => Promise<readonly [payload: unknown, from: string]>;
}

async function listener(folder: string, name: string, incarnation = '1'): Promise<Heard> {
  const mesh = await joined(folder, name, incarnation);
  const heard: (readonly [unknown, string])[] = [];
  let onNews = () => {};
  mesh.subscribe('log', (payload, from) => {
    heard.push([payload, from]);
    onNews();
  });
  const next = async () => {
    while (heard.length === 0) {
      await new Promise<void>((resolve) => {
        onNews = resolve;
      });
    }
    return heard.shift()!;
  };
  return { mesh, next };
}

test('a thread rings whoever is there, and is no sign of life of its process', async () => {
  const folder = join(temporaryFolder(), 'sockets');
  const engine = await listener(folder, 'engine-a');
  const bell = new MeshBell({ folder, name: 'order-service-1', incarnation: '1' });
  try {
    assert.equal(bell.ring(['engine-a'], 'log', ['commands.X', 1]), false, 'not connected yet');
    await rung(bell, ['engine-a'], ['commands.X', 2]);
    assert.deepEqual(await engine.next(), [['commands.X', 2], 'order-service-1']);
    assert.equal(engine.mesh.stateOf('order-service-1'), 'down');
    assert.equal(bell.ring(['engine-a', 'engine-b'], 'log', ['commands.X', 3]), false);
    assert.deepEqual(await engine.next(), [['commands.X', 3], 'order-service-1']);
    assert.equal(bell.ring([], 'log', ['commands.X', 4]), true, 'nobody was to be rung');
  } finally {
    bell.close();
    await engine.mesh.close();
  }
});

test('a process that was started again is rung again', async () => {
  const folder = join(temporaryFolder(), 'sockets');
  const bell = new MeshBell({ folder, name: 'order-service-1', incarnation: '1' });
  const first = await listener(folder, 'engine-a', '1');
  await rung(bell, ['engine-a'], 'before');
  assert.deepEqual(await first.next(), ['before', 'order-service-1']);
  await first.mesh.close();
  const second = await listener(folder, 'engine-a', '2');
  try {
    let isHeard = false;
    const heard = second.next().then((news) => {
      isHeard = true;
      return news;
    });
    // Until the end of the first one is noticed here, a ring may go to it.
    while (!isHeard) {
      bell.ring(['engine-a'], 'log', 'after');
      await systemClock.sleep(1);
    }
    assert.deepEqual(await heard, ['after', 'order-service-1']);
  } finally {
    bell.close();
    await second.mesh.close();
  }
});

test('the words of the process itself go on, beside those of its bell', async () => {
  const folder = join(temporaryFolder(), 'sockets');
  const engine = await listener(folder, 'engine-a');
  const service = await joined(folder, 'order-service-1', '1');
  const bell = new MeshBell(service.bell);
  const toService: unknown[] = [];
  service.subscribe('log', (payload) => toService.push(payload));
  try {
    await rung(bell, ['engine-a'], 'by the bell');
    assert.deepEqual(await engine.next(), ['by the bell', 'order-service-1']);
    while (service.stateOf('engine-a') !== 'up') await systemClock.sleep(1);
    service.broadcast('log', 'by the process');
    assert.deepEqual(await engine.next(), ['by the process', 'order-service-1']);
    assert.equal(engine.mesh.stateOf('order-service-1'), 'up');
    engine.mesh.broadcast('log', 'an answer');
    while (toService.length === 0) await systemClock.sleep(1);
    bell.close();
    engine.mesh.broadcast('log', 'another');
    while (toService.length < 2) await systemClock.sleep(1);
    assert.equal(engine.mesh.stateOf('order-service-1'), 'up', 'a bell that ends is no end');
  } finally {
    bell.close();
    await service.close();
    await engine.mesh.close();
  }
});
