import type { Ports } from '../../ports/ports.ts';
import { encodeCommandBatch } from '../../proto/codec.ts';
import type { MarketCommand } from '../../proto/messages.ts';
import { commandTopic } from '../../proto/topics.ts';
import { commandSequence, epoch, type Offset, sessionId } from '../../proto/units.ts';

/** Appends one control record (session 0) to a market's command log. Throws EventLogError. */
export function appendControl(
  ports: Pick<Ports, 'log' | 'clock'>,
  market: string,
  command: MarketCommand,
): Promise<Offset> {
  const record = encodeCommandBatch({
    sessionId: sessionId(0),
    sessionEpoch: epoch(0),
    firstSequence: commandSequence(0),
    timestampUs: ports.clock.nowUs(),
    prevHash: 0,
    commands: [command],
  });
  return ports.log.append(commandTopic(market), [record]);
}
