import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity, startOf } from '../../ports/process/process-identity.ts';
import { findTool } from './tool-path.ts';

const LOG_TAIL_CHARACTERS = 2_000;
const STOP_DEADLINE_MS = 20_000;

/** Who ends a server: this process with its own end, however it comes; or only whoever stops it. */
export type ServerLife = 'with-us' | 'until-stopped';

export interface ServerCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Its output; a restart appends. */
  readonly logPath: string;
  readonly life: ServerLife;
}

/** One server that we started. */
export class ServerProcess {
  readonly identity: ProcessIdentity;
  readonly #logPath: string;

  private constructor(identity: ProcessIdentity, logPath: string) {
    this.identity = identity;
    this.#logPath = logPath;
  }

  static start(command: ServerCommand): ServerProcess {
    const log = openSync(command.logPath, 'a', 0o600);
    try {
      const [program, words] = programOf(command);
      const child = spawn(program, words, {
        // A process group of its own: Ctrl-C at the terminal is not for the servers.
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...command.environment },
      });
      // What cannot be spawned shows as a process that is not there.
      child.on('error', () => {});
      child.unref();
      if (command.life === 'with-us') process.once('exit', () => child.kill('SIGKILL'));
      const pid = child.pid ?? 0;
      return new ServerProcess({ pid, start: startOf(pid) }, command.logPath);
    } finally {
      closeSync(log);
    }
  }

  /** The one that an earlier run of ours started. */
  static of(identity: ProcessIdentity, logPath: string): ServerProcess {
    return new ServerProcess(identity, logPath);
  }

  get isAlive(): boolean {
    return this.identity.pid > 0 && isAlive(this.identity);
  }

  /** null while it lives; else the end of what it said. */
  diagnosis(): string | null {
    if (this.isAlive) return null;
    const text = readFileSync(this.#logPath, 'utf8').trim().slice(-LOG_TAIL_CHARACTERS);
    return `its process ended${text === '' ? '' : `:\n${text}`}`;
  }

  signal(name: NodeJS.Signals): void {
    if (!this.isAlive) return;
    try {
      process.kill(this.identity.pid, name);
    } catch (error) {
      // It may end in between.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** As a power cut does. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    while (this.isAlive) await sleep(10);
  }

  /** In order, and without mercy for one that does not go. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    // A frozen process would never see the SIGTERM.
    this.signal('SIGCONT');
    const endMs = performance.now() + STOP_DEADLINE_MS;
    while (this.isAlive && performance.now() < endMs) await sleep(20);
    await this.kill();
  }
}

/** The kernel ends it when we are killed and can do nothing more ourselves (util-linux' setpriv). */
function programOf(command: ServerCommand): readonly [string, string[]] {
  const setpriv = command.life === 'with-us' ? findTool('setpriv') : null;
  if (setpriv === null) return [command.command, [...command.arguments]];
  return [setpriv, ['--pdeathsig', 'KILL', command.command, ...command.arguments]];
}
