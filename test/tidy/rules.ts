/** The laws of the source tree, as data. tidy.test.ts enforces them; change them by an ADR. */

export interface ImportLaw {
  /** The longest folder that a file's path starts with decides. */
  readonly folder: string;
  /** Prefixes of ours that may be imported. */
  readonly ours: readonly string[];
  /** Whether `node:*` and npm packages may be imported; a list names the only packages. */
  readonly outside: 'any' | readonly string[];
}

export const IMPORT_LAWS: readonly ImportLaw[] = [
  { folder: 'proto/', ours: ['proto/'], outside: [] },
  { folder: 'ports/', ours: ['proto/', 'ports/'], outside: 'any' },
  { folder: 'engine/core/', ours: ['proto/', 'engine/core/'], outside: [] },
  { folder: 'engine/', ours: ['proto/', 'ports/', 'engine/'], outside: 'any' },
  { folder: 'order-service/', ours: ['proto/', 'ports/', 'order-service/'], outside: 'any' },
  { folder: 'settlement/', ours: ['proto/', 'ports/', 'settlement/'], outside: 'any' },
  // The snapshotter is a replica that never emits: it recovers and applies as the engine does, and
  // folds the accounts as settlement does (ADR 30).
  {
    folder: 'snapshotter/',
    ours: ['proto/', 'ports/', 'engine/', 'settlement/', 'snapshotter/'],
    outside: 'any',
  },
  { folder: 'projections/', ours: ['proto/', 'ports/', 'projections/'], outside: 'any' },
  { folder: 'client/', ours: ['client/'], outside: 'any' },
  // The checker shares no code with what it checks.
  { folder: 'cli/audit/', ours: ['proto/', 'ports/', 'cli/audit/'], outside: 'any' },
  {
    folder: 'cli/',
    ours: ['proto/', 'ports/', 'engine/runtime/', 'snapshotter/', 'client/', 'bench/', 'cli/'],
    outside: 'any',
  },
  {
    folder: 'bench/',
    ours: [
      'proto/',
      'ports/',
      'engine/',
      'snapshotter/',
      'projections/',
      'client/',
      'cli/',
      'bench/',
    ],
    outside: 'any',
  },
  {
    folder: 'sim/',
    ours: [
      'proto/',
      'ports/',
      'engine/',
      'order-service/',
      'settlement/',
      'snapshotter/',
      'projections/',
      'cli/audit/',
      'sim/',
    ],
    outside: 'any',
  },
  {
    folder: 'scripts/',
    ours: ['proto/', 'ports/', 'engine/core/', 'scripts/'],
    outside: 'any',
  },
];

export interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Non-determinism, allocation traps and I/O have no place in the pure core. */
export const CORE_BANS: readonly Ban[] = [
  { pattern: /\bDate\b/, instead: 'the timestampUs of the command batch' },
  { pattern: /\bMath\.random\b/, instead: 'a value that arrives inside the command' },
  { pattern: /\bperformance\b/, instead: 'nothing: the core never measures time' },
  {
    pattern: /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/,
    instead: 'a logged ClockTicked record',
  },
  {
    pattern: /\basync\b|\bawait\b|\bPromise\b/,
    instead: 'a synchronous function; shells are async',
  },
  { pattern: /\bprocess\.|\bconsole\./, instead: 'an event, or a value returned to the shell' },
  {
    pattern: /\btoLocale\w*|\bIntl\b|\blocaleCompare\b/,
    instead: 'comparison of integers or UTF-16 units',
  },
  {
    pattern: /\bMath\.(pow|exp|log\w*|sqrt|cbrt|sin|cos|tan|hypot)\b/,
    instead: 'integer arithmetic: these may differ between V8 versions',
  },
  {
    pattern: /\bBigInt\b|\b\d+n\b|\bBigInt64Array\b/,
    instead: 'safe integers (see proto/units.ts)',
  },
  { pattern: /\beval\b|\bnew Function\b|\bWeakRef\b/, instead: 'plain code' },
];

/** Everywhere in production code. */
export const HOUSE_BANS: readonly Ban[] = [
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/, instead: 'doing it now, or an issue' },
  { pattern: /\bas any\b|: any\b|<any>/, instead: 'unknown and a narrowing' },
  { pattern: /@ts-ignore|@ts-nocheck/, instead: 'a type that is true' },
  { pattern: /\.(skip|only|todo)\(/, instead: 'a test that runs' },
];

/** Words that say nothing; a file is named after its one concept. */
export const EMPTY_FILE_NAMES = /(^|\/)(utils?|helpers?|manager|misc|common|info|data)$/;

export const LINES_MAX = 300;
export const README_LINES_MAX = 12;
