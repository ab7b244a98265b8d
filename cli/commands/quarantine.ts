import type { Peer } from '../../ports/coordination/coordination.ts';
import type { Ports } from '../../ports/ports.ts';
import { commandTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { CommandInput } from '../command.ts';
import { CommandError, ExitCode, usageError } from '../exit-codes.ts';
import { heardProcesses } from '../heard-processes.ts';
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
    await assertNotPassed(ports, market, poison);
    const appendedAt = await appendControl(ports, topic, [
      { kind: 'CommandQuarantined', offset: poison, reason },
    ]);
    input.output.result({ market, offset: poison, reason, recordedAt: appendedAt }, () => [
      `offset ${poison} of ${market} is quarantined (record ${appendedAt})`,
    ]);
    input.suggest('next', 'status');
    return ExitCode.ok;
  });
}

/**
 * A record that a replica has applied is no poison, and a word about it would stand in the log for
 * ever. Where no replica says anything the operator is believed. Throws NOT_HALTED_THERE.
 */
async function assertNotPassed(ports: Ports, market: string, poison: Offset): Promise<void> {
  const dutiesOf = (peers: readonly Peer[]) =>
    peers
      .filter(({ report }) => report.service === 'engine' || report.service === 'snapshotter')
      .flatMap(({ report }) => report.markets.filter((each) => each.market === market));
  const peers = await heardProcesses(ports, (heard) => dutiesOf(heard).length > 0);
  const duties = dutiesOf(peers);
  const halted = duties.find(({ role }) => role === 'halted');
  const where = halted === undefined ? `is not halted` : `is halted at ${halted.offset}`;
  const isElsewhere = halted !== undefined && halted.offset !== poison;
  const isPassed = duties.some(({ offset: next }) => next > poison);
  if (!isElsewhere && !isPassed) return;
  throw new CommandError(
    {
      code: 'NOT_HALTED_THERE',
      exitCode: ExitCode.failed,
      hint: 'See the offset with: lockstep status',
    },
    `offset ${poison} of ${market} is no poison: the market ${where}`,
  );
}
