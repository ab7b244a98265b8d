/**
 * How long a topic rests between two records. A record costs every process a wake-up, a read and
 * most of a transaction, whatever it holds; so where commands meet an append in flight, the next
 * record waits a little for more of them.
 *
 *   commands in the last record   1      some                     many
 *   rest                          none   perCommandMs for each,   none: the record is worth it
 *                                        atMostMs
 *
 * A lone command means that nobody is waiting, and the next one is not kept waiting either.
 */
const PACE = { perCommandMs: 0.5, atMostMs: 4, manyCommands: 256 } as const;

export function restAfterRecordMs(commands: number): number {
  if (commands <= 1 || commands >= PACE.manyCommands) return 0;
  return Math.min(commands * PACE.perCommandMs, PACE.atMostMs);
}
