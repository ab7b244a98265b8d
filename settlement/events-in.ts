/** Reads the topics that settlement settles: `events.<MARKET>` of every market and `commands.ledger`. */

import { CommandStream, type StreamedCommands } from '../ports/event-log/command-stream.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { EventStream, type StreamedBatch } from '../ports/event-log/event-stream.ts';
import type { CommandBatch, EventBatch } from '../proto/messages.ts';
import { eventTopic, LEDGER_TOPIC, marketOfTopic } from '../proto/topics.ts';
import { type Hash64, offset, sequence } from '../proto/units.ts';

/** One record, checked to follow the one before; `cursor` stands behind it. */
export type SettlementRecord = { readonly topic: string; readonly cursor: EventCursor } & (
  | { readonly kind: 'events'; readonly batch: EventBatch }
  | { readonly kind: 'commands'; readonly batch: CommandBatch }
  /** In the ledger log, undecodable: it has no effect, and stands still in nobody's way. */
  | { readonly kind: 'poison'; readonly problem: string }
);

/** The topics that exist now, the ledger's first. */
export async function settledTopics(log: EventLog): Promise<readonly string[]> {
  const topics = await log.topics();
  const ledger = topics.filter((topic) => topic === LEDGER_TOPIC);
  return [...ledger, ...topics.filter(isEventTopic)];
}

function isEventTopic(topic: string): boolean {
  const market = marketOfTopic(topic);
  return market !== null && topic === eventTopic(market);
}

const NO_HASH = '0'.repeat(16) as Hash64;

export class TopicInput {
  readonly topic: string;
  /** null: the ledger. */
  readonly market: string | null;
  readonly #read: (timeoutMs: number) => Promise<readonly SettlementRecord[]>;

  constructor(options: {
    readonly log: EventLog;
    readonly topic: string;
    readonly cursor: EventCursor | null;
  }) {
    const { log, topic, cursor } = options;
    this.topic = topic;
    this.market = marketOfTopic(topic);
    if (this.market === null) {
      const stream = new CommandStream({ log, topic, from: cursor?.nextLogOffset ?? offset(0) });
      this.#read = async (timeoutMs) => (await stream.next(timeoutMs)).map(ledgerRecord);
    } else {
      const stream = new EventStream({ log, market: this.market, from: cursor });
      this.#read = async (timeoutMs) =>
        (await stream.next(timeoutMs, 'soon')).map((streamed) => marketRecord(topic, streamed));
    }
  }

  /**
   * The next records; waits for at most `timeoutMs`, and may be empty. Throws EventLogError,
   * DecodeError and StreamError.
   */
  read(timeoutMs: number): Promise<readonly SettlementRecord[]> {
    return this.#read(timeoutMs);
  }
}

const marketRecord = (topic: string, { batch, cursor }: StreamedBatch): SettlementRecord => ({
  kind: 'events',
  topic,
  cursor,
  batch,
});

function ledgerRecord(streamed: StreamedCommands): SettlementRecord {
  const next = offset(streamed.offset + 1);
  const cursor: EventCursor = {
    nextLogOffset: next,
    inputOffset: streamed.offset,
    sequence: sequence(next),
    eventHash: NO_HASH,
  };
  const place = { topic: LEDGER_TOPIC, cursor };
  return streamed.kind === 'poison'
    ? { kind: 'poison', ...place, problem: streamed.error.message }
    : { kind: 'commands', ...place, batch: streamed.batch };
}
