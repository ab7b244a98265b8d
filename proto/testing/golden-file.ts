/**
 * A golden file: the bytes of one message as some released build wrote them, and what they mean.
 *
 *   {"bytes": "0d01…", "message": {…}}
 *
 * JSON has no bigint and no bytes: {"$bigint": "-1"}, {"$Float64Array": [1, 2]}. For tests only.
 */
import type { AccountSnapshot } from '../account-snapshot-messages.ts';
import {
  decodeAccountSnapshot,
  decodeArchiveSegment,
  decodeCommandBatch,
  decodeEventBatch,
  decodeSnapshot,
  encodeAccountSnapshot,
  encodeArchiveSegment,
  encodeCommandBatch,
  encodeEventBatch,
  encodeSnapshot,
  SCHEMA_VERSION,
  SNAPSHOT_VERSION,
  type SnapshotCodecOptions,
} from '../codec.ts';
import type {
  ArchiveSegment,
  Command,
  CommandBatch,
  Event,
  EventBatch,
  MarketSnapshot,
} from '../messages.ts';
import { accountSnapshotSample } from './account-snapshot-sample.ts';
import { archiveSample, commandSamples, eventSamples, snapshotSample } from './golden-samples.ts';
import { commandVariants, eventVariants, snapshotVariants } from './golden-variants.ts';
import { imageSample } from './image-sample.ts';

export interface GoldenFile {
  readonly bytes: Uint8Array;
  readonly message: unknown;
}

/** Golden files are named `<folder>-v<schema version>-<kind>.json`; with an image it is the snapshot's version. */
export type GoldenFolder = 'command' | 'event' | 'snapshot' | 'archive' | 'accounts';

export function decode(
  folder: GoldenFolder,
  bytes: Uint8Array,
  options: SnapshotCodecOptions,
): unknown {
  if (folder === 'archive') return decodeArchiveSegment(bytes, options);
  if (folder === 'accounts') return decodeAccountSnapshot(bytes, options);
  if (folder === 'command') return decodeCommandBatch(bytes);
  return folder === 'event' ? decodeEventBatch(bytes) : decodeSnapshot(bytes, options);
}

export function encode(
  folder: GoldenFolder,
  message: unknown,
  options: SnapshotCodecOptions,
): Uint8Array {
  if (folder === 'archive') return encodeArchiveSegment(message as ArchiveSegment, options);
  if (folder === 'accounts') return encodeAccountSnapshot(message as AccountSnapshot, options);
  if (folder === 'command') return encodeCommandBatch(message as CommandBatch);
  if (folder === 'event') return encodeEventBatch(message as EventBatch);
  return encodeSnapshot(message as MarketSnapshot, options);
}

/** Every file that must exist for today's schema version, by name. */
export function expectedFiles(): Map<string, { folder: GoldenFolder; message: unknown }> {
  const files = new Map<string, { folder: GoldenFolder; message: unknown }>();
  const add = (folder: GoldenFolder, kind: string, message: unknown) =>
    files.set(`${folder}-v${SCHEMA_VERSION}-${kind}.json`, { folder, message });
  for (const command of commandSamples) add('command', command.kind, commandBatchOf(command));
  for (const event of eventSamples) add('event', event.kind, eventBatchOf(event));
  for (const [name, command] of Object.entries(commandVariants)) {
    add('command', name, commandBatchOf(command));
  }
  for (const [name, event] of Object.entries(eventVariants)) {
    add('event', name, eventBatchOf(event));
  }
  for (const [name, snapshot] of Object.entries(snapshotVariants)) add('snapshot', name, snapshot);
  files.set(`snapshot-v${SNAPSHOT_VERSION}-MarketSnapshot.json`, {
    folder: 'snapshot',
    message: imageSample,
  });
  add('snapshot', 'MarketSnapshot', snapshotSample);
  add('archive', 'ArchiveSegment', archiveSample);
  add('accounts', 'AccountSnapshot', accountSnapshotSample);
  return files;
}

function commandBatchOf(command: Command): unknown {
  return {
    sessionId: 1,
    sessionEpoch: 2,
    firstSequence: 2 ** 33 + 3,
    timestampUs: 1_795_255_200_000_000,
    prevHash: 0xdeadbeef,
    commands: [command],
  };
}

function eventBatchOf(event: Event): unknown {
  return {
    inputOffset: 984_531_000,
    sessionId: 1,
    sessionEpoch: 2,
    firstCommandSequence: 2 ** 33 + 3,
    firstSequence: 2 ** 40,
    timestampUs: 1_795_255_200_000_000,
    prevHash: '00000000ffffffff',
    events: [event],
    eventHash: '8000000000000001',
  };
}

const ARRAYS = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array };
type ArrayName = keyof typeof ARRAYS;

export function formatGolden({ bytes, message }: GoldenFile): string {
  const tagged = (_key: string, value: unknown): unknown => {
    if (typeof value === 'bigint') return { $bigint: String(value) };
    if (!ArrayBuffer.isView(value)) return value;
    return { [`$${value.constructor.name}`]: [...(value as Uint8Array)] };
  };
  const hex = Buffer.from(bytes).toString('hex');
  return `${JSON.stringify({ bytes: hex, message }, tagged, 2)}\n`;
}

export function parseGolden(text: string): GoldenFile {
  const untagged = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const [tag, ...more] = Object.keys(value);
    if (tag === undefined || more.length > 0 || !tag.startsWith('$')) return value;
    const content: unknown = Object.values(value)[0];
    if (tag === '$bigint') return BigInt(content as string);
    return ARRAYS[tag.slice(1) as ArrayName].from(content as number[]);
  };
  const file = JSON.parse(text, untagged) as { bytes: string; message: unknown };
  return { bytes: new Uint8Array(Buffer.from(file.bytes, 'hex')), message: file.message };
}
