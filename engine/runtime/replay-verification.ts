/**
 * Replays a market's command log from its very beginning and compares everything with what stands
 * elsewhere: each emitted batch with the replay's own, each snapshot with the state at its offset.
 */

import { sha256 } from '../../ports/objects/sha256.ts';
import { SnapshotStoreError } from '../../ports/snapshot-store/snapshot-store.ts';
import { decodeSnapshot, type EventFrame } from '../../proto/codec.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { type Hash64, type Offset, offset, type Sequence } from '../../proto/units.ts';
import { CommandsIn } from './commands-in.ts';
import { divergenceOf, problemOfEvents } from './divergence.ts';
import { EventsIn } from './events-in.ts';
import { MarketFold } from './market-fold.ts';
import { after, RetainedOutputs } from './retained-outputs.ts';
import type { RuntimeContext } from './runtime-context.ts';

const PROBLEMS_MAX = 100;
const COPIES_REMEMBERED = 65_536;
/** Outputs that nobody has emitted yet; of older ones the hash is compared, as of copies. */
const UNANSWERED_EVENTS_MAX = 500_000;

export interface ReplayVerification {
  readonly market: string;
  /** Command records replayed, and events made of them. */
  readonly records: number;
  readonly events: number;
  readonly sequence: Sequence;
  readonly eventHash: Hash64;
  readonly stateHash: Hash64;
  /** Emitted batches that the replay confirmed, and copies among the emitted. */
  readonly batchesConfirmed: number;
  readonly copies: number;
  /** Records at the end that nobody has answered yet. */
  readonly unanswered: number;
  readonly snapshotsConfirmed: readonly string[];
  /** Poison that nobody has quarantined: the replay ends there. */
  readonly haltedAt: Offset | null;
  /** Empty: the log explains everything there is. */
  readonly problems: readonly string[];
}

/** Throws EventLogError, DecodeError, StreamError: a log that cannot be replayed at all. */
export async function verifyReplay(
  context: RuntimeContext,
  market: string,
): Promise<ReplayVerification> {
  const replay = new VerifyingReplay(context, market);
  return replay.run();
}

class VerifyingReplay {
  readonly #context: RuntimeContext;
  readonly #market: string;
  readonly #fold: MarketFold;
  readonly #problems: string[] = [];
  readonly #snapshotsConfirmed: string[] = [];
  readonly #events: EventsIn;
  /** What the replay made, and nobody is known to have emitted. */
  readonly #unanswered = new RetainedOutputs();
  #ahead: EventFrame[] = [];
  /** Of the newest outputs, for copies of them. */
  readonly #hashes = new Map<Offset, Hash64>();
  #answered: Offset | null = null;
  #copies = 0;

  constructor(context: RuntimeContext, market: string) {
    this.#context = context;
    this.#market = market;
    const machine = context.machines.create(market);
    this.#fold = new MarketFold({ market, machine, next: offset(0) });
    this.#events = new EventsIn({ log: context.ports.log, market, from: offset(0) });
  }

  async run(): Promise<ReplayVerification> {
    const { log } = this.#context.ports;
    const { end } = await log.bounds(commandTopic(this.#market));
    const snapshots = await this.#snapshots();
    const commands = new CommandsIn(this.#context, {
      fold: this.#fold,
      onOutput: (output) => {
        this.#unanswered.push(output);
        this.#unanswered.shrinkTo(UNANSWERED_EVENTS_MAX);
        this.#hashes.set(output.inputOffset, output.eventHash);
        if (output.inputOffset >= COPIES_REMEMBERED) {
          this.#hashes.delete(offset(output.inputOffset - COPIES_REMEMBERED));
        }
        const expected = snapshots.get(output.inputOffset);
        if (expected !== undefined) this.#compareSnapshot(expected);
      },
    });
    while (this.#fold.next < end && this.#fold.poison === null) {
      await commands.next(0);
      await this.#compareEmitted();
    }
    await this.#readBehind();
    return this.#result();
  }

  #result(): ReplayVerification {
    const { machine, next, poison } = this.#fold;
    const answered = after(this.#answered);
    return {
      market: this.#market,
      records: next,
      events: machine.sequence,
      sequence: machine.sequence,
      eventHash: machine.eventHash(),
      stateHash: machine.stateHash(),
      batchesConfirmed: answered,
      copies: this.#copies,
      unanswered: next - answered,
      snapshotsConfirmed: this.#snapshotsConfirmed,
      haltedAt: poison?.offset ?? null,
      problems: this.#problems,
    };
  }

  /** State hashes of the snapshots by offset; one that does not verify is a problem by itself. */
  async #snapshots(): Promise<Map<Offset, { key: string; stateHash: Hash64 }>> {
    const { snapshots } = this.#context.ports;
    const found = new Map<Offset, { key: string; stateHash: Hash64 }>();
    for (const { key, offset: at } of await snapshots.list(this.#market)) {
      try {
        const { stateHash } = decodeSnapshot(await snapshots.get(key), { sha256 });
        found.set(at, { key, stateHash });
      } catch (error) {
        // Removed since the listing, because newer ones are there.
        if (error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_NOT_FOUND') continue;
        this.#problem(`${key}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return found;
  }

  #compareSnapshot({ key, stateHash }: { key: string; stateHash: Hash64 }): void {
    const own = this.#fold.machine.stateHash();
    if (own === stateHash) this.#snapshotsConfirmed.push(key);
    else this.#problem(`${key} has state hash ${stateHash}, the replay ${own}`);
  }

  /** What is emitted by now of what the replay has made. */
  async #compareEmitted(): Promise<void> {
    for (;;) {
      if (this.#ahead.length === 0) await this.#readEmitted();
      const emitted = this.#ahead[0];
      if (emitted === undefined || emitted.inputOffset >= this.#fold.next) return;
      this.#ahead.shift();
      const { inputOffset } = emitted;
      if (this.#answered !== null && inputOffset <= this.#answered) {
        this.#compareCopy(emitted);
        continue;
      }
      if (inputOffset === after(this.#answered)) this.#compare(emitted);
      else {
        this.#problem(
          `${eventTopic(this.#market)}: the batch of record ${inputOffset} follows that of ${this.#answered}`,
        );
      }
      this.#answered = inputOffset;
      this.#unanswered.dropThrough(inputOffset);
    }
  }

  #compare(emitted: EventFrame): void {
    const { inputOffset } = emitted;
    const own = this.#unanswered.get(inputOffset);
    const problem =
      own === null ? this.#problemByHash(emitted) : (divergenceOf(own, emitted)?.problem ?? null);
    if (problem === null) return;
    this.#problem(own === null ? `the batch of record ${inputOffset}: ${problem}` : problem);
  }

  #compareCopy(copy: EventFrame): void {
    this.#copies += 1;
    const problem = this.#problemByHash(copy);
    if (problem !== null) this.#problem(`a second batch of record ${copy.inputOffset}: ${problem}`);
  }

  #problemByHash(emitted: EventFrame): string | null {
    const hash = this.#hashes.get(emitted.inputOffset);
    return hash === undefined || hash === emitted.eventHash
      ? problemOfEvents(emitted)
      : 'it is a different one';
  }

  async #readEmitted(): Promise<void> {
    for (const record of await this.#events.read()) {
      if (record.kind === 'batch') this.#ahead.push(record.frame);
      else this.#problem(`${eventTopic(this.#market)}: ${record.problem}`);
    }
  }

  /** What was emitted for records behind the end of the replay: the market may go on meanwhile. */
  async #readBehind(): Promise<void> {
    await this.#compareEmitted();
    let newest: Offset | null = null;
    for (;;) {
      if (this.#ahead.length === 0) await this.#readEmitted();
      const emitted = this.#ahead.shift();
      if (emitted === undefined) break;
      if (emitted.inputOffset < this.#fold.next) this.#copies += 1;
      else newest = emitted.inputOffset;
    }
    if (newest === null) return;
    const { poison } = this.#fold;
    if (poison !== null) this.#problem(`record ${poison.offset} is poison, and answered`);
    const topic = commandTopic(this.#market);
    const { end } = await this.#context.ports.log.bounds(topic);
    if (newest >= end) {
      this.#problem(`record ${newest} is answered, but ${topic} ends at ${end}`);
    }
  }

  #problem(problem: string): void {
    if (this.#problems.length < PROBLEMS_MAX) this.#problems.push(problem);
  }
}
