/** What every ArchiveStore keeps. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ArchiveSegment } from '../../proto/messages.ts';
import { offset } from '../../proto/units.ts';
import type { ArchiveStore } from './archive-store.ts';

const TOPIC = 'commands.BTC-USD';
const segment = (first: number, texts: readonly string[], topic = TOPIC): ArchiveSegment => ({
  topic,
  first: offset(first),
  records: texts.map((text) => new TextEncoder().encode(text)),
});

export interface ArchiveHarness {
  readonly store: ArchiveStore;
  /** Writes bytes under a name, past the store. */
  plant(key: string, bytes: Uint8Array): Promise<void>;
}

export function archiveStoreContract(name: string, open: () => Promise<ArchiveHarness>): void {
  describe(`ArchiveStore: ${name}`, () => {
    it('gives back a stretch of a log, under a name that sorts', async () => {
      const { store } = await open();
      const written = segment(1200, ['a', '', 'c'.repeat(300)]);
      const entry = await store.put(written);
      assert.equal(entry.key, 'commands.BTC-USD/0000000000001200-1202');
      assert.deepEqual([entry.topic, entry.first, entry.last], [TOPIC, 1200, 1202]);
      assert.deepEqual(await store.get(entry), written);
      assert.deepEqual(await store.list(TOPIC), [entry]);
    });

    it('holds stretches of many records', async () => {
      const { store } = await open();
      const texts = Array.from({ length: 20_000 }, (_, index) => `record ${index}`);
      const entry = await store.put(segment(0, texts));
      assert.equal((await store.get(entry)).records.length, 20_000);
    });

    it('minds no second time, and refuses another history', async () => {
      const { store } = await open();
      const entry = await store.put(segment(0, ['a', 'b']));
      assert.deepEqual(await store.put(segment(0, ['a', 'b'])), entry);
      assert.deepEqual(await store.list(TOPIC), [entry]);
      await assert.rejects(store.put(segment(0, ['a', 'x'])), { code: 'ARCHIVE_CONFLICT' });
      assert.deepEqual(await store.get(entry), segment(0, ['a', 'b']));
    });

    it('lists by the first record, overlapping stretches too, and no foreign names', async () => {
      const { store, plant } = await open();
      for (const [first, texts] of [
        [100, ['x']],
        [0, ['a', 'b', 'c']],
        [1, ['b']],
        [0, ['a']],
      ] as const) {
        await store.put(segment(first, texts));
      }
      await store.put(segment(5, ['y'], 'events.BTC-USD'));
      await plant(`${TOPIC}/notes.txt`, new Uint8Array(3));
      await plant(`${TOPIC}/0000000000000009-8`, new Uint8Array(3));
      assert.deepEqual(
        (await store.list(TOPIC)).map(({ first, last }) => [first, last]),
        [
          [0, 0],
          [0, 2],
          [1, 1],
          [100, 100],
        ],
      );
      assert.deepEqual(await store.topics(), [TOPIC, 'events.BTC-USD']);
      assert.deepEqual(await store.list('commands.ledger'), []);
    });

    it('finds damage, and a stretch under a wrong name; writing it anew repairs it', async () => {
      const { store, plant } = await open();
      const key = `${TOPIC}/0000000000000000-1`;
      await plant(key, new Uint8Array(500).fill(7));
      const [entry] = await store.list(TOPIC);
      assert.ok(entry !== undefined);
      await assert.rejects(store.get(entry), { code: 'ARCHIVE_DAMAGED' });
      await store.put(segment(0, ['a', 'b']));
      const repaired = await store.get(entry);
      assert.deepEqual(repaired, segment(0, ['a', 'b']));
      const moved = { ...entry, first: offset(7), last: offset(8) };
      await assert.rejects(store.get(moved), { code: 'ARCHIVE_DAMAGED' });
      const gone = { ...entry, key: `${TOPIC}/0000000000000005-6` };
      await assert.rejects(store.get(gone), { code: 'ARCHIVE_NOT_FOUND' });
    });
  });
}
