/** Snapshots of either version on their way into a machine. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../ports/objects/sha256.ts';
import { decodeCommandBatch, encodeSnapshot } from '../../proto/codec.ts';
import type { MarketSnapshot } from '../../proto/messages.ts';
import { FOOTER_BYTES } from '../../proto/sealed-bytes.ts';
import { parseGolden } from '../../proto/testing/golden-file.ts';
import { offset } from '../../proto/units.ts';
import { ArrivingSnapshot } from './arriving-snapshot.ts';
import { marketMachines } from './machine-factory.ts';
import { OrderFlow } from './testing/order-flow.ts';

const MARKET = 'BTC-USD';

function snapshotAfter(records: number): MarketSnapshot {
  const flow = new OrderFlow({ market: MARKET, seed: 7 });
  const machine = marketMachines.create(MARKET);
  for (const [at, bytes] of [flow.start(), ...flow.many(records)].entries()) {
    assert.ok(decodeCommandBatch(bytes).commands.length > 0);
    machine.open(bytes);
    machine.replay(offset(at));
  }
  return machine.snapshot();
}

const snapshot = snapshotAfter(150);
const image = marketMachines.imageOf(snapshot);
assert.ok(image !== null && snapshot.orderCount > 10);
const withColumns = encodeSnapshot(snapshot, { sha256 });
const withImage = encodeSnapshot({ ...snapshot, image }, { sha256 });

/** As a store would give them, in parts of this size. */
function arrived(bytes: Uint8Array, partBytes: number) {
  const arriving = new ArrivingSnapshot();
  const memory = arriving.place(bytes.length);
  for (let at = 0; at < bytes.length; at += partBytes) {
    const part = bytes.subarray(at, at + partBytes);
    memory.set(part, at);
    arriving.part(memory.subarray(at, at + part.length), at);
  }
  return arriving.restored(memory, snapshot, marketMachines);
}

describe('a snapshot that arrives', () => {
  for (const [what, bytes] of [
    ['with an image', withImage],
    ['with columns', withColumns],
  ] as const) {
    test(`${what} is the same machine, in parts of any size`, () => {
      for (const partBytes of [1, 7, 64, 1000, bytes.length - 1, bytes.length]) {
        assert.equal(arrived(bytes, partBytes).stateHash(), snapshot.stateHash);
      }
    });

    test(`${what} may come at once, from a store that tells nothing`, () => {
      const machine = new ArrivingSnapshot().restored(bytes.slice(), snapshot, marketMachines);
      assert.equal(machine.stateHash(), snapshot.stateHash);
    });

    test(`${what} may break off and be read anew`, () => {
      const arriving = new ArrivingSnapshot();
      const half = bytes.length >> 1;
      arriving.part(arriving.place(bytes.length).fill(0xee).subarray(0, half), 0);
      const memory = arriving.place(bytes.length);
      memory.set(bytes);
      arriving.part(memory.subarray(0, half), 0);
      arriving.part(memory.subarray(half), half);
      const machine = arriving.restored(memory, snapshot, marketMachines);
      assert.equal(machine.stateHash(), snapshot.stateHash);
    });

    test(`${what} is refused when a byte is another, is missing or too many`, () => {
      for (let at = 0; at < bytes.length - FOOTER_BYTES; at += 5) {
        const changed = bytes.slice();
        changed[at]! ^= 0x40;
        assert.throws(() => arrived(changed, 500), `byte ${at}`);
      }
      for (const length of [0, 5, 11, 100, bytes.length - 1]) {
        assert.throws(() => arrived(bytes.slice(0, length), 500), `${length} bytes`);
      }
      assert.throws(() => arrived(Uint8Array.from([...bytes, 0]), 500));
    });

    test(`${what} is refused under another name`, () => {
      const named = (name: { market: string; offset: number }) => () =>
        new ArrivingSnapshot().restored(
          bytes.slice(),
          { market: name.market, offset: offset(name.offset) },
          marketMachines,
        );
      assert.throws(named({ market: 'ETH-USD', offset: snapshot.offset }), /it holds BTC-USD/);
      assert.throws(named({ market: MARKET, offset: 5 }), /it was cut at/);
    });
  }

  test('that somebody else has written is looked at with every sum, and for the state that it holds', () => {
    for (const bytes of [withColumns, withImage]) {
      const readBack = (changed: Uint8Array, stateHash = snapshot.stateHash) =>
        new ArrivingSnapshot('all').restored(changed, { ...snapshot, stateHash }, marketMachines);
      assert.equal(readBack(bytes.slice()).stateHash(), snapshot.stateHash);
      for (let at = 0; at < bytes.length; at += 5) {
        const changed = bytes.slice();
        changed[at]! ^= 0x40;
        assert.throws(() => readBack(changed), `byte ${at}`);
      }
      const other = 'ffffffffffffffff' as typeof snapshot.stateHash;
      assert.throws(() => readBack(bytes.slice(), other), /another state/);
    }
  });

  test('with an image of another build is taken for its orders', () => {
    const foreign = { ...image, layout: 999, pageSlots: image.pageSlots.slice().fill(1) };
    const bytes = encodeSnapshot({ ...snapshot, image: foreign }, { sha256 });
    assert.equal(arrived(bytes, 300).stateHash(), snapshot.stateHash);
    bytes[bytes.length - FOOTER_BYTES - 100]! ^= 1;
    assert.throws(() => arrived(bytes, 300), { code: 'CRC_MISMATCH' });
  });

  test('of more than 4 MB comes to stand where the book is, and may grow there', () => {
    const arriving = new ArrivingSnapshot();
    const memory = arriving.place(5 * 2 ** 20);
    assert.ok(memory.buffer instanceof SharedArrayBuffer);
    assert.ok(memory.buffer.byteLength > 2 ** 28);
  });

  test('of the golden file of version 2 is one that this build makes', () => {
    const folder = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
    const path = join(folder, 'proto', 'golden', 'snapshot-v2-MarketSnapshot.json');
    const golden = parseGolden(readFileSync(path, 'utf8'));
    const { image: written, ...state } = golden.message as MarketSnapshot;
    const machine = new ArrivingSnapshot().restored(golden.bytes, state, marketMachines);
    assert.equal(machine.stateHash(), state.stateHash);
    assert.deepEqual(marketMachines.imageOf(state), written);
  });
});
