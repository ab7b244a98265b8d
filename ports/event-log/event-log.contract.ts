/** What every EventLog keeps; each adapter runs it with a factory of its own. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { offset } from '../../proto/units.ts';
import type { EventLog, LogRecord } from './event-log.ts';

const ALL = { records: 100_000, bytes: 1e9 } as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (record: LogRecord | undefined): string => new TextDecoder().decode(record?.bytes);
const texts = (records: readonly LogRecord[]): string[] => records.map(textOf);

async function readAll(log: EventLog, topic: string): Promise<readonly LogRecord[]> {
  const { earliest } = await log.bounds(topic);
  return log.read(topic, earliest, ALL);
}

/** `open`: a new, empty log; `reopen` (where there is one): the same log by another handle. */
export function eventLogContract(
  name: string,
  harness: {
    open(): Promise<{ readonly log: EventLog; reopen?(): Promise<EventLog> }>;
  },
): void {
  describe(`EventLog: ${name}`, () => {
    // A log's timers do not keep a process alive; here they are all that there is.
    let alive: NodeJS.Timeout;
    before(() => {
      alive = setInterval(() => {}, 1000);
    });
    after(() => clearInterval(alive));

    const withLog = (topic: string, action: (log: EventLog) => Promise<void>) => async () => {
      const { log } = await harness.open();
      await log.createTopic(topic);
      try {
        await action(log);
      } finally {
        await log.close();
      }
    };

    for (const topic of ['commands.BTC-USD', 'events.BTC-USD']) {
      it(
        `${topic}: gives records back in the order of their appends, without a gap`,
        withLog(topic, async (log) => {
          assert.equal(await log.append(topic, [bytes('a'), bytes('b')]), 0);
          assert.equal(await log.append(topic, [bytes('c')]), 2);
          const records = await readAll(log, topic);
          assert.deepEqual(
            records.map((record) => record.offset),
            [0, 1, 2],
          );
          assert.deepEqual(texts(records), ['a', 'b', 'c']);
          assert.deepEqual(await log.bounds(topic), { earliest: 0, end: 3 });
        }),
      );

      it(
        `${topic}: concurrent appends all land, each whole, none twice`,
        withLog(topic, async (log) => {
          const offsets = await Promise.all(
            Array.from({ length: 50 }, (_, index) =>
              log.append(topic, [bytes(`${index}.0`), bytes(`${index}.1`)]),
            ),
          );
          const found = texts(await readAll(log, topic));
          assert.equal(found.length, 100);
          for (const [index, first] of offsets.entries()) {
            assert.equal(found[first], `${index}.0`);
            assert.equal(found[first + 1], `${index}.1`);
          }
        }),
      );

      it(
        `${topic}: holds empty records and records of 1 MiB`,
        withLog(topic, async (log) => {
          const large = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
          await log.append(topic, [new Uint8Array(0), large]);
          const records = await readAll(log, topic);
          assert.equal(records[0]?.bytes.length, 0);
          assert.ok(Buffer.compare(records[1]!.bytes, large) === 0);
        }),
      );

      it(
        `${topic}: gives out copies, which later appends do not change`,
        withLog(topic, async (log) => {
          const mine = bytes('before');
          await log.append(topic, [mine]);
          const [record] = await readAll(log, topic);
          mine.fill(0);
          for (let count = 0; count < 20; count += 1) await log.append(topic, [bytes('after ')]);
          await readAll(log, topic);
          assert.equal(textOf(record), 'before');
        }),
      );
    }

    it(
      'copies what is appended at once, so that the caller may reuse its buffer',
      withLog('events.X', async (log) => {
        const buffer = bytes('first');
        const first = log.append('events.X', [buffer]);
        buffer.set(bytes('other'));
        await first;
        assert.deepEqual(texts(await readAll(log, 'events.X')), ['first']);
      }),
    );

    it(
      'keeps to the limits of a read, but gives at least one record',
      withLog('events.X', async (log) => {
        await log.append('events.X', ['aaaa', 'bbbb', 'cccc'].map(bytes));
        const read = (from: number, limit: { records: number; bytes: number }) =>
          log.read('events.X', offset(from), limit);
        assert.deepEqual(texts(await read(0, { records: 2, bytes: 1e6 })), ['aaaa', 'bbbb']);
        assert.deepEqual(texts(await read(1, { records: 9, bytes: 1 })), ['bbbb']);
        assert.deepEqual(texts(await read(3, { records: 9, bytes: 1e6 })), []);
      }),
    );

    it(
      'refuses to read outside its bounds: never a silent reset',
      withLog('events.X', async (log) => {
        await log.append('events.X', [bytes('a')]);
        await assert.rejects(log.read('events.X', offset(2), ALL), {
          code: 'LOG_OFFSET_OUT_OF_RANGE',
        });
      }),
    );

    it(
      'forgets its oldest records, keeps the others where they were, and goes on',
      withLog('commands.X', async (log) => {
        const topic = 'commands.X';
        await log.append(
          topic,
          Array.from({ length: 1000 }, (_, index) => bytes(`${index}`)),
        );
        await log.deleteBefore(topic, offset(700));
        assert.deepEqual(await log.bounds(topic), { earliest: 700, end: 1000 });
        await assert.rejects(log.read(topic, offset(699), ALL), {
          code: 'LOG_OFFSET_OUT_OF_RANGE',
        });
        assert.equal(texts(await readAll(log, topic))[0], '700');
        // Once more, and further back: nothing comes back.
        await log.deleteBefore(topic, offset(700));
        await log.deleteBefore(topic, offset(3));
        assert.equal(await log.append(topic, [bytes('1000')]), 1000);
        await log.deleteBefore(topic, offset(1001));
        assert.deepEqual(await log.bounds(topic), { earliest: 1001, end: 1001 });
        assert.deepEqual(await log.read(topic, offset(1001), ALL), []);
        await assert.rejects(log.deleteBefore(topic, offset(1002)), {
          code: 'LOG_OFFSET_OUT_OF_RANGE',
        });
        assert.equal(await log.append(topic, [bytes('1001')]), 1001);
        assert.deepEqual(texts(await readAll(log, topic)), ['1001']);
      }),
    );

    it('knows its topics, and no others', async () => {
      const { log } = await harness.open();
      assert.deepEqual(await log.topics(), []);
      for (const topic of ['events.B', 'commands.B', 'commands.A', 'commands.A']) {
        await log.createTopic(topic);
      }
      assert.deepEqual(await log.topics(), ['commands.A', 'commands.B', 'events.B']);
      const unknown = { code: 'LOG_TOPIC_UNKNOWN' };
      await assert.rejects(log.append('commands.C', [bytes('a')]), unknown);
      await assert.rejects(log.read('commands.C', offset(0), ALL), unknown);
      await assert.rejects(log.bounds('commands.C'), unknown);
      await log.close();
    });

    it('keeps topics apart', async () => {
      const { log } = await harness.open();
      for (const topic of ['commands.A', 'commands.B']) await log.createTopic(topic);
      await log.append('commands.A', [bytes('in A')]);
      await log.append('commands.B', [bytes('in B'), bytes('in B too')]);
      assert.deepEqual(texts(await readAll(log, 'commands.A')), ['in A']);
      assert.deepEqual(texts(await readAll(log, 'commands.B')), ['in B', 'in B too']);
      await log.close();
    });

    it(
      'waits for a record, and no longer than asked',
      withLog('events.X', async (log) => {
        assert.equal(await log.waitFor('events.X', offset(0), 5), false);
        const waiting = log.waitFor('events.X', offset(1), 10_000);
        await log.append('events.X', [bytes('a')]);
        assert.equal(await log.waitFor('events.X', offset(0), 10_000), true);
        await log.append('events.X', [bytes('b')]);
        assert.equal(await waiting, true);
      }),
    );

    it('says so once it is closed, and lets waiters go', async () => {
      const { log } = await harness.open();
      await log.createTopic('events.X');
      const waiting = log.waitFor('events.X', offset(0), 10_000);
      // Asked before the end; `close` must not leave it hanging.
      await Promise.resolve();
      await log.close();
      assert.equal(await waiting, false);
      await assert.rejects(log.append('events.X', [bytes('a')]), { code: 'LOG_CLOSED' });
      await log.close();
    });

    it('shows the same records by another handle, also after a restart', async () => {
      const { log, reopen } = await harness.open();
      await log.createTopic('commands.A');
      await log.append('commands.A', [bytes('a')]);
      if (reopen !== undefined) {
        const other = await reopen();
        assert.equal(await other.append('commands.A', [bytes('b')]), 1);
        assert.deepEqual(texts(await readAll(log, 'commands.A')), ['a', 'b']);
        await log.append('commands.A', [bytes('c')]);
        await log.close();
        assert.deepEqual(texts(await readAll(other, 'commands.A')), ['a', 'b', 'c']);
        await other.close();
      } else {
        await log.close();
      }
    });
  });
}
