import type { OutboxPart } from '../ports/account-store/outbox.ts';
import { type CommandSequence, commandSequence, type Epoch } from '../proto/units.ts';
import type { ServiceContext } from './service-context.ts';

const IDLE_MS = 1_000;
/** Of one transaction: a thousand take longer than an order may wait for the event loop. */
const COMMANDS_AT_ONCE = 250;

/**
 * Removes answered commands from the outbox, many at a time: an entry too many is harmless. In the
 * transaction of an admission it costs next to nothing; only when none came for a while in one of
 * its own.
 */
export class OutboxTidy {
  readonly #context: ServiceContext;
  readonly #epoch: Epoch;
  readonly #through = new Map<string, CommandSequence>();
  /** Removed by now; the sequences of a session's epoch begin with 1. */
  readonly #cleared = new Map<string, number>();
  /** Topics that an admission cleared something of since the last tick. */
  readonly #kept = new Set<string>();
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
  }

  /** What the next admission is to clear; told by `cleared` when it has. */
  due(): readonly OutboxPart[] {
    const parts: OutboxPart[] = [];
    for (const [topic, through] of this.#through) {
      const answered = through - (this.#cleared.get(topic) ?? 0);
      if (answered >= this.#context.limits.outboxClearEvery) parts.push(this.#next(topic));
    }
    return parts;
  }

  cleared(parts: readonly OutboxPart[]): void {
    for (const part of parts) {
      this.#kept.add(part.topic);
      this.#note(part);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#clearing;
    this.#kept.clear();
    this.#clear();
    await this.#clearing;
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#clear();
    this.#context.ports.clock.setTimer(IDLE_MS, () => this.#tick());
  }

  #clear(): void {
    if (this.#clearing !== null) return;
    const topics = [...this.#through.keys()].filter((topic) => !this.#kept.has(topic));
    this.#kept.clear();
    if (topics.length === 0) return;
    this.#clearing = this.#clearAll(topics)
      .catch((error: unknown) => this.#context.log.warn({ err: error }, 'outbox not tidied'))
      .finally(() => {
        this.#clearing = null;
      });
  }

  async #clearAll(topics: readonly string[]): Promise<void> {
    const { ports, sessionId, defer } = this.#context;
    for (const topic of topics) {
      while (this.#through.has(topic)) {
        const part = this.#next(topic);
        await ports.accounts.clearOutbox(sessionId, part);
        // Only now: a store that does not answer is asked again. And more may be answered by now.
        this.#note(part);
        if (this.#through.has(topic)) await new Promise<void>((resolve) => defer(resolve));
      }
    }
  }

  #next(topic: string): OutboxPart {
    const atMost = (this.#cleared.get(topic) ?? 0) + COMMANDS_AT_ONCE;
    const through = commandSequence(Math.min(atMost, this.#through.get(topic)!));
    return { topic, epoch: this.#epoch, through };
  }

  #note({ topic, through }: OutboxPart): void {
    this.#cleared.set(topic, Math.max(through, this.#cleared.get(topic) ?? 0));
    if (this.#through.get(topic) === through) this.#through.delete(topic);
  }
}
