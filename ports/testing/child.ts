import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const programOf = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** A process of the test: log-child.ts, or another program of this folder. */
export class Child {
  readonly #process: ChildProcess;
  readonly ended: Promise<Ended>;
  #output = '';
  #errors = '';
  #onLine: (() => void) | null = null;

  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    program = 'log-child',
  ) {
    this.#process = spawn(process.execPath, [programOf(program), ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout?.on('data', (chunk) => {
      this.#output += String(chunk);
      this.#onLine?.();
    });
    this.#process.stderr?.on('data', (chunk) => {
      this.#errors += String(chunk);
      this.#onLine?.();
    });
    this.ended = new Promise((resolve) => {
      this.#process.on('close', (exitCode, signal) => {
        this.#onLine?.();
        resolve({ exitCode, signal, lines: this.lines, errors: this.#errors });
      });
    });
  }

  /** Whole lines so far. */
  get lines(): readonly string[] {
    return this.#output.split('\n').slice(0, -1);
  }

  /** Resolves when it has printed so many lines, or is at its end. */
  async printed(count: number): Promise<void> {
    await this.#until(() => this.lines.length >= count);
  }

  /** Resolves when its stderr (the log) holds the text, or it is at its end. */
  async logged(text: string): Promise<void> {
    await this.#until(() => this.#errors.includes(text));
  }

  async #until(condition: () => boolean): Promise<void> {
    const running = () => this.#process.exitCode === null && this.#process.signalCode === null;
    while (!condition() && running()) {
      await new Promise<void>((resolve) => {
        this.#onLine = resolve;
      });
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  get pid(): number {
    return this.#process.pid!;
  }
}
