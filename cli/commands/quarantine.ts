import { commandTopic } from '../../proto/topics.ts';
import { offset } from '../../proto/units.ts';
import type { CommandInput } from '../command.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { appendControl, marketsOf, withPorts } from '../store-access.ts';

const REASON_BYTES_MAX = 256;

export async function quarantineCommand(input: CommandInput): Promise<ExitCode> {
  const wanted = input.argument('market');
  const position = input.argument('offset');
  if (!/^\d{1,15}$/.test(position)) throw usageError(`an offset is a number, not "${position}"`);
  const reason = input.text('reason') ?? 'quarantined by an operator';
  if (Buffer.byteLength(reason) > REASON_BYTES_MAX) {
    throw usageError(`--reason takes at most ${REASON_BYTES_MAX} bytes`);
  }
  return withPorts(input.text('data') ?? './data', async (ports) => {
    const [market = wanted] = await marketsOf(ports, wanted);
    const topic = commandTopic(market);
    const { earliest, end } = await ports.log.bounds(topic);
    const poison = offset(Number(position));
    if (poison < earliest || poison >= end) {
      throw usageError(`${topic} holds the offsets ${earliest} to ${end - 1}, not ${poison}`);
    }
    const appendedAt = await appendControl(ports, topic, [
      { kind: 'CommandQuarantined', offset: poison, reason },
    ]);
    input.output.result({ market, offset: poison, reason, recordedAt: appendedAt }, () => [
      `offset ${poison} of ${market} is quarantined (record ${appendedAt})`,
    ]);
    input.output.say('next: lockstep status');
    return ExitCode.ok;
  });
}
