/** The embedded log between real processes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offset } from '../../proto/units.ts';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { Child } from '../testing/child.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { noDoorbell } from './doorbell.ts';
import type { Durability } from './event-log.ts';
import { LmdbEventLog } from './lmdb-event-log.ts';

const ALL = { records: 1e6, bytes: 1e9 } as const;

/** Every record of the topic as text; reading verifies CRCs and the chain. */
async function recordsIn(
  dataDir: string,
  durability: Durability,
  topic: string,
): Promise<string[]> {
  const log = new LmdbEventLog({
    folder: `${dataDir}/log`,
    durability,
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
  try {
    const records = await log.read(topic, offset(0), ALL);
    return records.map(({ bytes }) => new TextDecoder().decode(bytes));
  } finally {
    await log.close();
  }
}

/** That every acknowledged append stands where the acknowledgement said, in both its halves. */
function assertAcknowledged(
  writer: string,
  lines: readonly string[],
  records: readonly string[],
): void {
  for (const line of lines) {
    const [index, at] = line.split(' ').map(Number) as [number, number];
    assert.ok(records[at]?.startsWith(`${writer}:${index}:a:`), `${writer}: ${line} is lost`);
    assert.ok(records[at + 1]?.startsWith(`${writer}:${index}:b:`), `${writer}: ${line} is torn`);
  }
}

for (const [topic, durability, appends] of [
  ['commands.BTC-USD', 'disk', 'inline'],
  ['commands.BTC-USD', 'disk', 'own-thread'],
  ['commands.BTC-USD', 'process', 'inline'],
  ['events.BTC-USD', 'disk', 'inline'],
] satisfies [string, Durability, string][]) {
  const title = `${topic}, ${durability}, ${appends}`;
  const environment = { APPENDS: appends };

  test(`${title}: two processes write to one topic without gap or loss`, async () => {
    const dataDir = temporaryFolder();
    const writers = ['x', 'y'].map(
      (writer) => new Child(['append', dataDir, durability, topic, writer, '400'], environment),
    );
    const ended = await Promise.all(writers.map((writer) => writer.ended));
    const records = await recordsIn(dataDir, durability, topic);
    for (const [index, { exitCode, lines, errors }] of ended.entries()) {
      assert.equal(exitCode, 0, errors);
      assert.equal(lines.length, 400);
      assertAcknowledged('xy'[index]!, lines, records);
    }
    assert.equal(records.length, 1600);
  });

  test(`${title}: a writer killed 20 times loses nothing and stops nobody`, async () => {
    const dataDir = temporaryFolder();
    const start = (writer: string) =>
      new Child(['append', dataDir, durability, topic, writer, '100000'], environment);
    const steady = start('steady');
    const acknowledged: [string, readonly string[]][] = [];
    for (let round = 0; round < 20; round += 1) {
      const writer = start(`victim${round}`);
      await writer.printed(5 + 7 * round);
      writer.signal('SIGKILL');
      const { lines, signal, errors } = await writer.ended;
      assert.equal(signal, 'SIGKILL', errors);
      acknowledged.push([`victim${round}`, lines]);
      // The others go on: the lock of the dead one is taken over.
      await steady.printed(steady.lines.length + 3);
    }
    steady.signal('SIGKILL');
    acknowledged.push(['steady', (await steady.ended).lines]);
    const records = await recordsIn(dataDir, durability, topic);
    for (const [writer, lines] of acknowledged) {
      assert.ok(lines.length >= 5, `${writer} acknowledged only ${lines.length} appends`);
      assertAcknowledged(writer, lines, records);
    }
  });
}

for (const fault of ['CP16-log-mid-append:7', 'CP17-appended-before-fsync:7']) {
  for (const [topic, appends] of [
    ['commands.A', 'inline'],
    ['commands.A', 'own-thread'],
    ['events.A', 'inline'],
  ] as const) {
    test(`${topic}, ${appends}: killed at ${fault}, an append is there whole or not at all`, async () => {
      const dataDir = temporaryFolder();
      const environment = { FAULT: fault, APPENDS: appends };
      const child = new Child(['append', dataDir, 'disk', topic, 'w', '50'], environment);
      const { signal, lines } = await child.ended;
      assert.equal(signal, 'SIGKILL');
      const records = await recordsIn(dataDir, 'disk', topic);
      assertAcknowledged('w', lines, records);
      assert.equal(records.length % 2, 0);
      const next = await new Child(['append', dataDir, 'disk', topic, 'w', '1']).ended;
      assert.equal(next.lines[0], `0 ${records.length}`);
    });
  }
}

/** Milliseconds from append to read in the middle of 400 records, read in another process. */
async function middleDelayMs(): Promise<number> {
  const dataDir = temporaryFolder();
  const reader = new Child(['follow', dataDir, 'process', 'commands.A', '400']);
  await reader.printed(1);
  const writer = new Child(['append', dataDir, 'process', 'commands.A', 'w', '200', '3']);
  const [{ exitCode, errors }, read] = await Promise.all([writer.ended, reader.ended]);
  assert.equal(exitCode, 0, errors);
  const delaysMs = read.lines
    .slice(1)
    .map(Number)
    .sort((left, right) => left - right);
  assert.equal(delaysMs.length, 400);
  return delaysMs[200]!;
}

test('a reader in another process is woken by the doorbell, not by its poll', async () => {
  const tries: number[] = [];
  // Without a doorbell it is 12 ms, every time; a busy machine has a quiet second now and then.
  do tries.push(await middleDelayMs());
  while (tries.at(-1)! >= 8 && tries.length < 5);
  assert.ok(tries.at(-1)! < 8, `half of the records took longer than ${tries.join(', ')} ms`);
});

test('two processes of one name: the second is refused, and a killed one gives its name back', async () => {
  const dataDir = temporaryFolder();
  const args = ['append', dataDir, 'process', 'commands.A', 'same', '1000000'];
  const first = new Child(args);
  await first.printed(3);
  const second = await new Child(args).ended;
  assert.match(second.errors, /PEER_NAME_TAKEN|already runs/);
  first.signal('SIGSTOP');
  assert.match((await new Child(args).ended).errors, /already runs/);
  first.signal('SIGKILL');
  await first.ended;
  const third = new Child(args);
  await third.printed(1);
  third.signal('SIGKILL');
  assert.equal((await third.ended).lines.length > 0, true);
});

test('a process that is stopped in the middle of a transaction is ended by the others', async () => {
  const dataDir = temporaryFolder();
  const bystander = new Child(['follow', dataDir, 'process', 'commands.A', '1000000']);
  await bystander.printed(1);
  const holder = new Child(['hold', dataDir]);
  await holder.printed(1);
  const writer = new Child(['append', dataDir, 'process', 'events.A', 'w', '20']);
  assert.equal((await holder.ended).signal, 'SIGKILL');
  const { exitCode, lines, errors } = await writer.ended;
  assert.equal(exitCode, 0, errors);
  assert.equal(lines[0], '0 0', 'the half-done append left something behind');
  assert.equal(lines.length, 20);
  bystander.signal('SIGKILL');
  await bystander.ended;
});
