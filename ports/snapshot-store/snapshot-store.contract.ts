/** What every SnapshotStore keeps. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offset, timestampUs } from '../../proto/units.ts';
import { ACCOUNTS } from './snapshot-names.ts';
import type { SnapshotStore } from './snapshot-store.ts';

const named = (market: string, at: number, timeUs: number) => ({
  market,
  offset: offset(at),
  timestampUs: timestampUs(timeUs),
});
const bytes = (text: string) => new TextEncoder().encode(text);

export function snapshotStoreContract(name: string, open: () => Promise<SnapshotStore>): void {
  describe(`SnapshotStore: ${name}`, () => {
    it('gives back what was put, under a name that sorts', async () => {
      const store = await open();
      const entry = await store.put(named('BTC-USD', 1200, 77), bytes('state'));
      assert.deepEqual(entry, {
        ...named('BTC-USD', 1200, 77),
        key: 'BTC-USD/0000000000001200-77.pb',
        bytes: 5,
      });
      assert.deepEqual(new Uint8Array(await store.get(entry.key)), bytes('state'));
    });

    it('gives bytes that are the caller’s own', async () => {
      const store = await open();
      const { key } = await store.put(named('BTC-USD', 1, 1), bytes('state'));
      (await store.get(key)).fill(0);
      assert.deepEqual(new Uint8Array(await store.get(key)), bytes('state'));
    });

    it('holds large objects', async () => {
      const store = await open();
      const large = new Uint8Array(5_000_000).map((_, index) => index % 253);
      const { key } = await store.put(named('BTC-USD', 1, 1), large);
      assert.equal(Buffer.compare(await store.get(key), large), 0);
    });

    it('tells of parts in order, if of any, and they are what it gives', async () => {
      const store = await open();
      for (const size of [0, 1, 3_000_000]) {
        const object = new Uint8Array(size).map((_, index) => index % 251);
        const { key } = await store.put(named('BTC-USD', size, 1), object);
        const arrived: Uint8Array[] = [];
        let end = 0;
        let place: Uint8Array | null = null;
        const given = await store.get(key, {
          place: (length) => {
            assert.equal(length, size);
            place = new Uint8Array(new SharedArrayBuffer(length + 48), 48, length);
            return place;
          },
          part: (part, at) => {
            assert.equal(at, end);
            assert.equal(part.buffer, place?.buffer);
            end += part.length;
            arrived.push(part);
          },
        });
        assert.equal(Buffer.compare(given, object), 0);
        assert.ok(place === null || given === place);
        if (arrived.length > 0) assert.equal(Buffer.compare(Buffer.concat(arrived), object), 0);
      }
    });

    it('tells of what it reads back as well, if of anything', async () => {
      const store = await open();
      const object = new Uint8Array(3_000_000).map((_, index) => index % 251);
      let place: Uint8Array | null = null;
      let end = 0;
      await store.put(named('BTC-USD', 1, 1), object, {
        place: (length) => {
          place = new Uint8Array(length);
          return place;
        },
        part: (part, at) => {
          assert.equal(at, end);
          assert.equal(part.buffer, place?.buffer);
          end += part.length;
        },
      });
      if (end > 0) assert.equal(Buffer.compare(place ?? new Uint8Array(0), object), 0);
    });

    it('never replaces an object', async () => {
      const store = await open();
      const { key } = await store.put(named('BTC-USD', 1, 1), bytes('first'));
      await assert.rejects(store.put(named('BTC-USD', 1, 1), bytes('second')), {
        code: 'SNAPSHOT_EXISTS',
      });
      assert.deepEqual(new Uint8Array(await store.get(key)), bytes('first'));
    });

    it('lists the newest first: by offset, then by time', async () => {
      const store = await open();
      for (const [at, timeUs] of [
        [5, 3],
        [1_000_000, 1],
        [5, 20],
      ] as const) {
        await store.put(named('BTC-USD', at, timeUs), bytes('x'));
      }
      await store.put(named('ETH-USD', 7, 7), bytes('x'));
      const listed = await store.list('BTC-USD');
      assert.deepEqual(
        listed.map((entry) => [entry.offset, entry.timestampUs]),
        [
          [1_000_000, 1],
          [5, 20],
          [5, 3],
        ],
      );
      assert.deepEqual(await store.markets(), ['BTC-USD', 'ETH-USD']);
      assert.deepEqual(await store.list('XYZ-USD'), []);
    });

    it('keeps what is of all accounts beside the markets, and names it as none of them', async () => {
      const store = await open();
      await store.put(named('BTC-USD', 1, 1), bytes('x'));
      const entry = await store.put(named(ACCOUNTS, 2, 2), bytes('y'));
      assert.deepEqual(await store.markets(), ['BTC-USD']);
      assert.deepEqual(await store.list(ACCOUNTS), [entry]);
      assert.deepEqual(new Uint8Array(await store.get(entry.key)), bytes('y'));
    });

    it('forgets an object, and minds no second time', async () => {
      const store = await open();
      const { key } = await store.put(named('BTC-USD', 1, 1), bytes('x'));
      await store.remove(key);
      await store.remove(key);
      assert.deepEqual(await store.list('BTC-USD'), []);
      await assert.rejects(store.get(key), { code: 'SNAPSHOT_NOT_FOUND' });
    });
  });
}
