import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Clock, Timer } from '../../ports/clock/clock.ts';
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
  readonly pid: number;
  readonly code: number | null;
  readonly signal: string | null;
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

  start(): void {
    this.#state = 'running';
    this.#startedAtMs = this.#clock.monotonicMs();
    const log = openSync(this.spec.logPath, 'a', 0o600);
    const child = spawn(process.execPath, [this.spec.script, ...this.spec.arguments], {
      stdio: ['ignore', log, log, 'ipc'],
      // A process group of its own: Ctrl-C is for us, and we stop it in an orderly way.
      detached: true,
      env: { ...process.env, ...this.spec.environment },
    });
    closeSync(log);
    this.#child = child;
    child.on('error', () => this.#ended(child, null, null));
    child.on('exit', (code, signal) => this.#ended(child, code, signal));
    // A broken channel is not our trouble: the exit tells.
    child.channel?.unref();
    this.#onChange(null);
  }

  #ended(child: ChildProcess, code: number | null, signal: string | null): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (this.#state === 'stopped') return;
    const livedMs = this.#clock.monotonicMs() - this.#startedAtMs;
    if (livedMs >= HEALTHY_AFTER_MS) this.#delayMs = this.spec.restartDelayMs;
    const restartInMs = this.#delayMs;
    this.#delayMs = Math.min(RESTART_DELAY_MAX_MS, Math.max(100, this.#delayMs * 2));
    this.#state = 'waiting';
    this.#restart = this.#clock.setTimer(restartInMs, () => {
      this.#restart = null;
      if (this.#state === 'waiting') this.start();
    });
    this.#onChange({ name: this.spec.name, pid: child.pid ?? 0, code, signal, restartInMs });
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

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in between, which is what was wanted.
  }
}
