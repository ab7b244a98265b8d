/**
 * Before a lost account store is rebuilt, the sessions of those who used it are fenced in the logs: an
 * order-service may have admitted commands that it has not published yet, and the money that it held
 * for them is gone with the store. Behind the fence nothing of that session takes effect any more, so
 * the logs up to the fence are all there will ever be.
 *
 *   commands:  … 41 of epoch 7 …  SessionStarted(8, settlement)  42 of epoch 7: ignored by the engine
 *                                 ╰─ rebuilt up to here at least
 */
import type { Ports } from '../ports/ports.ts';
import type { SettledTopic, TopicSession } from '../proto/account-snapshot-messages.ts';
import { encodeCommandBatch } from '../proto/codec.ts';
import type { SessionStarted } from '../proto/messages.ts';
import { commandTopic, LEDGER_TOPIC, marketOfTopic } from '../proto/topics.ts';
import {
  type CommandSequence,
  type Epoch,
  epoch,
  type Offset,
  type SessionId,
} from '../proto/units.ts';
import type { SettlementRecord } from './events-in.ts';

const FENCING_NODE = 'settlement';

/** Which sessions the logs speak of, each with the epoch that every topic knows. */
export class SeenSessions {
  readonly #byTopic = new Map<string, Map<SessionId, Epoch>>();

  /** What was seen before, if anything. */
  constructor(before: readonly Pick<SettledTopic, 'topic' | 'sessions'>[] = []) {
    for (const { topic, sessions } of before) {
      for (const session of sessions) this.#note(topic, session);
    }
  }

  /** As this topic knows them. */
  of(topic: string): readonly TopicSession[] {
    const sessions = this.#byTopic.get(topic) ?? new Map<SessionId, Epoch>();
    return [...sessions].map(([sessionId, known]) => ({ sessionId, epoch: known }));
  }

  note(record: SettlementRecord): void {
    if (record.kind === 'events') {
      for (const event of record.batch.events) {
        if (event.kind === 'SessionOpened') this.#note(record.topic, event);
      }
    } else if (record.kind === 'commands') {
      for (const command of record.batch.commands) {
        if (command.kind === 'SessionStarted') this.#note(record.topic, command);
      }
    }
  }

  /** The highest epoch of each. */
  highest(): ReadonlyMap<SessionId, Epoch> {
    const highest = new Map<SessionId, Epoch>();
    for (const sessions of this.#byTopic.values()) {
      for (const [id, known] of sessions) {
        highest.set(id, epoch(Math.max(known, highest.get(id) ?? 0)));
      }
    }
    return highest;
  }

  /** Whether every topic that knows a session knows it with this epoch. */
  async agreeWith(epochOf: (id: SessionId) => Promise<Epoch>): Promise<boolean> {
    const known = new Map<SessionId, Epoch>();
    for (const id of this.highest().keys()) known.set(id, await epochOf(id));
    return [...this.#byTopic.values()].every((sessions) =>
      [...sessions].every(([id, seen]) => known.get(id) === seen),
    );
  }

  #note(topic: string, opened: TopicSession): void {
    const sessions = this.#byTopic.get(topic) ?? new Map<SessionId, Epoch>();
    this.#byTopic.set(topic, sessions);
    const before = sessions.get(opened.sessionId) ?? 0;
    sessions.set(opened.sessionId, epoch(Math.max(before, opened.epoch)));
  }
}

/** Appends the fences to every command log; returns their epochs. Throws EventLogError. */
export async function fenceSessions(
  ports: Pick<Ports, 'log' | 'clock'>,
  seen: SeenSessions,
): Promise<ReadonlyMap<SessionId, Epoch>> {
  const fences = new Map<SessionId, Epoch>();
  for (const [id, highest] of seen.highest()) fences.set(id, epoch(highest + 1));
  if (fences.size === 0) return fences;
  for (const topic of await ports.log.topics()) {
    if (!isCommandTopic(topic)) continue;
    for (const [sessionId, fence] of fences) {
      await appendFence(ports, topic, {
        kind: 'SessionStarted',
        sessionId,
        epoch: fence,
        node: FENCING_NODE,
      });
    }
  }
  return fences;
}

function isCommandTopic(topic: string): boolean {
  if (topic === LEDGER_TOPIC) return true;
  const market = marketOfTopic(topic);
  return market !== null && topic === commandTopic(market);
}

/** Outside any session; twice is harmless: the second is refused. */
function appendFence(
  { log, clock }: Pick<Ports, 'log' | 'clock'>,
  topic: string,
  command: SessionStarted,
): Promise<Offset> {
  const bytes = encodeCommandBatch({
    sessionId: 0 as SessionId,
    sessionEpoch: 0 as Epoch,
    firstSequence: 0 as CommandSequence,
    timestampUs: clock.nowUs(),
    prevHash: 0,
    commands: [command],
  });
  return log.append(topic, [bytes]);
}
