import type { ExchangeStatus, ProcessState } from '../../client/api-types.ts';
import type { CommandInput } from '../command.ts';
import { publicClient } from '../connection.ts';
import { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';

export async function statusCommand(input: CommandInput): Promise<ExitCode> {
  const client = publicClient(input.text('data') ?? './data');
  try {
    const status = await client.status();
    input.output.result({ status }, () => [
      `durability ${status.durability}`,
      '',
      ...table(
        ['market', 'status', 'epoch', 'offset', 'sequence', 'state hash'],
        status.markets.map((market) => [
          market.market,
          market.status,
          market.epoch,
          market.offset,
          market.sequence,
          market.state_hash,
        ]),
      ),
      '',
      ...table(
        ['process', 'state', 'pid', 'market', 'role', 'epoch', 'offset', 'sequence', 'lag'],
        status.processes.flatMap(processRows),
      ),
      ...problemLines(status),
    ]);
    return ExitCode.ok;
  } finally {
    client.close();
  }
}

/** Why a market is halted, and why a process has no part in it: `halted`, `diverged`. */
export function problemLines({
  markets,
  processes,
}: Pick<ExchangeStatus, 'markets' | 'processes'>): readonly string[] {
  const ofMarkets = markets.map(({ market, problem }) => ({ who: market, problem }));
  const ofProcesses = processes
    .filter(({ state }) => state !== 'down')
    .flatMap(({ name, markets: duties }) =>
      duties.flatMap((duty) =>
        typeof duty === 'string'
          ? []
          : [{ who: `${name}, ${duty.market}`, problem: duty.problem ?? null }],
      ),
    );
  return [...ofMarkets, ...ofProcesses].flatMap(({ who, problem }) =>
    problem === null ? [] : [`${who}: ${problem}`],
  );
}

function processRows({ name, state, pid, markets }: ProcessState) {
  const own = markets.flatMap((each) => (typeof each === 'string' ? [] : [each]));
  if (own.length === 0) return [[name, state, pid, null, null, null, null, null, null]];
  return own.map(({ market, role, epoch, offset, sequence, lag }, index) => {
    // Whoever is down has no role any more, whatever it said last.
    const now = state === 'down' ? null : role;
    return index === 0
      ? [name, state, pid, market, now, epoch, offset, sequence, lag]
      : ['', '', '', market, now, epoch, offset, sequence, lag];
  });
}
