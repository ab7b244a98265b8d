import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { frameOf } from './frame.ts';
import { LogPartition } from './log-partition.ts';

const MIB = 1024 * 1024;

test('a partition that is closed while it is flushed waits for the flush', async () => {
  for (let round = 0; round < 5; round += 1) {
    const folder = temporaryFolder();
    const open = () => new LogPartition({ folder, noSync: true, crashPoints: noCrashPoints });
    const partition = open();
    partition.createTopic('events.A');
    const topicId = partition.topics().get('events.A')!;
    for (let count = 0; count < 5; count += 1) {
      partition.append([{ topicId, frames: [frameOf(new Uint8Array(MIB))] }]);
    }
    partition.flush();
    // Without the wait LMDB takes the whole process with it.
    await partition.close();
    const again = open();
    assert.equal(again.end(topicId).end, 5);
    await again.close();
  }
});
