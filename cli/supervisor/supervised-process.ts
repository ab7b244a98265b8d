import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Clock, Timer } from '../../ports/clock/clock.ts';
import { startOf } from '../../ports/process/process-identity.ts';
import { isAlive, waitForExit } from '../process-signals.ts';

export interface ProcessSpec {
  /** Unique; also the name of its log file. */
  readonly name: string;
  /** Compiled script. */
  readonly script: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly logPath: string;
  /** How long to wait before the first restart; doubles while it keeps dying young. */
  readonly restartDelayMs: number;
}

export interface ProcessExit {
  readonly name: string;
  /** null: it could not even be started; `problem` says why. */
  readonly pid: number | null;
  readonly code: number | null;
  readonly signal: string | null;
  readonly problem: string | null;
  readonly restartInMs: number;
}

const RESTART_DELAY_MAX_MS = 5_000;
/** Whoever lived this long did not die of its start. */
const HEALTHY_AFTER_MS = 5_000;
const KILL_AFTER_MS = 8_000;

/**
 * One process that is kept running:
 *
 *   running ──exit──▶ waiting ──delay──▶ running        stop() from either: stopped, for good
 *
 * The child holds an IPC channel to us: when we die, however we die, it sees `disconnect` and stops.
 */
export class SupervisedProcess {
  readonly spec: ProcessSpec;
  readonly #clock: Clock;
  readonly #onChange: (exit: ProcessExit | null) => void;
  #child: ChildProcess | null = null;
  #start = '';
  #startedAtMs = 0;
  #delayMs: number;
  #restart: Timer | null = null;
  #state: 'running' | 'waiting' | 'stopped' = 'stopped';

  constructor(
    spec: ProcessSpec,
    surroundings: {
      readonly clock: Clock;
      /** After every start (null) and every unexpected end. */
      readonly onChange: (exit: ProcessExit | null) => void;
    },
  ) {
    this.spec = spec;
    this.#clock = surroundings.clock;
    this.#onChange = surroundings.onChange;
    this.#delayMs = spec.restartDelayMs;
  }

  /** null while it is down. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** When the process started, see ProcessIdentity: its pid may be another's one day. */
  get startedAt(): string {
    return this.#start;
  }

  start(): void {
    this.#state = 'running';
    this.#startedAtMs = this.#clock.monotonicMs();
    let child: ChildProcess;
    try {
      child = this.#spawn();
    } catch (error) {
      this.#waitAndRestart({ pid: null, code: null, signal: null, problem: messageOf(error) });
      return;
    }
    this.#child = child;
    this.#start = child.pid === undefined ? '' : startOf(child.pid);
    const ended = (how: Omit<ProcessExit, 'name' | 'pid' | 'restartInMs'>) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#state === 'running') this.#waitAndRestart({ pid: child.pid ?? null, ...how });
    };
    child.on('error', (error) => ended({ code: null, signal: null, problem: messageOf(error) }));
    child.on('exit', (code, signal) => ended({ code, signal, problem: null }));
    // A broken channel is not our trouble: the exit tells.
    child.channel?.unref();
    this.#onChange(null);
  }

  /** Throws where the log file cannot be opened: a disk that is full or read-only. */
  #spawn(): ChildProcess {
    const log = openSync(this.spec.logPath, 'a', 0o600);
    try {
      return spawn(process.execPath, [this.spec.script, ...this.spec.arguments], {
        stdio: ['ignore', log, log, 'ipc'],
        // A process group of its own: Ctrl-C is for us, and we stop it in an orderly way.
        detached: true,
        env: { ...process.env, ...this.spec.environment },
      });
    } finally {
      closeSync(log);
    }
  }

  #waitAndRestart(how: Omit<ProcessExit, 'name' | 'restartInMs'>): void {
    const livedMs = this.#clock.monotonicMs() - this.#startedAtMs;
    if (livedMs >= HEALTHY_AFTER_MS) this.#delayMs = this.spec.restartDelayMs;
    const restartInMs = this.#delayMs;
    this.#delayMs = Math.min(RESTART_DELAY_MAX_MS, Math.max(100, this.#delayMs * 2));
    this.#state = 'waiting';
    this.#restart = this.#clock.setTimer(restartInMs, () => {
      this.#restart = null;
      if (this.#state === 'waiting') this.start();
    });
    this.#onChange({ name: this.spec.name, ...how, restartInMs });
  }

  /** SIGTERM, and SIGKILL for one that does not go. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#restart?.cancel();
    const pid = this.#child?.pid;
    if (pid === undefined || !isAlive(pid)) return;
    // A frozen process would never see the SIGTERM.
    signal(pid, 'SIGTERM');
    signal(pid, 'SIGCONT');
    if (await waitForExit(pid, KILL_AFTER_MS)) return;
    signal(pid, 'SIGKILL');
    await waitForExit(pid, KILL_AFTER_MS);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in between, which is what was wanted.
  }
}
