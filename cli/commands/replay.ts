import type { CommandInput } from '../command.ts';
import { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { type MarketReplay, replayMarkets } from '../replay.ts';
import { withPorts } from '../store-access.ts';

export async function replayCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(input.text('data') ?? './data', async (ports) => {
    const verify = input.flag('verify') ? 'every-hash' : 'nothing';
    const markets = await replayMarkets(ports, { market: input.text('market'), verify });
    const differing = markets.filter(({ problem }) => problem !== null);
    const equal = verify === 'every-hash' ? differing.length === 0 && markets.length > 0 : null;
    input.output.result({ markets, hashesEqual: equal }, () => [
      ...table(
        ['market', 'records', 'events', 'sequence', 'state hash', 'compared', 'ms', 'verdict'],
        markets.map((market) => [
          market.market,
          market.records,
          market.events,
          market.sequence,
          market.stateHash,
          market.batchesCompared + market.statesCompared,
          Math.round(market.elapsedMs),
          market.problem ?? verdictOf(market, verify === 'nothing' ? 'replayed' : 'equal'),
        ]),
      ),
    ]);
    if (markets.length === 0) {
      input.output.say('there is no market to replay');
      return ExitCode.failed;
    }
    return differing.length === 0 ? ExitCode.ok : ExitCode.integrityViolated;
  });
}

function verdictOf({ unanswered, haltedAt }: MarketReplay, word: string): string {
  const pending = unanswered === 0 ? '' : `; ${unanswered} not answered yet`;
  const halt = haltedAt === null ? '' : `, halted at poison record ${haltedAt}`;
  return `${word}${halt}${pending}`;
}
