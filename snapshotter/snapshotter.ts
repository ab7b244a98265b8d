/** The role: a replica of every market, off the hot path, that writes snapshots and never emits. */
import { Announcer } from '../engine/runtime/announcer.ts';
import { discoverMarkets, type MarketSelection } from '../engine/runtime/market-discovery.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import type { MarketReport, StorageReport } from '../ports/coordination/coordination.ts';
import type { Ports } from '../ports/ports.ts';
import { assert } from '../proto/assert.ts';
import { limits } from '../proto/limits.ts';
import { AccountSnapshotter } from './account-snapshotter.ts';
import { type ArchiveOptions, LogArchiver } from './log-archiver.ts';
import { MarketSnapshotter, type SnapshotRhythm } from './market-snapshotter.ts';

export interface SnapshotterOptions {
  readonly markets: MarketSelection;
  readonly rhythm: SnapshotRhythm;
  /** null: nothing is archived, and the logs keep everything. */
  readonly archive: (ArchiveOptions & Pick<Ports, 'archive'>) | null;
  /** null: of the accounts no snapshots are taken. */
  readonly accounts: { readonly store: AccountStore; readonly rhythm: SnapshotRhythm } | null;
  readonly identity: { readonly pid: number; readonly version: string };
  /** What ends the process: a damaged log, a changed history … */
  readonly onBroken: (error: unknown) => void;
}

/** Less than a process has to stop (ports/process/run-service.ts). */
const STOP_PATIENCE_MS = 3000;

export class Snapshotter {
  readonly #context: RuntimeContext;
  readonly #options: SnapshotterOptions;
  readonly #announcer: Announcer;
  readonly #markets = new Map<string, MarketSnapshotter>();
  readonly #accounts: AccountSnapshotter | null;
  readonly #archiver: LogArchiver | null;
  readonly #work: Promise<void>[] = [];
  #stopped = false;

  constructor(context: RuntimeContext, options: SnapshotterOptions) {
    assert(
      options.rhythm.keptCount >= limits.snapshotsKeptMin,
      `at least ${limits.snapshotsKeptMin} snapshots are kept`,
    );
    this.#context = context;
    this.#options = options;
    this.#announcer = new Announcer(context.ports, {
      identity: { ...options.identity, name: context.node, service: 'snapshotter' },
      markets: () => this.#reports(),
      storage: () => this.storage(),
    });
    this.#accounts = this.#newAccounts();
    this.#archiver = this.#newArchiver();
  }

  start(): void {
    this.#announcer.start();
    const discovery = discoverMarkets(this.#context.ports, {
      selection: this.#options.markets,
      isOver: () => this.#stopped,
      onMarket: (market) => this.#serve(market),
    });
    this.#own(discovery);
    if (this.#accounts !== null) this.#own(this.#accounts.run());
    if (this.#archiver !== null) this.#own(this.#archiver.run());
  }

  /** Finishes what it is writing, unless S3 keeps it waiting: a write that breaks off does no harm. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#announcer.stop();
    for (const market of this.#markets.values()) market.stop();
    this.#accounts?.stop();
    this.#archiver?.stop();
    const patience = this.#context.ports.clock.sleep(STOP_PATIENCE_MS);
    await Promise.race([Promise.all(this.#work), patience]);
  }

  /** undefined: not served, or not discovered yet. */
  report(market: string): MarketReport | undefined {
    return this.#markets.get(market)?.report();
  }

  storage(): StorageReport {
    const markets = [...this.#markets.values()].map((market) => market.snapshotReport());
    return {
      snapshots: this.#accounts === null ? markets : [...markets, this.#accounts.report()],
      archive: this.#archiver?.report() ?? [],
    };
  }

  #newAccounts(): AccountSnapshotter | null {
    const { accounts } = this.#options;
    if (accounts === null) return null;
    const { rhythm, store } = accounts;
    return new AccountSnapshotter({ ...this.#context, accounts: store }, { rhythm });
  }

  #newArchiver(): LogArchiver | null {
    const { archive, markets } = this.#options;
    if (archive === null) return null;
    const { log, ports } = this.#context;
    return new LogArchiver(
      { log, ports: { ...ports, archive: archive.archive } },
      {
        ...archive,
        markets,
        oldestSnapshot: (market) => this.#markets.get(market)?.oldestKept ?? null,
        firstForAccounts: (topic) => this.#accounts?.firstNeeded(topic) ?? null,
      },
    );
  }

  #serve(market: string): void {
    const { rhythm } = this.#options;
    const snapshotter = new MarketSnapshotter(this.#context, {
      market,
      rhythm,
      onChange: () => this.#announcer.changed(),
    });
    this.#markets.set(market, snapshotter);
    this.#own(snapshotter.run());
  }

  #own(work: Promise<void>): void {
    this.#work.push(
      work.catch((error: unknown) => {
        if (!this.#stopped) this.#options.onBroken(error);
      }),
    );
  }

  async #reports(): Promise<readonly MarketReport[]> {
    const markets = [...this.#markets.values()];
    await Promise.allSettled(markets.map((market) => market.measureLag()));
    return markets.map((market) => market.report());
  }
}
