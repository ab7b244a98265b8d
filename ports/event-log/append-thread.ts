/**
 * Appends to a partition from a thread of its own, so that the fsync of a commit stops nobody who
 * has other things to do:
 *
 *   event loop ──frames──▶ thread: one commit for all that has arrived ──fsync──▶ disk
 *       ▲                       │
 *       └──────── offsets ──────┘
 *
 * The thread also rings who waits for the records (mesh-bell.ts), before the event loop hears of them.
 *
 * A message there and back costs some 50 µs; a commit 300 µs and, when the disk is busy, many times
 * that (2026-11). Appends to several topics that arrive together share one commit.
 */
import { Worker } from 'node:worker_threads';
import type { EnvironmentProblem } from '../embedded/lmdb-environment.ts';
import { EnvironmentError } from '../embedded/lmdb-environment.ts';
import type { MeshBellOptions } from '../embedded/mesh-bell.ts';
import type { EnvironmentFiles } from '../embedded/newest-transaction.ts';

/** For a process that appends all the time. */
export interface AppendThreadOptions {
  /** The FAULT variable, see `envCrashPoints`. */
  readonly faults: string | undefined;
  /** Absent: the thread rings nobody. */
  readonly bell?: MeshBellOptions;
}

export interface AppendWorkerOptions extends AppendThreadOptions {
  readonly folder: string;
  readonly mapBytesMax: number | undefined;
  readonly files: EnvironmentFiles;
  /** The NODE_ENV variable. */
  readonly environment: string | undefined;
}

export interface AppendRequest {
  readonly topicId: number;
  readonly frames: readonly Uint8Array[];
  /** Whom to ring once they are durable. */
  readonly ring: { readonly topic: string; readonly names: readonly string[] };
}

export interface Appended {
  /** The offset of the first frame. */
  readonly first: number;
  /** Whether all who were to be rung were. */
  readonly areRung: boolean;
}

export type AppendOutcome =
  | (Appended & { readonly problem?: undefined })
  | { readonly problem: EnvironmentProblem; readonly message: string };

interface Waiting {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

export class AppendThread {
  readonly #worker: Worker;
  /** In the order of their requests, which is the order of the outcomes. */
  readonly #waiting: Waiting[] = [];
  readonly #ended: Promise<void>;
  #failure: Error | null = null;

  constructor(options: AppendWorkerOptions) {
    this.#worker = new Worker(new URL('./append-worker.js', import.meta.url), {
      workerData: options,
    });
    this.#worker.on('message', (outcomes: readonly AppendOutcome[]) => this.#take(outcomes));
    // A thread that dies of an error has left nobody knows what: so must the process.
    this.#worker.on('error', (error) => {
      this.#fail(error);
      throw error;
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fail(new EnvironmentError('unavailable', 'the append thread has ended'));
        resolve();
      });
    });
  }

  /** Resolves once all frames are durable. Throws EnvironmentError. */
  append(request: AppendRequest): Promise<Appended> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  /** After what was asked for before. */
  async close(): Promise<void> {
    this.#worker.postMessage('close');
    await this.#ended;
  }

  #take(outcomes: readonly AppendOutcome[]): void {
    for (const outcome of outcomes) {
      const { resolve, reject } = this.#waiting.shift() as Waiting;
      if (outcome.problem === undefined) resolve(outcome);
      else reject(new EnvironmentError(outcome.problem, outcome.message));
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
