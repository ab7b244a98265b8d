import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Clock, Timer } from '../../ports/clock/clock.ts';
import { startOf } from '../../ports/process/process-identity.ts';
import { type UpRecord, upPath } from '../connection.ts';
import { type ProcessExit, type ProcessSpec, SupervisedProcess } from './supervised-process.ts';

export interface SupervisorOptions {
  readonly dataDirectory: string;
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly adminUrl: string;
  readonly supervisorPid: number;
  readonly processes: readonly ProcessSpec[];
  readonly clock: Clock;
  readonly onExit: (exit: ProcessExit) => void;
  /** `up.json` cannot be written now, most often since the disk is full. Told once each time. */
  readonly onUnwritten: (problem: string) => void;
}

const WRITE_AGAIN_MS = 1_000;

/**
 * Starts the processes of an exchange, restarts what dies, and keeps `<data>/up.json` true: what
 * cannot be written now is written as soon as it can, and ends nobody.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #ownStart: string;
  readonly #processes: SupervisedProcess[] = [];
  #state: 'running' | 'stopping' = 'running';
  #writeAgain: Timer | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#ownStart = startOf(options.supervisorPid);
    for (const spec of options.processes) this.add(spec);
  }

  /** Starts one more, e.g. the traders once the exchange is ready. */
  add(spec: ProcessSpec): void {
    const supervised = new SupervisedProcess(spec, {
      clock: this.#options.clock,
      onChange: (exit) => {
        if (this.#state === 'stopping') return;
        this.#keepRecord();
        if (exit !== null) this.#options.onExit(exit);
      },
    });
    this.#processes.push(supervised);
    supervised.start();
  }

  record(): UpRecord {
    const { supervisorPid, baseUrl, wsUrl, adminUrl } = this.#options;
    return {
      supervisorPid,
      supervisorStart: this.#ownStart,
      baseUrl,
      wsUrl,
      adminUrl,
      processes: this.#processes.flatMap(({ spec, pid, startedAt }) =>
        pid === null ? [] : [{ name: spec.name, pid, start: startedAt }],
      ),
    };
  }

  /** Stops all, the writers of money last to go, and resolves when no process is left. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    this.#writeAgain?.cancel();
    await Promise.all(this.#processes.map((supervised) => supervised.stop()));
    rmSync(upPath(this.#options.dataDirectory), { force: true });
  }

  #keepRecord(): void {
    // Whoever waits to write again writes what is true then.
    if (this.#writeAgain !== null) return;
    try {
      this.#writeRecord();
    } catch (error) {
      this.#options.onUnwritten(error instanceof Error ? error.message : String(error));
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    this.#writeAgain = this.#options.clock.setTimer(WRITE_AGAIN_MS, () => {
      try {
        this.#writeRecord();
        this.#writeAgain = null;
      } catch {
        this.#tryAgain();
      }
    });
  }

  #writeRecord(): void {
    const path = upPath(this.#options.dataDirectory);
    // A reader sees the old record or the new one, never half of one.
    writeFileSync(`${path}.new`, `${JSON.stringify(this.record(), null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}
