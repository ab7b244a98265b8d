import { EventsIn } from '../engine/runtime/events-in.ts';
import { retrying } from '../engine/runtime/retrying.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import type { EventFrame } from '../proto/codec.ts';
import { eventTopic } from '../proto/topics.ts';
import type { Offset } from '../proto/units.ts';

/** So that a stop is not kept waiting. */
const NAP_MS = 100;

/**
 * What the primary emitted for a command record; null when it does not appear in time. Every command
 * record has a batch, so that of record 1042 stands at 1042 or, behind copies of others, later. A log
 * that is away meanwhile is asked again.
 */
export async function primaryOutput(
  context: RuntimeContext,
  options: {
    readonly market: string;
    readonly inputOffset: Offset;
    readonly timeoutMs: number;
    readonly isOver: () => boolean;
  },
): Promise<EventFrame | null> {
  const { market, inputOffset, isOver } = options;
  const { clock, log } = context.ports;
  const topic = eventTopic(market);
  const untilMs = clock.monotonicMs() + options.timeoutMs;
  const isLate = () => isOver() || clock.monotonicMs() >= untilMs;
  const patiently = <T>(action: () => Promise<T>) =>
    retrying(context, { what: `read of ${topic}`, isOver: isLate, action });
  while (!(await patiently(() => log.waitFor(topic, inputOffset, NAP_MS, 'soon')))) {
    if (isLate()) return null;
  }
  const events = new EventsIn({ log, market, from: inputOffset });
  for (;;) {
    const records = (await patiently(() => events.read())) ?? [];
    for (const record of records) {
      if (record.kind === 'batch' && record.frame.inputOffset === inputOffset) return record.frame;
    }
    if (records.length > 0) continue;
    if (isLate()) return null;
    await patiently(() => events.waitForMore(NAP_MS));
  }
}
