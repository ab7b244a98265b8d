import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { openPorts } from '../ports/open-ports.ts';
import type { Ports } from '../ports/ports.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { offset } from '../proto/units.ts';
import { archivedTopics, archiveNow, archiveOf, verifiedSegments } from './archive.ts';

const TOPIC = 'commands.BTC-USD';

let folder: string;
let ports: Ports;

beforeEach(async () => {
  folder = temporaryFolder();
  ports = await openPorts({
    dataDir: folder,
    durability: 'process',
    processName: 'test',
    faults: undefined,
  });
  for (const topic of [TOPIC, 'commands.ledger']) {
    await ports.log.createTopic(topic);
    const records = Array.from({ length: 1000 }, (_, index) => Buffer.from(`${topic} ${index}`));
    await ports.log.append(topic, records);
  }
});
afterEach(() => ports.close());

const pathOf = (name: string) => join(folder, 'archive', TOPIC, name);

async function problems(): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  for await (const { problem } of verifiedSegments(ports, await archiveOf(ports, TOPIC))) {
    found.push(problem);
  }
  return found;
}

test('archives all that the logs hold, and again what came since', async () => {
  const topics = await archivedTopics(ports, null);
  assert.deepEqual(topics, [TOPIC, 'commands.ledger']);
  assert.deepEqual(await archiveNow(ports, topics), [
    { topic: TOPIC, archivedEnd: 1000 },
    { topic: 'commands.ledger', archivedEnd: 1000 },
  ]);
  await ports.log.append(TOPIC, [Buffer.from('one more')]);
  await archiveNow(ports, [TOPIC]);
  const archive = await archiveOf(ports, TOPIC);
  assert.deepEqual(archive.covered, [{ first: 0, last: 1000 }]);
  assert.equal(archive.segments.length, 2);
  assert.deepEqual(await problems(), [null, null]);
  await assert.rejects(archivedTopics(ports, 'commands.XXX'), { code: 'UNKNOWN_TOPIC' });
});

test('verify tells of a log that has lost its tail meanwhile', async () => {
  await archiveNow(ports, [TOPIC]);
  const archive = await archiveOf(ports, TOPIC);
  // At its end a log reads as nothing.
  const log: EventLog = Object.create(ports.log, { read: { value: async () => [] } });
  for await (const { problem } of verifiedSegments({ ...ports, log }, archive)) {
    assert.match(problem ?? '', /goes on to 999, the log ends at 0 now/);
  }
});

test('verify tells damage, another history, and what lies in neither', async () => {
  await archiveNow(ports, [TOPIC]);
  await ports.log.append(TOPIC, [Buffer.from('one more')]);
  await ports.archive.put({
    topic: TOPIC,
    first: offset(1000),
    records: [Buffer.from('not that')],
  });
  writeFileSync(pathOf('0000000000000500-600'), 'torn');
  const [whole, torn, foreign] = await problems();
  assert.equal(whole, null);
  assert.match(torn ?? '', /damaged/);
  assert.match(foreign ?? '', /record 1000 is not that of the log/);
  await ports.log.deleteBefore(TOPIC, offset(400));
  assert.equal((await archiveOf(ports, TOPIC)).missing, null);
  rmSync(pathOf('0000000000000000-999'));
  const { missing } = await archiveOf(ports, TOPIC);
  assert.deepEqual(missing, { first: 0, last: 399 });
});
