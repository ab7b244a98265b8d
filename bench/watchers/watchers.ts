import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WatchCounts, WatcherMessage, WatcherRequest, WatchPlan } from './watch-plan.ts';

/** Market-data clients in a process of their own. */
export class Watchers {
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid ?? 0;
  }

  /** Resolves once every one of them has subscribed. */
  static async open(plan: WatchPlan): Promise<Watchers> {
    const script = fileURLToPath(import.meta.resolve('./watcher-process.js'));
    const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const watchers = new Watchers(child);
    const answer = await watchers.#ask(plan);
    if ('error' in answer) throw new Error(`watchers: ${answer.error}`);
    return watchers;
  }

  async counts(): Promise<WatchCounts> {
    const answer = await this.#ask({ tell: true });
    if (!('counts' in answer)) throw new Error('the watchers do not tell');
    return answer.counts;
  }

  async close(): Promise<void> {
    const ended = new Promise((done) => this.#child.once('exit', done));
    this.#child.send({ end: true });
    await ended;
  }

  #ask(request: WatcherRequest): Promise<WatcherMessage> {
    return new Promise((resolve, reject) => {
      const failed = (code: number | null) => reject(new Error(`the watchers ended with ${code}`));
      this.#child.once('exit', failed);
      this.#child.once('message', (message: WatcherMessage) => {
        this.#child.off('exit', failed);
        resolve(message);
      });
      this.#child.send(request);
    });
  }
}
