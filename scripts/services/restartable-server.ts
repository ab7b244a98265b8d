import type { ServerProcess } from './server-process.ts';

/** A server that is one process, which a test may freeze, kill and bring back with its data. */
export abstract class RestartableServer {
  #process: ServerProcess | null = null;

  get process(): ServerProcess {
    if (this.#process === null) throw new Error('the server was never started');
    return this.#process;
  }

  protected abstract launch(): ServerProcess;

  /** Resolves once it serves. Throws ServiceError. */
  protected abstract answers(): Promise<void>;

  /** On the same port as before, with what its folder holds. Nothing is left running when it fails. */
  async restart(): Promise<void> {
    await this.kill();
    this.#process = this.launch();
    try {
      await this.answers();
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  freeze(): void {
    this.process.signal('SIGSTOP');
  }

  thaw(): void {
    this.process.signal('SIGCONT');
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }
}
