/**
 * What the sessions before this one had admitted and not seen answered. Once SessionOpened of this
 * epoch stands in a market's events, nothing older can take effect any more, and each entry is
 * either published (the engine's answer stands before SessionOpened; settlement applies it) or never
 * will be (it is taken back: its hold becomes available again).
 *
 *   events:  … answers of epoch 6 (last: 41) … SessionOpened(7, previous 6/41) … SessionOpened(8, 7/0)
 *                                                    │                                │
 *   entries of epoch 6: ≤ 41 published, > 41 not ────┘     of epoch 7: none published ┘
 */
import type { OutboxEntry } from '../ports/account-store/outbox.ts';
import { decodeEventBatch } from '../proto/codec.ts';
import type { SessionOpened } from '../proto/messages.ts';
import { eventTopic } from '../proto/topics.ts';
import { type CommandSequence, type Epoch, type Offset, offset } from '../proto/units.ts';
import type { ServiceContext } from './service-context.ts';

export class InheritedOutbox {
  readonly #context: ServiceContext;
  readonly #byTopic: ReadonlyMap<string, readonly OutboxEntry[]>;

  private constructor(context: ServiceContext, entries: readonly OutboxEntry[]) {
    this.#context = context;
    const byTopic = new Map<string, OutboxEntry[]>();
    for (const entry of entries) {
      const ofTopic = byTopic.get(entry.topic);
      if (ofTopic === undefined) byTopic.set(entry.topic, [entry]);
      else ofTopic.push(entry);
    }
    this.#byTopic = byTopic;
  }

  /** Entries of epochs before `epoch`. */
  static async read(context: ServiceContext, epoch: Epoch): Promise<InheritedOutbox> {
    const entries = await context.ports.accounts.outbox(context.sessionId);
    return new InheritedOutbox(
      context,
      entries.filter((entry) => entry.epoch < epoch),
    );
  }

  /** `openedAt`: offset in the event log of the record that holds `opened`. */
  async resolveMarket(market: string, opened: SessionOpened, openedAt: Offset): Promise<void> {
    await this.#resolve(`commands.${market}`, async (epoch) => {
      if (epoch === opened.previousEpoch) return opened.previousLastSequence;
      return this.#lastPublished(market, epoch, openedAt);
    });
  }

  /** The ledger keeps the transaction ids that it applied; other entries hold nothing. */
  async resolveLedger(topic: string): Promise<void> {
    const entries = this.#byTopic.get(topic) ?? [];
    const unpublished: OutboxEntry[] = [];
    for (const entry of entries) {
      const { reserved } = entry;
      if (reserved.kind !== 'withdrawal') continue;
      const { accounts } = this.#context.ports;
      if (!(await accounts.transactionApplied(reserved.transactionId))) unpublished.push(entry);
    }
    await this.#finish(topic, entries, unpublished);
  }

  async #resolve(
    topic: string,
    lastPublishedOf: (epoch: Epoch) => Promise<CommandSequence>,
  ): Promise<void> {
    const entries = this.#byTopic.get(topic) ?? [];
    const lastPublished = new Map<Epoch, CommandSequence>();
    for (const { epoch } of entries) {
      if (!lastPublished.has(epoch)) lastPublished.set(epoch, await lastPublishedOf(epoch));
    }
    const unpublished = entries.filter((entry) => entry.sequence > lastPublished.get(entry.epoch)!);
    await this.#finish(topic, entries, unpublished);
  }

  async #finish(
    topic: string,
    entries: readonly OutboxEntry[],
    unpublished: readonly OutboxEntry[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const { ports, sessionId, log } = this.#context;
    if (unpublished.length > 0) await ports.accounts.withdrawFromOutbox(sessionId, unpublished);
    const through = new Map<Epoch, CommandSequence>();
    for (const { epoch, sequence } of entries) {
      through.set(epoch, Math.max(through.get(epoch) ?? 0, sequence) as CommandSequence);
    }
    for (const [epoch, last] of through) {
      await ports.accounts.clearOutbox(sessionId, { topic, epoch, through: last });
    }
    const published = entries.length - unpublished.length;
    log.info({ topic, published, takenBack: unpublished.length }, 'inherited outbox resolved');
  }

  /**
   * A session that opened and died before it resolved its inheritance left a SessionOpened further
   * back: the one that followed `epoch`. Looked for backwards, since it is near.
   */
  async #lastPublished(market: string, epoch: Epoch, before: Offset): Promise<CommandSequence> {
    const { ports, limits, sessionId } = this.#context;
    const topic = eventTopic(market);
    let end: number = before;
    // Also in the archive, if need be: not to find it would take back what was published.
    while (end > 0) {
      const start = Math.max(0, end - limits.readRecordsMax);
      for (let from = start; from < end; ) {
        const records = await ports.log.read(topic, offset(from), {
          records: end - from,
          bytes: limits.readBytesMax,
        });
        for (const record of records) {
          for (const event of decodeEventBatch(record.bytes).events) {
            const isIt =
              event.kind === 'SessionOpened' &&
              event.sessionId === sessionId &&
              event.previousEpoch === epoch;
            if (isIt) return event.previousLastSequence;
          }
        }
        if (records.length === 0) break;
        from += records.length;
      }
      end = start;
    }
    return 0 as CommandSequence;
  }
}
