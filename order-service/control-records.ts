import type { Ports } from '../ports/ports.ts';
import { encodeCommandBatch } from '../proto/codec.ts';
import type { Command } from '../proto/messages.ts';
import type { CommandSequence, Epoch, Offset, SessionId } from '../proto/units.ts';

/**
 * Appends one record outside any session (session id 0): what opens a session, defines a market, or
 * passes over a poison command. Its commands have no sequence to drop a repeat by, so they must be harmless twice.
 * Throws what EventLog.append throws.
 */
export function appendControl(
  ports: Ports,
  topic: string,
  ...commands: readonly Command[]
): Promise<Offset> {
  const bytes = encodeCommandBatch({
    sessionId: 0 as SessionId,
    sessionEpoch: 0 as Epoch,
    firstSequence: 0 as CommandSequence,
    timestampUs: ports.clock.nowUs(),
    prevHash: 0,
    commands,
  });
  return ports.log.append(topic, [bytes]);
}
