/**
 * The role: one process of the matching engine, with a replica for every market it serves.
 *
 *   topics ──discovery──▶ Replica BTC-USD, Replica ETH-USD …      each leads or stands by on its own
 *   peers  ──────────────▶ look()
 */

import type { Timer } from '../../ports/clock/clock.ts';
import type { MarketReport } from '../../ports/coordination/coordination.ts';
import { limits } from '../../proto/limits.ts';
import { Announcer } from './announcer.ts';
import type { WatchTiming } from './leader-watch.ts';
import { discoverMarkets, type MarketSelection } from './market-discovery.ts';
import { Replica } from './replica.ts';
import { isPassing } from './retrying.ts';
import type { RuntimeContext } from './runtime-context.ts';

/** Much less than `inactiveMs` of leader-watch.ts. */
const LAG_PATIENCE_MS = 50;

export interface EngineNodeOptions {
  readonly markets: MarketSelection;
  readonly identity: { readonly pid: number; readonly version: string };
  /** What ends the process: a damaged log, a changed history … Called at most once per cause. */
  readonly onBroken: (error: unknown) => void;
  readonly timing?: WatchTiming;
}

export class EngineNode {
  readonly #context: RuntimeContext;
  readonly #options: EngineNodeOptions;
  readonly #replicas = new Map<string, Replica>();
  readonly #work: Promise<void>[] = [];
  readonly #announcer: Announcer;
  #unsubscribe: () => void = () => {};
  #lookTimer: Timer | null = null;
  #stopped = false;

  constructor(context: RuntimeContext, options: EngineNodeOptions) {
    this.#context = context;
    this.#options = options;
    this.#announcer = new Announcer(context.ports, {
      identity: { ...options.identity, name: context.node, service: 'engine' },
      markets: () => this.#reports(),
      stages: () => context.stages?.report(),
    });
  }

  start(): void {
    this.#announcer.start();
    this.#unsubscribe = this.#context.ports.coordination.onPeerChange(() => this.#look());
    this.#scheduleLook();
    const discovery = discoverMarkets(this.#context.ports, {
      selection: this.#options.markets,
      isOver: () => this.#stopped,
      onMarket: (market) => this.#serve(market),
    });
    this.#own(discovery);
  }

  /** Finishes the appends in flight. What is applied and not emitted, the next primary emits. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    this.#lookTimer?.cancel();
    this.#announcer.stop();
    for (const replica of this.#replicas.values()) replica.stop();
    await Promise.all(this.#work);
  }

  /** undefined: not served, or not discovered yet. */
  replica(market: string): Replica | undefined {
    return this.#replicas.get(market);
  }

  #serve(market: string): void {
    const { timing } = this.#options;
    const replica = new Replica(this.#context, {
      market,
      onRole: () => this.#announcer.changed(),
      ...(timing === undefined ? {} : { timing }),
    });
    this.#replicas.set(market, replica);
    this.#own(replica.run());
  }

  #own(work: Promise<void>): void {
    this.#work.push(
      work.catch((error: unknown) => {
        // A log that is closed under a node that stops is no trouble.
        if (!this.#stopped) this.#options.onBroken(error);
      }),
    );
  }

  #scheduleLook(): void {
    const { clock } = this.#context.ports;
    this.#lookTimer = clock.setTimer(limits.heartbeatMs, () => {
      this.#look();
      if (!this.#stopped) this.#scheduleLook();
    });
  }

  #look(): void {
    for (const replica of this.#replicas.values()) {
      replica.look().catch((error: unknown) => {
        if (!this.#stopped && !isPassing(error)) this.#options.onBroken(error);
      });
    }
  }

  async #reports(): Promise<readonly MarketReport[]> {
    const replicas = [...this.#replicas.values()];
    // The log may be away or slow; then the lag stays as it was. A role that was told late would be
    // taken for a leader that does not lead, and another would claim.
    const measured = Promise.allSettled(replicas.map((replica) => replica.measureLag()));
    await Promise.race([measured, this.#context.ports.clock.sleep(LAG_PATIENCE_MS)]);
    return replicas.map((replica) => replica.report());
  }
}
