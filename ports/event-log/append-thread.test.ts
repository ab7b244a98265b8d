import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { Mesh } from '../embedded/mesh.ts';
import { RING } from '../embedded/mesh-doorbell.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type Doorbell, noDoorbell } from './doorbell.ts';
import { LmdbEventLog } from './lmdb-event-log.ts';

const TOPIC = 'commands.BTC-USD';

test('a record is told of by the thread that wrote it, and by the main one where that cannot', async () => {
  const folder = join(temporaryFolder(), 'sockets');
  const own = { folder, name: 'order-service-1', incarnation: '1' };
  const rungByMain: number[] = [];
  const doorbell: Doorbell = {
    ...noDoorbell,
    listeners: (topic) => (topic === TOPIC ? ['engine-a'] : []),
    ring: (topic, end) => {
      if (topic === TOPIC) rungByMain.push(end);
    },
  };
  const log = new LmdbEventLog({
    ...{ folder: temporaryFolder(), durability: 'disk', clock: systemClock, doorbell },
    crashPoints: noCrashPoints,
    appendThread: { faults: undefined, bell: own },
  });
  const append = () => log.append(TOPIC, [Buffer.from('a record'), Buffer.from('another')]);
  const engine = () =>
    Mesh.join({ ...own, name: 'engine-a', pid: process.pid, clock: systemClock });
  let mesh: Mesh | null = null;
  try {
    await log.createTopic(TOPIC);
    await append();
    assert.deepEqual(rungByMain, [2], 'nobody is there to be rung by the thread');
    mesh = await engine();
    const heard: unknown[] = [];
    mesh.subscribe(RING, (payload, from) => heard.push([payload, from]));
    let end = 2;
    for (let count = -1; count !== rungByMain.length; ) {
      count = rungByMain.length;
      end = (await append()) + 2;
    }
    while (heard.length === 0) await systemClock.sleep(1);
    assert.deepEqual(heard.at(-1), [[TOPIC, end], 'order-service-1']);
    await mesh.close();
    mesh = null;
    for (const count = rungByMain.length; count === rungByMain.length; ) await append();
  } finally {
    await log.close();
    await mesh?.close();
  }
});
