/** The read models beside an exchange of a test, folded while it runs. */
import { Projections } from '../../projections/projections.ts';
import type { OpenExchange } from './open-exchange.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

export class ReadModels {
  readonly #projections: Projections;
  readonly #folded: Promise<void>;

  constructor({ exchange }: OpenExchange) {
    const identity = { name: 'projections', pid: 1, version: 'test' };
    this.#projections = new Projections({ ports: exchange.ports, logger: silent, identity });
    this.#folded = this.#projections.run();
  }

  async close(): Promise<void> {
    this.#projections.stop();
    await this.#folded;
  }
}
