import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { coverages } from '../ports/archive-store/archive-reader.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { offset } from '../proto/units.ts';
import { ArchivedLog, RHYTHM, record, TOPIC } from './testing/archived-log.ts';
import { TopicArchiver } from './topic-archiver.ts';

let world: ArchivedLog;

beforeEach(async () => {
  world = await ArchivedLog.open();
});
afterEach(() => world.log.close());

describe('the archiver of a topic', () => {
  it('cuts a stretch when it is full, and what is left when that has waited', async () => {
    const one = world.archiver();
    await world.append(250);
    await world.settle(one);
    assert.deepEqual(await world.archived(), [
      [0, 99],
      [100, 199],
    ]);
    world.nowMs += 60_000;
    assert.equal(await one.step('when due'), 'archived');
    assert.equal(await one.step('when due'), 'idle');
    assert.deepEqual((await world.archived()).at(-1), [200, 249]);
    assert.deepEqual(one.report(), {
      topic: TOPIC,
      archivedEnd: 250,
      logEarliest: 0,
      lag: 0,
      segments: 3,
      failures: 0,
      problem: null,
    });
  });

  it('leaves alone what the log may still lose', async () => {
    const one = world.archiver();
    await world.append(250);
    await one.step('when due');
    world.nowMs += 4999;
    assert.equal(await one.step('when due'), 'idle');
    assert.deepEqual(await world.archived(), []);
  });

  it('cuts a stretch at its bytes', async () => {
    const small = { ...RHYTHM, bytesMax: 10 * record(0).length };
    const one = new TopicArchiver(world.context, { topic: TOPIC, rhythm: small, retention: null });
    await world.append(25);
    await world.settle(one);
    assert.deepEqual(await world.archived(), [
      [0, 9],
      [10, 19],
    ]);
  });

  it('goes on where the archive ends, however often it starts', async () => {
    for (const count of [30, 5, 70]) {
      await world.append(count);
      const one = world.archiver();
      assert.equal(await one.step('now'), 'archived');
      while ((await one.step('now')) === 'archived');
      assert.equal(await one.step('now'), 'idle');
    }
    assert.deepEqual(coverages(await world.archive.list(TOPIC)), [{ first: 0, end: 105 }]);
    assert.equal((await world.archived()).length, 3);
  });

  it('fills a gap, and minds no overlap', async () => {
    await world.append(300);
    const at = (first: number, count: number) =>
      world.archive.put({
        topic: TOPIC,
        first: offset(first),
        records: Array.from({ length: count }, (_, index) => record(first + index)),
      });
    await at(0, 20);
    await at(10, 20);
    await at(150, 10);
    const one = world.archiver();
    while ((await one.step('now')) === 'archived');
    assert.deepEqual(coverages(await world.archive.list(TOPIC)), [{ first: 0, end: 300 }]);
  });

  it('waits for an archive that is away, counts, and catches up by itself', async () => {
    const one = world.archiver();
    await world.append(250);
    world.isAway = true;
    assert.equal(await one.step('when due'), 'failed');
    assert.equal(await one.step('when due'), 'failed');
    assert.equal(one.report().failures, 2);
    assert.match(one.report().problem ?? '', /ARCHIVE_UNAVAILABLE/);
    // Said once, not with every attempt.
    assert.deepEqual(world.errors, ['archiving failed']);
    world.isAway = false;
    await world.settle(one);
    assert.equal((await world.archived()).length, 2);
    assert.equal(one.report().problem, null);
  });

  const foreign = (first: number, count: number) =>
    world.archive.put({
      topic: TOPIC,
      first: offset(first),
      records: Array.from({ length: count }, () => new Uint8Array(3)),
    });

  it('adds nothing to an archive of another history', async () => {
    await world.append(60);
    await foreign(0, 50);
    const one = world.archiver();
    assert.equal(await one.step('now'), 'failed');
    assert.match(one.report().problem ?? '', /ARCHIVE_CONFLICT.*another record 49/);
    assert.deepEqual(await world.archived(), [[0, 49]]);
  });

  it('adds nothing to an archive that goes on behind the end of the log', async () => {
    await world.append(40);
    await foreign(0, 50);
    const one = world.archiver();
    assert.equal(await one.step('now'), 'failed');
    assert.match(one.report().problem ?? '', /ARCHIVE_CONFLICT.*goes on to 49.*ends at 40/);
    assert.deepEqual(world.errors, ['archiving failed']);
  });

  it('writes a damaged stretch anew while the log still has it', async () => {
    await world.append(60);
    const one = world.archiver();
    await one.step('now');
    const key = `${TOPIC}/0000000000000000-59`;
    await world.bucket.remove(key);
    await world.bucket.putNew(key, new Uint8Array(9));
    while ((await world.archiver().step('now')) === 'archived');
    const [entry] = await world.archive.list(TOPIC);
    assert.equal((await world.archive.get(entry!)).records.length, 60);
  });

  describe('of a log that loses its tail', () => {
    /** Where it ends now, and where it says that it ends; null: as it is. */
    let end: number | null;
    let saidEnd: number | null;
    const cut = () => {
      end = null;
      saidEnd = null;
      const { both } = world;
      const log: EventLog = new Proxy(both, {
        get(target, name) {
          if (name === 'bounds') {
            return async (topic: string) => {
              const bounds = await both.bounds(topic);
              return { ...bounds, end: offset(saidEnd ?? end ?? bounds.end) };
            };
          }
          if (name === 'read') {
            return async (...[topic, from, limit]: Parameters<EventLog['read']>) => {
              const records = await both.read(topic, from, limit);
              return records.filter((found) => end === null || found.offset < end);
            };
          }
          const member: unknown = Reflect.get(target, name, target);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
      const context = { ...world.context, ports: { ...world.context.ports, log } };
      return new TopicArchiver(context, { topic: TOPIC, rhythm: RHYTHM, retention: null });
    };

    it('lets what is left settle anew, and takes no more than that', async () => {
      const one = cut();
      await world.append(250);
      await one.step('when due');
      end = 150;
      world.nowMs += 5000;
      assert.equal(await one.step('when due'), 'idle');
      world.nowMs += 5000;
      assert.equal(await one.step('when due'), 'archived');
      assert.equal(await one.step('when due'), 'idle');
      world.nowMs += 60_000;
      assert.equal(await one.step('when due'), 'archived');
      assert.deepEqual((await world.archived()).at(-1), [100, 149]);
    });

    it('tries again later when that happens between its look and its reading', async () => {
      const one = cut();
      await world.append(250);
      saidEnd = 250;
      end = 50;
      assert.equal(await one.step('now'), 'failed');
      assert.match(one.report().problem ?? '', /ends at 50 now/);
      assert.deepEqual(await world.archived(), []);
    });

    it('says so when it had archived what is lost, and adds nothing to that', async () => {
      const one = cut();
      await world.append(100);
      assert.equal(await one.step('now'), 'archived');
      end = 60;
      assert.equal(await one.step('when due'), 'failed');
      assert.match(one.report().problem ?? '', /ARCHIVE_CONFLICT.*goes on to 99.*ends at 60/);
      end = null;
      assert.equal(await one.step('when due'), 'idle');
    });
  });
});
