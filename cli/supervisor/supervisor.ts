import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../ports/clock/clock.ts';
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
}

/** Starts the processes of an exchange, restarts what dies, and keeps `<data>/up.json` true. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #processes: SupervisedProcess[] = [];
  #state: 'running' | 'stopping' = 'running';

  constructor(options: SupervisorOptions) {
    this.#options = options;
    for (const spec of options.processes) this.add(spec);
  }

  /** Starts one more, e.g. the traders once the exchange is ready. */
  add(spec: ProcessSpec): void {
    const supervised = new SupervisedProcess(spec, {
      clock: this.#options.clock,
      onChange: (exit) => {
        if (this.#state === 'stopping') return;
        this.#writeRecord();
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
      baseUrl,
      wsUrl,
      adminUrl,
      processes: this.#processes.flatMap(({ spec, pid }) =>
        pid === null ? [] : [{ name: spec.name, pid }],
      ),
    };
  }

  /** Stops all, the writers of money last to go, and resolves when no process is left. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    await Promise.all(this.#processes.map((supervised) => supervised.stop()));
    rmSync(upPath(this.#options.dataDirectory), { force: true });
  }

  #writeRecord(): void {
    const path = upPath(this.#options.dataDirectory);
    // A reader sees the old record or the new one, never half of one.
    writeFileSync(`${path}.new`, `${JSON.stringify(this.record(), null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}
