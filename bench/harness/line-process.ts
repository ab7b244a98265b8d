/** A contestant in a process of its own: it gets a line, does one run, answers one line of JSON. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LineCommand {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
}

export class LineProcess {
  readonly #child: ChildProcess;
  readonly #answers: ((answer: string | Error) => void)[] = [];
  #lastWords = '';
  #ended: Error | null = null;

  constructor(command: LineCommand) {
    const child = spawn(command.file, [...command.arguments], {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(command.folder === undefined ? {} : { cwd: command.folder }),
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.#answers.shift()?.(line));
    child.stderr.on('data', (text) => {
      this.#lastWords = `${this.#lastWords}${text}`.slice(-2000);
    });
    // A line to a process that is gone is reported by its end.
    child.stdin.on('error', () => {});
    child.once('error', (error) => this.#end(error));
    child.once('close', (code, signal) =>
      this.#end(new Error(`ended by ${signal ?? `code ${code}`}: ${this.#lastLine()}`)),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Throws when the process has ended, ends, or takes longer than `timeoutMs`. */
  ask<Answer>(line: string, timeoutMs: number): Promise<Answer> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    return new Promise<Answer>((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`no answer within ${timeoutMs / 1000} s`));
        this.#child.kill('SIGKILL');
      }, timeoutMs);
      this.#answers.push((answer) => {
        clearTimeout(deadline);
        if (typeof answer === 'string') resolve(JSON.parse(answer) as Answer);
        else reject(answer);
      });
      this.#child.stdin?.write(`${line}\n`);
    });
  }

  /** The process ends by itself at the end of its input. */
  async close(): Promise<void> {
    if (this.#ended !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdin?.end();
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), 2000);
    await gone;
    clearTimeout(deadline);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const answer of this.#answers.splice(0)) answer(this.#ended);
  }

  #lastLine(): string {
    return this.#lastWords.trim().split('\n').at(-1) ?? '';
  }
}
