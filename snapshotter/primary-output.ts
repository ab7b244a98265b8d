import { EventsIn } from '../engine/runtime/events-in.ts';
import type { Ports } from '../ports/ports.ts';
import type { EventFrame } from '../proto/codec.ts';
import { eventTopic } from '../proto/topics.ts';
import type { Offset } from '../proto/units.ts';

/** So that a stop is not kept waiting. */
const NAP_MS = 100;

/**
 * What the primary emitted for a command record; null when it does not appear in time. Every command
 * record has a batch, so that of record 1042 stands at 1042 or, behind copies of others, later.
 */
export async function primaryOutput(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  options: {
    readonly market: string;
    readonly inputOffset: Offset;
    readonly timeoutMs: number;
    readonly isOver: () => boolean;
  },
): Promise<EventFrame | null> {
  const { market, inputOffset, isOver } = options;
  const untilMs = clock.monotonicMs() + options.timeoutMs;
  const isLate = () => isOver() || clock.monotonicMs() >= untilMs;
  while (!(await log.waitFor(eventTopic(market), inputOffset, NAP_MS, 'soon'))) {
    if (isLate()) return null;
  }
  const events = new EventsIn({ log, market, from: inputOffset });
  for (;;) {
    const records = await events.read();
    for (const record of records) {
      if (record.kind === 'batch' && record.frame.inputOffset === inputOffset) return record.frame;
    }
    if (records.length > 0) continue;
    if (isLate()) return null;
    await events.waitForMore(NAP_MS);
  }
}
