import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LEDGER_TOPIC } from '../proto/topics.ts';
import { offset } from '../proto/units.ts';
import type { RetentionRule } from './log-retention.ts';
import { ArchivedLog, EVENTS, record, TOPIC } from './testing/archived-log.ts';

const HOUR_MS = 3_600_000;

let world: ArchivedLog;

beforeEach(async () => {
  world = await ArchivedLog.open();
});
afterEach(() => world.log.close());

describe('a log that forgets', () => {
  const earliest = async (topic = TOPIC) => (await world.log.bounds(topic)).earliest;
  const everything = async (rule: RetentionRule, topic = TOPIC) => {
    const one = world.archiver(rule, topic);
    while ((await one.step('now')) === 'archived');
    await one.step('now');
  };
  const KEEP_NONE: RetentionRule = { records: 0, ageMs: null };

  it('forgets what is archived and older than the oldest kept snapshot, and nothing else', async () => {
    await world.append(250);
    await everything(KEEP_NONE);
    assert.equal(await earliest(), 0, 'no snapshot, nothing forgotten');
    world.oldestSnapshot = offset(130);
    await everything(KEEP_NONE);
    assert.equal(await earliest(), 131);
    world.oldestSnapshot = offset(900);
    await everything(KEEP_NONE);
    assert.equal(await earliest(), 250);
    for (let at = 0; at < 250; at += 1) {
      const [read] = await world.both.read(TOPIC, offset(at), { records: 1, bytes: 1 });
      assert.deepEqual(new Uint8Array(read!.bytes), record(at));
    }
  });

  it('keeps the events that the oldest kept snapshot of the accounts is continued by', async () => {
    await world.append(250);
    await world.append(250, EVENTS);
    world.oldestSnapshot = offset(249);
    world.firstForAccounts = offset(41);
    await everything(KEEP_NONE);
    await everything(KEEP_NONE, EVENTS);
    assert.deepEqual([await earliest(), await earliest(EVENTS)], [250, 41]);
    // None is kept: then a rebuild of the accounts reads the archive.
    world.firstForAccounts = null;
    await everything(KEEP_NONE, EVENTS);
    assert.equal(await earliest(EVENTS), 250);
  });

  it('keeps the newest records', async () => {
    await world.append(250);
    world.oldestSnapshot = offset(249);
    await everything({ records: 180, ageMs: null });
    assert.equal(await earliest(), 70);
  });

  it('keeps what is young', async () => {
    // A record a second; it is now second 1000.
    await world.append(900);
    world.oldestSnapshot = offset(899);
    await everything({ records: 0, ageMs: HOUR_MS });
    assert.equal(await earliest(), 0);
    await everything({ records: 0, ageMs: 400_000 });
    assert.equal(await earliest(), 600);
  });

  const damage = async (key: string) => {
    await world.bucket.remove(key);
    await world.bucket.putNew(key, new Uint8Array(50));
  };
  const wholeRecords = async () => {
    const whole = new Set<number>();
    for (const entry of await world.archive.list(TOPIC)) {
      const segment = await world.archive.get(entry).catch(() => null);
      for (const [index, bytes] of (segment?.records ?? []).entries()) {
        assert.deepEqual(new Uint8Array(bytes), record(entry.first + index));
        whole.add(entry.first + index);
      }
    }
    return whole;
  };

  it('writes a segment anew that lies in the archive damaged, before it forgets', async () => {
    await world.append(250);
    await everything({ records: 1000, ageMs: null });
    world.oldestSnapshot = offset(249);
    await damage(`${TOPIC}/0000000000000100-199`);
    await everything(KEEP_NONE);
    assert.equal(await earliest(), 250);
    assert.equal((await wholeRecords()).size, 250);
  });

  it('does the same with the rest of one, of which it has forgotten the beginning', async () => {
    await world.append(250);
    world.oldestSnapshot = offset(129);
    await everything(KEEP_NONE);
    assert.equal(await earliest(), 130);
    world.oldestSnapshot = offset(249);
    await damage(`${TOPIC}/0000000000000100-199`);
    for (const _ of [1, 2]) await everything(KEEP_NONE);
    assert.equal(await earliest(), 250);
    assert.equal((await wholeRecords()).size, 220);
    assert.ok(
      world.errors.includes('damaged segment: only what the log still holds is written anew'),
    );
  });

  it('forgets nothing while the archive is away', async () => {
    await world.append(250);
    await everything({ records: 1000, ageMs: null });
    world.oldestSnapshot = offset(249);
    world.isAway = true;
    assert.equal(await world.archiver(KEEP_NONE).step('now'), 'failed');
    assert.equal(await earliest(), 0);
  });

  it('never forgets the ledger', async () => {
    await world.append(250, LEDGER_TOPIC);
    world.oldestSnapshot = offset(249);
    await everything(KEEP_NONE, LEDGER_TOPIC);
    assert.equal((await world.archived(LEDGER_TOPIC)).length, 3);
    assert.equal(await earliest(LEDGER_TOPIC), 0);
  });
});
