/**
 * Who may command: sessions of order-services and their epochs, as the log alone decides them.
 * The same rule fences a market's log and the ledger's.
 */
import { IgnoreReason } from '../../proto/messages.ts';

export interface ReferenceSession {
  epoch: number;
  lastSequence: number;
}

export type SessionStart =
  | {
      readonly kind: 'opened';
      readonly previousEpoch: number;
      readonly previousLastSequence: number;
    }
  | { readonly kind: 'refused'; readonly currentEpoch: number };

export class ReferenceSessions {
  readonly #sessions = new Map<number, ReferenceSession>();
  /** Over all epochs; control records (session 0) have one, too. */
  readonly #lastOrderIds = new Map<number, number>();

  get(sessionId: number): ReferenceSession | undefined {
    return this.#sessions.get(sessionId);
  }

  /** A session's epoch only grows. */
  start(sessionId: number, epoch: number): SessionStart {
    const session = this.#sessions.get(sessionId);
    const previousEpoch = session?.epoch ?? 0;
    if (epoch <= previousEpoch) return { kind: 'refused', currentEpoch: previousEpoch };
    const previousLastSequence = session?.lastSequence ?? 0;
    this.#sessions.set(sessionId, { epoch, lastSequence: 0 });
    return { kind: 'opened', previousEpoch, previousLastSequence };
  }

  /** null: the command takes part, and its sequence is used up. Session 0 has no sequences. */
  judge(sessionId: number, epoch: number, sequence: number): IgnoreReason | null {
    if (sessionId === 0) return null;
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return IgnoreReason.unknownSession;
    if (epoch < session.epoch) return IgnoreReason.staleEpoch;
    if (epoch > session.epoch) return IgnoreReason.unknownSession;
    if (sequence <= session.lastSequence) return IgnoreReason.duplicateSequence;
    if (sequence > session.lastSequence + 1) return IgnoreReason.sequenceGap;
    session.lastSequence = sequence;
    return null;
  }

  /** Order ids of a session only grow; one is used up whatever becomes of its order. */
  takeOrderId(sessionId: number, orderId: number): 'new' | 'old' {
    if (orderId <= (this.#lastOrderIds.get(sessionId) ?? 0)) return 'old';
    this.#lastOrderIds.set(sessionId, orderId);
    return 'new';
  }
}
