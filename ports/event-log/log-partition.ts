/**
 * One LMDB environment with any number of topics; the embedded log has two, one that is synced
 * before it acknowledges and one that is not.
 *
 *   key  1 | name            →  topic id, u32             key  2 | id u32  →  name
 *   key  3 | id u32          →  end of the topic          (see frame.ts)
 *   key  4 | id u32 | offset →  frame
 *   key  5 | id u32          →  first record that is kept, and the chain value of the one before it
 *                                (written like an end; absent: nothing was ever forgotten)
 *
 * All in LMDB's main tree, so that one commit touches as few pages as possible.
 */
import type { RootDatabase } from 'lmdb';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import { Environment, EnvironmentError } from '../embedded/lmdb-environment.ts';
import type { EnvironmentFiles } from '../embedded/newest-transaction.ts';
import { checkFrame, decodeEnd, encodeEnd, placeFrame, type TopicEnd } from './frame.ts';

const NAME_KEYS = 1;
const ID_KEYS = 2;
const END_KEYS = 3;
const RECORD_KEYS = 4;
const START_KEYS = 5;

/** Frames for one topic, one behind another. */
export interface PartitionAppend {
  readonly topicId: number;
  readonly frames: readonly Buffer[];
}

export class LogPartition {
  readonly #environment: Environment<Buffer, Buffer>;
  readonly #database: RootDatabase<Buffer, Buffer>;
  readonly #noSync: boolean;
  readonly #crashPoints: CrashPoints;
  /** Ends seen by this process: a log that ends before them has lost records. */
  readonly #ends = new Map<number, number>();
  /** The last records that this process wrote: they need no check before the next append. */
  readonly #checked = new Map<number, TopicEnd>();
  /** Resolves when the flush in flight is over; null: there is none. */
  #flushing: Promise<void> | null = null;
  #unflushed = false;
  /** What `#putAppends` is to append. */
  #appends: readonly PartitionAppend[] = [];

  constructor(options: {
    readonly folder: string;
    readonly noSync: boolean;
    readonly mapBytesMax?: number;
    readonly crashPoints: CrashPoints;
    readonly files?: EnvironmentFiles;
  }) {
    this.#noSync = options.noSync;
    this.#crashPoints = options.crashPoints;
    this.#environment = new Environment({
      folder: options.folder,
      noSync: options.noSync,
      database: { encoding: 'binary', keyEncoding: 'binary' },
      ...(options.mapBytesMax === undefined ? {} : { mapBytesMax: options.mapBytesMax }),
      ...(options.files === undefined ? {} : { files: options.files }),
    });
    this.#database = this.#environment.database;
  }

  /** Names and ids of all topics. */
  topics(): Map<string, number> {
    this.#database.resetReadTxn();
    const topics = new Map<string, number>();
    const range = { start: Buffer.from([NAME_KEYS]), end: Buffer.from([ID_KEYS]) };
    for (const { key, value } of this.#database.getRange(range)) {
      topics.set(key.toString('utf8', 1), value.readUInt32LE(0));
    }
    return topics;
  }

  createTopic(name: string): void {
    if (this.topics().has(name)) return;
    this.#environment.write(() => {
      if (this.#database.doesExist(nameKey(name))) return;
      let id = 1;
      while (this.#database.doesExist(keyOf(ID_KEYS, id))) id += 1;
      const idBytes = Buffer.alloc(4);
      idBytes.writeUInt32LE(id, 0);
      this.#put(keyOf(ID_KEYS, id), Buffer.from(name, 'utf8'));
      this.#put(nameKey(name), idBytes);
      this.#put(keyOf(END_KEYS, id), encodeEnd({ end: 0, chain: 0 }));
    });
  }

  /** The end of a topic as of now. Throws EnvironmentError (damaged). */
  end(topicId: number): TopicEnd {
    this.#database.resetReadTxn();
    const position = this.#endInTransaction(topicId);
    if (!this.#ends.has(topicId)) this.#assertNothingBehind(topicId, position);
    if (position.end >= this.#endSeen(topicId)) return this.#see(topicId, position);
    // Another process has just opened the environment (newest-transaction.ts), or records are gone.
    this.#environment.heal();
    this.#database.resetReadTxn();
    const healed = this.#endInTransaction(topicId);
    if (healed.end >= this.#endSeen(topicId)) return this.#see(topicId, healed);
    throw new EnvironmentError(
      'damaged',
      `the topic ended at ${this.#endSeen(topicId)}, and now at ${healed.end}`,
    );
  }

  /** For another thread of this process. */
  get files(): EnvironmentFiles {
    return this.#environment.files;
  }

  /** Where a topic begins, and what its first record follows; as of the last `end` call. */
  start(topicId: number): TopicEnd {
    const bytes = this.#database.getBinary(keyOf(START_KEYS, topicId));
    if (bytes === undefined) return { end: 0, chain: 0 };
    const start = decodeEnd(bytes);
    if (start === null) throw new EnvironmentError('damaged', 'its beginning is unreadable');
    return start;
  }

  /** Forgets the oldest records, at most so many and none from `before` on; the new beginning. */
  deleteOldest(topicId: number, before: number, countMax: number): number {
    const start = this.#environment.write(() => {
      const from = this.start(topicId).end;
      const to = Math.min(before, from + countMax);
      if (to <= from) return from;
      const last = this.#database.getBinary(recordKey(topicId, to - 1));
      const chain =
        last === undefined
          ? 'it is missing'
          : checkFrame(last, { topicId, offset: to - 1, previousChain: null });
      if (typeof chain === 'string') {
        throw new EnvironmentError('damaged', `record ${to - 1}: ${chain}`);
      }
      for (let at = from; at < to; at += 1) void this.#database.remove(recordKey(topicId, at));
      this.#crashPoints.reach('CP19-log-mid-trim');
      this.#put(keyOf(START_KEYS, topicId), encodeEnd({ end: to, chain }));
      return to;
    });
    this.#unflushed = true;
    return start;
  }

  /** All in one commit; the offset of the first frame of each. */
  append(appends: readonly PartitionAppend[]): readonly number[] {
    this.#appends = appends;
    const firsts = this.#environment.write(this.#putAppends);
    this.#unflushed = true;
    return firsts;
  }

  /** One function for all appends: see docs/adr/0054. */
  readonly #putAppends = (): readonly number[] => {
    const ends: number[] = [];
    for (const { topicId, frames } of this.#appends) {
      const at = this.#endInTransaction(topicId);
      this.#putFrames(topicId, frames, at);
      ends.push(at.end);
    }
    this.#crashPoints.reach('CP17-appended-before-fsync');
    return ends;
  };

  /** A frame's bytes (a copy of its own) as of the last `end` call; undefined when it is not there. */
  frame(topicId: number, offset: number): Buffer | undefined {
    return this.#database.getBinary(recordKey(topicId, offset));
  }

  /** Writes what is still in memory to disk, beside the event loop. One call at a time. */
  flush(): void {
    if (!this.#noSync || this.#flushing !== null || !this.#unflushed) return;
    this.#unflushed = false;
    this.#flushing = new Promise((resolve) => {
      this.#environment.flush((error) => {
        this.#flushing = null;
        // Lost output can be derived again; the next flush tries anew.
        if (error) this.#unflushed = true;
        resolve();
      });
    });
  }

  /** Puts right what other processes may have left behind; cheap. */
  heal(): void {
    this.#environment.heal();
  }

  /** Frees the reader slots of processes that are gone. */
  checkReaders(): void {
    this.#database.readerCheck();
  }

  async close(): Promise<void> {
    // A sync of an environment that is closed under it is a segmentation fault.
    await this.#flushing;
    await this.#environment.close();
  }

  #endInTransaction(topicId: number): TopicEnd {
    const position = decodeEnd(this.#database.getBinary(keyOf(END_KEYS, topicId)));
    if (position === null)
      throw new EnvironmentError('damaged', 'the end of the topic is unreadable');
    return position;
  }

  #endSeen(topicId: number): number {
    return this.#ends.get(topicId) ?? 0;
  }

  #see(topicId: number, position: TopicEnd): TopicEnd {
    this.#ends.set(topicId, position.end);
    return position;
  }

  #putFrames(topicId: number, frames: readonly Buffer[], at: TopicEnd): void {
    let { end, chain } = at;
    this.#checkLast(topicId, at);
    for (const frame of frames) {
      chain = placeFrame(frame, { topicId, offset: end, previousChain: chain });
      this.#put(recordKey(topicId, end), frame);
      end += 1;
      this.#crashPoints.reach('CP16-log-mid-append');
    }
    this.#put(keyOf(END_KEYS, topicId), encodeEnd({ end, chain }));
    this.#checked.set(topicId, { end, chain });
  }

  /** Nothing is written behind a record that is not the one which the end stands for. */
  #checkLast(topicId: number, at: TopicEnd): void {
    if (at.end === this.start(topicId).end) return;
    const checked = this.#checked.get(topicId);
    if (checked !== undefined && checked.end === at.end && checked.chain === at.chain) return;
    const offset = at.end - 1;
    this.#assertNothingBehind(topicId, at);
    const frame = this.#database.getBinary(recordKey(topicId, offset));
    const chain =
      frame === undefined
        ? 'it is missing'
        : checkFrame(frame, { topicId, offset, previousChain: null });
    if (chain === at.chain) return;
    const problem = typeof chain === 'string' ? chain : 'it is not the one that was written last';
    throw new EnvironmentError('damaged', `the last record, offset ${offset}: ${problem}`);
  }

  /** A damaged page may lead to an older end: the records that were written since give it away. */
  #assertNothingBehind(topicId: number, { end }: TopicEnd): void {
    if (!this.#database.doesExist(recordKey(topicId, end))) return;
    throw new EnvironmentError('damaged', `the topic ends at ${end}, and a record lies behind`);
  }

  #put(key: Buffer, value: Buffer): void {
    // Its promise is already settled: the transaction is synchronous.
    void this.#database.put(key, value);
  }
}

function nameKey(name: string): Buffer {
  return Buffer.concat([Buffer.from([NAME_KEYS]), Buffer.from(name, 'utf8')]);
}

function keyOf(kind: number, topicId: number): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = kind;
  key.writeUInt32BE(topicId, 1);
  return key;
}

function recordKey(topicId: number, offset: number): Buffer {
  const key = Buffer.allocUnsafe(13);
  key[0] = RECORD_KEYS;
  key.writeUInt32BE(topicId, 1);
  key.writeUInt32BE(Math.floor(offset / 2 ** 32), 5);
  key.writeUInt32BE(offset >>> 0, 9);
  return key;
}
