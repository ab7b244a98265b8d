import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { Environment } from '../embedded/lmdb-environment.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeEnd, frameOf } from './frame.ts';
import { LogPartition } from './log-partition.ts';

const open = (folder: string) =>
  new LogPartition({ folder, noSync: true, crashPoints: noCrashPoints });

const MIB = 1024 * 1024;

test('a partition that is closed while it is flushed waits for the flush', async () => {
  for (let round = 0; round < 5; round += 1) {
    const folder = temporaryFolder();
    const partition = open(folder);
    partition.createTopic('events.A');
    const topicId = partition.topics().get('events.A')!;
    for (let count = 0; count < 5; count += 1) {
      partition.append([{ topicId, frames: [frameOf(new Uint8Array(MIB))] }]);
    }
    partition.flush();
    // Without the wait LMDB takes the whole process with it.
    await partition.close();
    const again = open(folder);
    assert.equal(again.end(topicId).end, 5);
    await again.close();
  }
});

test('an end older than the newest record is damage, to who reads and to who writes', async () => {
  const folder = temporaryFolder();
  const partition = open(folder);
  partition.createTopic('commands.A');
  const topicId = partition.topics().get('commands.A')!;
  const append = (to: LogPartition) =>
    to.append([{ topicId, frames: [frameOf(new Uint8Array(8))] }]);
  append(partition);
  const older = encodeEnd(partition.end(topicId));
  append(partition);
  await partition.close();
  // What a flipped bit in a page above does when it leads to the older page of the ends.
  const environment = new Environment<Buffer, Buffer>({
    folder,
    noSync: true,
    database: { encoding: 'binary', keyEncoding: 'binary' },
  });
  const endKey = Buffer.from([3, 0, 0, 0, topicId]);
  environment.write(() => void environment.database.put(endKey, older));
  await environment.close();
  const readers = open(folder);
  assert.throws(() => readers.end(topicId), /ends at 1, and a record lies behind/);
  await readers.close();
  const writers = open(folder);
  assert.throws(() => append(writers), /ends at 1, and a record lies behind/);
  await writers.close();
});
