/**
 * protobufjs, generated from the .proto files, judges our codec: what we write it reads, and what it
 * writes we read (it leaves zeros out and we do not, so that side has messages without zeros).
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import Long from 'long';
import {
  batchCrc,
  crc32c,
  decodeCommandBatch,
  decodeEventBatch,
  encodeAccountSnapshot,
  encodeArchiveSegment,
  encodeCommandBatch,
  encodeEventBatch,
  encodeSnapshot,
  SCHEMA_VERSION,
  SNAPSHOT_VERSION,
} from './codec.ts';
import { exchange } from './generated/exchange.js';
import type { Command, CommandBatch, Event, EventBatch } from './messages.ts';
import { accountSnapshotSample } from './testing/account-snapshot-sample.ts';
import { archiveSample, snapshotSample } from './testing/golden-samples.ts';
import { snapshotVariants } from './testing/golden-variants.ts';
import { imageSample } from './testing/image-sample.ts';
import {
  commandBatch,
  commandKinds,
  commandOf,
  eventBatch,
  eventKinds,
  eventOf,
} from './testing/message-arbitraries.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const { v1 } = exchange;
type Fields = Record<string, unknown>;

const HASHES = new Set(['prevHash', 'eventHash', 'stateHash']);

/** A message of ours as the object that protobufjs has for it. */
function foreign(message: object): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(message)) {
    if (name === 'kind' || name === 'commandIndex' || value === null) continue;
    if (typeof value === 'bigint') fields[`${name}Minor`] = Long.fromBigInt(value);
    else if (typeof value === 'string' && HASHES.has(name)) {
      fields[name] = Long.fromString(value, true, 16);
    } else if (name === 'definition') fields[name] = foreign(value as object);
    else fields[name] = value;
  }
  return fields;
}

function oneof({ kind, ...body }: Command | Event): Fields {
  return { [kind.charAt(0).toLowerCase() + kind.slice(1)]: foreign(body) };
}

function foreignCommands(batch: CommandBatch): Fields {
  const commands = batch.commands.map(oneof);
  return { schemaVersion: SCHEMA_VERSION, ...foreign(batch), commands };
}

function foreignEvents(batch: EventBatch): Fields {
  const events = batch.events.map((event) => ({
    commandIndex: event.commandIndex,
    ...oneof(event),
  }));
  return { schemaVersion: SCHEMA_VERSION, ...foreign(batch), events };
}

/** Field by field; what protobufjs left out reads as the default of its type. */
function assertSame(actual: unknown, expected: unknown): void {
  if (Array.isArray(expected) || ArrayBuffer.isView(expected)) {
    const [a, b] = [[...(actual as unknown[])], [...(expected as unknown as unknown[])]];
    assert.equal(a.length, b.length);
    for (const [index, item] of b.entries()) assertSame(a[index], item);
  } else if (typeof expected === 'object' && expected !== null && !Long.isLong(expected)) {
    for (const [name, value] of Object.entries(expected)) {
      assertSame((actual as Fields)[name], value);
    }
  } else assert.equal(String(actual), String(expected));
}

/** The same shape without any zero, empty or null value, and so with nothing to leave out. */
function withoutZeros(value: unknown): unknown {
  if (value === 0 || value === null) return 1;
  if (value === '' || value === '0000000000000000') return '1000000000000001';
  if (value === false) return true;
  if (value === 0n) return 1n;
  if (value instanceof Uint8Array) return value.length === 0 ? Uint8Array.of(1) : value;
  if (Array.isArray(value)) return value.map(withoutZeros);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (name === 'scopes' && (item as unknown[]).length === 0) return [name, [1]];
      return [name, withoutZeros(item)];
    }),
  );
}

function sealed(body: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from([...body, 0x7d, 0, 0, 0, 0]);
  new DataView(bytes.buffer).setUint32(body.length + 1, crc32c(body), true);
  return bytes;
}

describe('commands', () => {
  for (const kind of commandKinds) {
    test(kind, () => {
      fc.assert(
        fc.property(commandBatch(commandOf(kind)), (batch) => {
          const bytes = encodeCommandBatch(batch);
          const read = v1.CommandBatch.decode(bytes);
          assertSame(read, { ...foreignCommands(batch), crc32c: batchCrc(bytes) });
          const full = withoutZeros(batch) as CommandBatch;
          const theirs = sealed(v1.CommandBatch.encode(foreignCommands(full) as never).finish());
          assert.deepEqual(theirs, encodeCommandBatch(full));
          assert.deepEqual(decodeCommandBatch(theirs), full);
        }),
        { numRuns: 50 },
      );
    });
  }
});

describe('events', () => {
  for (const kind of eventKinds) {
    test(kind, () => {
      fc.assert(
        fc.property(eventBatch(eventOf(kind)), (batch) => {
          const bytes = encodeEventBatch(batch);
          const read = v1.EventBatch.decode(bytes);
          assertSame(read, { ...foreignEvents(batch), crc32c: batchCrc(bytes) });
          const full = withoutZeros(batch) as EventBatch;
          const theirs = sealed(v1.EventBatch.encode(foreignEvents(full) as never).finish());
          assert.deepEqual(theirs, encodeEventBatch(full));
          assert.deepEqual(decodeEventBatch(theirs), full);
        }),
        { numRuns: 50 },
      );
    });
  }
});

test('the triggers of a snapshot', () => {
  const snapshot = snapshotVariants['MarketSnapshot-waiting']!;
  const read = v1.MarketSnapshot.decode(encodeSnapshot(snapshot, { sha256 }));
  assert.ok(snapshot.triggers !== undefined && snapshot.triggers.waiting.length === 2);
  assertSame(read, foreign(snapshot.triggers));
});

test('a snapshot', () => {
  const { orders, leadership, ...header } = snapshotSample;
  const read = v1.MarketSnapshot.decode(encodeSnapshot(snapshotSample, { sha256 }));
  assertSame(read, { schemaVersion: SCHEMA_VERSION, ...foreign(header), leadership });
  assert.deepEqual(
    read.columns.map((column) => column.name),
    'order_id account_id side price_ticks quantity_lots remaining_lots maker_fee_ppm priority'.split(
      ' ',
    ),
  );
  for (const [index, array] of Object.values(orders).entries()) {
    const column = read.columns[index];
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    assert.deepEqual([...(column?.values ?? [])], [...bytes]);
    assert.equal(column?.crc32c, crc32c(bytes));
  }
});

test('a snapshot with an image', () => {
  const image = imageSample.image!;
  const read = v1.MarketSnapshot.decode(encodeSnapshot(imageSample, { sha256 }));
  assert.equal(read.schemaVersion, SNAPSHOT_VERSION);
  assert.deepEqual([...(read.rows ?? [])], [...image.rows]);
  assert.equal(read.rowsCrc32c, crc32c(image.rows));
  assert.equal((read.rowsAt ?? 0) % 64, 0);
  assert.ok((read.padding ?? []).length < 64);
  const { layout, bidLevels, pageSlots, levelTotals } = read.book ?? {};
  assert.deepEqual([layout, bidLevels], [image.layout, image.bidLevels]);
  assert.deepEqual([...(pageSlots ?? [])], [...new Uint8Array(image.pageSlots.buffer)]);
  assert.deepEqual([...(levelTotals ?? [])], [...new Uint8Array(image.levelTotals.buffer)]);
  assert.equal(read.expiring?.length, 1);
});

test('a snapshot of the accounts', () => {
  const { ledger, markets, orders, purses, ...rest } = accountSnapshotSample;
  const read = v1.AccountSnapshot.decode(encodeAccountSnapshot(accountSnapshotSample, { sha256 }));
  assertSame(read, {
    schemaVersion: SCHEMA_VERSION,
    ...foreign(rest),
    topics: rest.topics.map(foreign),
    ledger: ledger.map(oneof),
    markets: markets.map(({ definition, status }) => ({ definition: foreign(definition), status })),
    purses: purses.map(foreign),
    orders: orders.map(foreign),
  });
});

test('an archive segment', () => {
  const { topic, first, records } = archiveSample;
  const read = v1.ArchiveSegment.decode(encodeArchiveSegment(archiveSample, { sha256 }));
  const [last, count] = [first + records.length - 1, records.length];
  assertSame(read, { schemaVersion: SCHEMA_VERSION, topic, ...foreign({ first, last, count }) });
  assert.deepEqual(
    read.records.map(({ crc32c: crc, payload }) => [crc, [...(payload ?? [])]]),
    records.map((record) => [crc32c(record), [...record]]),
  );
});

test('the values of every enum are those of the .proto files', async () => {
  const words = await import('./messages.ts');
  const names = [
    'Side',
    'OrderType',
    'TimeInForce',
    'ReplacementRule',
    'TriggerKind',
    'SelfTradePrevention',
    'AccountStatus',
    'MarketStatus',
    'DoneReason',
    'RejectReason',
    'IgnoreReason',
    'Scope',
  ] as const;
  for (const name of names) {
    const prefix = name.replace(/(?<=.)([A-Z])/g, '_$1').toUpperCase();
    const ours = Object.entries(words[name]).map(([word, value]) => [
      `${prefix}_${word.replace(/([A-Z])/g, '_$1').toUpperCase()}`,
      value,
    ]);
    const theirs = Object.entries(v1[name]).filter(
      ([word, value]) => typeof value === 'number' && value !== 0 && /^[A-Z]/.test(word),
    );
    assert.deepEqual(Object.fromEntries(ours), Object.fromEntries(theirs));
  }
});
