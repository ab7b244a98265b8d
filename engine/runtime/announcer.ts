import type { Timer } from '../../ports/clock/clock.ts';
import type {
  MarketReport,
  ProcessReport,
  Service,
  StorageReport,
} from '../../ports/coordination/coordination.ts';
import type { Ports } from '../../ports/ports.ts';
import type { StageReport } from '../../ports/stage-times/stage-times.ts';
import { limits } from '../../proto/limits.ts';

export interface ProcessIdentity {
  readonly name: string;
  readonly service: Service;
  readonly pid: number;
  readonly version: string;
}

/** Changes within so short a time are told together. */
const THROTTLE_MS = 20;

/** Says what this process is and does: when something changes, and every second. */
export class Announcer {
  readonly #ports: Pick<Ports, 'clock' | 'coordination'>;
  readonly #identity: Omit<ProcessReport, 'markets' | 'storage' | 'stages'>;
  readonly #storage: () => StorageReport | null;
  readonly #stages: () => StageReport | undefined;
  readonly #markets: () => Promise<readonly MarketReport[]>;
  #timer: Timer | null = null;
  #dueMs = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(
    ports: Pick<Ports, 'clock' | 'coordination'>,
    options: {
      readonly identity: ProcessIdentity;
      /** Must not throw. */
      readonly markets: () => Promise<readonly MarketReport[]>;
      readonly storage?: () => StorageReport;
      readonly stages?: () => StageReport | undefined;
    },
  ) {
    this.#ports = ports;
    this.#identity = { ...options.identity, startedAtUs: ports.clock.nowUs() };
    this.#markets = options.markets;
    this.#storage = options.storage ?? (() => null);
    this.#stages = options.stages ?? (() => undefined);
  }

  start(): void {
    this.#ports.coordination.announce({ ...this.#identity, markets: [] });
    this.#schedule(THROTTLE_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  changed(): void {
    this.#schedule(THROTTLE_MS);
  }

  #schedule(delayMs: number): void {
    const { clock } = this.#ports;
    const dueMs = clock.monotonicMs() + delayMs;
    if (this.#stopped || dueMs >= this.#dueMs) return;
    this.#timer?.cancel();
    this.#dueMs = dueMs;
    this.#timer = clock.setTimer(delayMs, () => void this.#announce());
  }

  async #announce(): Promise<void> {
    this.#dueMs = Number.POSITIVE_INFINITY;
    const markets = await this.#markets();
    if (this.#stopped) return;
    const storage = this.#storage();
    const stages = this.#stages();
    this.#ports.coordination.announce({
      ...this.#identity,
      markets,
      ...(storage === null ? {} : { storage }),
      ...(stages === undefined ? {} : { stages }),
    });
    this.#schedule(limits.statusIntervalMs);
  }
}
