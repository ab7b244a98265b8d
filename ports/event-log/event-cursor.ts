import type { Hash64, Offset, Sequence } from '../../proto/units.ts';

/**
 * Where a reader of a topic stands: after which record, and what the next one must follow. Kept by
 * the reader in one atomic step with what it made of the record.
 */
export interface EventCursor {
  /** Where to go on reading the topic. */
  readonly nextLogOffset: Offset;
  /** Event topics: input offset of the last batch applied. `commands.ledger`: its own offset. */
  readonly inputOffset: Offset;
  /** Last event sequence applied (0: none). `commands.ledger`: equal to nextLogOffset. */
  readonly sequence: Sequence;
  /** Event hash after the last batch applied. `commands.ledger`: sixteen zeros. */
  readonly eventHash: Hash64;
}

/** The same place: the same record, and the same history before it. */
export const isSame = (a: EventCursor | null, b: EventCursor | null): boolean =>
  a?.nextLogOffset === b?.nextLogOffset && a?.eventHash === b?.eventHash;
