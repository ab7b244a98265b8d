import { CommandsIn } from '../engine/runtime/commands-in.ts';
import { isSame } from '../engine/runtime/divergence.ts';
import { readEventTail } from '../engine/runtime/events-in.ts';
import { marketMachines, type RecordOutput } from '../engine/runtime/machine-factory.ts';
import { MarketFold, type Poison } from '../engine/runtime/market-fold.ts';
import { silentLog } from '../engine/runtime/runtime-context.ts';
import { EventFrameStream } from '../ports/event-log/event-frame-stream.ts';
import type { Ports } from '../ports/ports.ts';
import { codeOfError } from '../ports/process/exit-codes.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import type { EventFrame } from '../proto/codec.ts';
import { commandTopic } from '../proto/topics.ts';
import { offset } from '../proto/units.ts';
import { verifySnapshot } from './snapshots.ts';
import { marketsOf } from './store-access.ts';

export interface MarketReplay {
  readonly market: string;
  readonly records: number;
  readonly events: number;
  readonly sequence: number;
  readonly eventHash: string;
  readonly stateHash: string;
  /** Event batches of the log that were compared, to the last field. */
  readonly batchesCompared: number;
  /** State hashes of replicas and of snapshots that were compared. */
  readonly statesCompared: number;
  /** Records at the end that no engine has answered yet, as when all of it was killed. */
  readonly unanswered: number;
  readonly elapsedMs: number;
  /** Where a poison command holds the market, as it holds every replica; null: nowhere. */
  readonly haltedAt: number | null;
  /** The first thing that differs; null: nothing does. */
  readonly problem: string | null;
}

export interface ReplayOptions {
  /** null: every market. */
  readonly market: string | null;
  readonly verify: 'every-hash' | 'nothing';
  /** How long to wait for a running engine to write what the replay has made already. */
  readonly eventsTimeoutMs?: number;
}

const EVENTS_TIMEOUT_MS = 5_000;
/** What the logs of a market may be found to be, and no later try changes. */
const DAMAGE = ['LOG_DAMAGED', 'CRC_MISMATCH', 'HISTORY_CHANGED', 'EVENT_CONFLICT', 'EVENT_GAP'];

export async function replayMarkets(
  ports: Ports,
  options: ReplayOptions,
): Promise<readonly MarketReplay[]> {
  const replays: MarketReplay[] = [];
  for (const market of await marketsOf(ports, options.market)) {
    const replay = new Replay(ports, market, options.eventsTimeoutMs ?? EVENTS_TIMEOUT_MS);
    replays.push(await replay.run(options.verify));
  }
  return replays;
}

/** One market from its first record to the end of its log as it is now, with no snapshot's help. */
class Replay {
  readonly #ports: Ports;
  readonly #market: string;
  readonly #eventsTimeoutMs: number;
  readonly #fold: MarketFold;
  readonly #stream: EventFrameStream;
  readonly #snapshots = new Map<number, SnapshotEntry & { readonly stateHash: string }>();
  /** Made by the replay and not compared yet; what the event log holds for them comes in batches. */
  #made: RecordOutput[] = [];
  #logged: EventFrame[] = [];
  #batchesCompared = 0;
  #statesCompared = 0;
  /** The first record that the event log does not answer; null: it goes on, as far as is known. */
  #unansweredFrom: number | null = null;
  #problem: string | null = null;

  constructor(ports: Ports, market: string, eventsTimeoutMs: number) {
    this.#ports = ports;
    this.#eventsTimeoutMs = eventsTimeoutMs;
    this.#market = market;
    const machine = marketMachines.create(market);
    this.#fold = new MarketFold({ market, machine, next: offset(0) });
    this.#stream = new EventFrameStream({ log: ports.log, market, from: null });
  }

  async run(verify: ReplayOptions['verify']): Promise<MarketReplay> {
    const { clock, log } = this.#ports;
    const startedMs = clock.monotonicMs();
    const { end } = await log.bounds(commandTopic(this.#market));
    if (verify === 'every-hash') await this.#readSnapshots();
    const fold = this.#fold;
    const commands = new CommandsIn(
      {
        node: 'replay',
        ports: this.#ports,
        log: silentLog,
        machines: marketMachines,
        defer: setImmediate,
      },
      {
        fold,
        until: end,
        outputsFrom: verify === 'every-hash' ? 0 : end,
        onOutput: (output) => this.#applied(output),
      },
    );
    try {
      const goOn = async (): Promise<void> => {
        await commands.next(0);
        if (verify === 'every-hash') await this.#compareEvents();
        this.#made = [];
      };
      while (fold.next < end && fold.poison === null && this.#problem === null) {
        await goOn();
        // Whoever answered it has read its quarantine, which may have come since it was looked for.
        if (verify === 'every-hash' && (await this.#isPoisonAnswered())) await goOn();
      }
      if (verify === 'every-hash') await this.#judgeEnd();
    } catch (error) {
      // Of one market; the others are replayed all the same.
      if (!DAMAGE.includes(codeOfError(error))) throw error;
      this.#differs(error instanceof Error ? error.message : String(error));
    }
    return {
      market: this.#market,
      records: fold.next,
      events: fold.machine.sequence,
      sequence: fold.machine.sequence,
      eventHash: fold.machine.eventHash(),
      stateHash: fold.machine.stateHash(),
      batchesCompared: this.#batchesCompared,
      statesCompared: this.#statesCompared,
      unanswered: this.#unansweredFrom === null ? 0 : fold.next - this.#unansweredFrom,
      elapsedMs: clock.monotonicMs() - startedMs,
      haltedAt: fold.poison?.offset ?? null,
      problem: this.#problem,
    };
  }

  async #readSnapshots(): Promise<void> {
    for (const entry of await this.#ports.snapshots.list(this.#market)) {
      const verdict = await verifySnapshot(this.#ports, entry);
      if (verdict.problem === null) this.#snapshots.set(entry.offset, { ...entry, ...verdict });
      else if (await this.#isListed(entry)) {
        this.#differs(`snapshot ${entry.key}: ${verdict.problem}`);
      }
    }
  }

  /** False: it was removed while the replay read them, because newer ones are there. */
  async #isListed({ key }: SnapshotEntry): Promise<boolean> {
    const entries = await this.#ports.snapshots.list(this.#market);
    return entries.some((entry) => entry.key === key);
  }

  #applied(output: RecordOutput): void {
    this.#made.push(output);
    // A state hash that a replica published stands in its batch, and so is compared with it.
    if (output.stateHash !== null) this.#statesCompared += 1;
    const snapshot = this.#snapshots.get(output.inputOffset);
    if (snapshot === undefined) return;
    this.#statesCompared += 1;
    const hash = this.#fold.machine.stateHash();
    if (hash === snapshot.stateHash) return;
    this.#differs(`snapshot ${snapshot.key} has state ${snapshot.stateHash}, the replay ${hash}`);
  }

  async #compareEvents(): Promise<void> {
    if (this.#unansweredFrom !== null) return;
    for (const made of this.#made) {
      const logged = await this.#nextLogged(this.#eventsTimeoutMs);
      if (logged === null) {
        this.#unansweredFrom = made.inputOffset;
        return;
      }
      if (!isSame(made, logged)) {
        this.#differs(
          `events of input offset ${made.inputOffset} (sequence ${made.firstSequence}) are not ` +
            'what the replay makes of it',
        );
      }
      if (this.#problem !== null) return;
      this.#batchesCompared += 1;
    }
  }

  async #isPoisonAnswered(): Promise<boolean> {
    if (this.#fold.poison === null || this.#unansweredFrom !== null) return false;
    const logged = await this.#nextLogged(0);
    if (logged === null) return false;
    this.#logged.push(logged);
    return logged.inputOffset >= this.#fold.poison.offset;
  }

  /** Commands wait for their events while no engine runs; what stands elsewhere waits for none. */
  async #judgeEnd(): Promise<void> {
    const end = this.#unansweredFrom;
    const snapshots = [...this.#snapshots.values()];
    if (end !== null) {
      if (this.#batchesCompared === 0) this.#differs('the event log is empty: nothing to compare');
      for (const { key, offset: at } of snapshots) {
        // Only what the primary had answered becomes a snapshot.
        if (at >= end)
          this.#differs(`the event log ends before input offset ${end}, and ${key} not`);
      }
    }
    const { poison } = this.#fold;
    if (poison !== null) await this.#judgePoison(poison, snapshots);
    await this.#judgeLength(snapshots);
  }

  /** It holds every replica, so nobody has come to what is behind it. */
  async #judgePoison(
    { offset: at, problem }: Poison,
    snapshots: readonly SnapshotEntry[],
  ): Promise<void> {
    const what = `record ${at} is poison (${problem})`;
    if (await this.#isPoisonAnswered()) this.#differs(`${what}, and the event log answers it`);
    const behind = snapshots.find((snapshot) => snapshot.offset >= at);
    if (behind !== undefined)
      this.#differs(`${what}, and snapshot ${behind.key} was cut behind it`);
  }

  /** What was made of commands that are not there: a log that has lost its end, or is another one. */
  async #judgeLength(snapshots: readonly SnapshotEntry[]): Promise<void> {
    const { log } = this.#ports;
    // The command log last: it is never behind what was made of it.
    const { last } = await readEventTail(log, this.#market);
    const { end } = await log.bounds(commandTopic(this.#market));
    if (last !== null && last.inputOffset >= end) {
      this.#differs(
        `the event log answers command record ${last.inputOffset}, the command log ends at ${end}`,
      );
    }
    const ahead = snapshots.find((snapshot) => snapshot.offset >= end);
    if (ahead !== undefined) {
      this.#differs(
        `snapshot ${ahead.key} was cut at ${ahead.offset}, the command log ends at ${end}`,
      );
    }
  }

  async #nextLogged(timeoutMs: number): Promise<EventFrame | null> {
    if (this.#logged.length === 0) {
      const batches = await this.#stream.next(timeoutMs);
      // Taken from the end, so turned around once.
      this.#logged = batches.map(({ frame }) => frame).reverse();
    }
    return this.#logged.pop() ?? null;
  }

  #differs(what: string): void {
    this.#problem ??= what;
  }
}
