import { type CommandSequence, commandSequence, type Epoch } from '../proto/units.ts';
import type { ServiceContext } from './service-context.ts';

const IDLE_MS = 1_000;
/** Of one transaction: a thousand take longer than an order may wait for the event loop. */
const COMMANDS_AT_ONCE = 250;

/** Removes answered commands from the outbox, many at a time: an entry too many is harmless. */
export class OutboxTidy {
  readonly #context: ServiceContext;
  readonly #epoch: Epoch;
  readonly #through = new Map<string, CommandSequence>();
  /** Removed by now; the sequences of a session's epoch begin with 1. */
  readonly #cleared = new Map<string, number>();
  #answers = 0;
  #clearing: Promise<void> | null = null;
  #stopped = false;

  constructor(context: ServiceContext, epoch: Epoch) {
    this.#context = context;
    this.#epoch = epoch;
    this.#tick();
  }

  /** Everything of the topic up to `through` is answered. */
  answered(topic: string, through: CommandSequence): void {
    this.#through.set(topic, through);
    this.#answers += 1;
    if (this.#answers >= this.#context.limits.outboxClearEvery) this.#clear();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#clearing;
    this.#clear();
    await this.#clearing;
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#clear();
    this.#context.ports.clock.setTimer(IDLE_MS, () => this.#tick());
  }

  #clear(): void {
    if (this.#clearing !== null || this.#through.size === 0) return;
    this.#answers = 0;
    this.#clearing = this.#clearAll()
      .catch((error: unknown) => this.#context.log.warn({ err: error }, 'outbox not tidied'))
      .finally(() => {
        this.#clearing = null;
      });
  }

  async #clearAll(): Promise<void> {
    for (const [topic, through] of [...this.#through]) {
      await this.#clearTopic(topic, through);
      // Only now: a store that does not answer is asked again. And more may be answered by now.
      if (this.#through.get(topic) === through) this.#through.delete(topic);
    }
  }

  async #clearTopic(topic: string, through: CommandSequence): Promise<void> {
    const { ports, sessionId, defer } = this.#context;
    for (let cleared = this.#cleared.get(topic) ?? 0; cleared < through; ) {
      cleared = Math.min(cleared + COMMANDS_AT_ONCE, through);
      const part = commandSequence(cleared);
      await ports.accounts.clearOutbox(sessionId, topic, this.#epoch, part);
      this.#cleared.set(topic, cleared);
      if (cleared < through) await new Promise<void>((resolve) => defer(resolve));
    }
  }
}
