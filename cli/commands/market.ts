import type { RestClient } from '../../client/rest-client.ts';
import { type CommandInput, type OptionSpec, optionKey } from '../command.ts';
import { operatorClient, publicClient } from '../connection.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';
import { MARKET_RULES } from '../specs/markets.ts';

const SCALE_DEFAULT = 8;

interface MarketAnswer {
  readonly market: string;
  readonly status?: string;
  readonly tick_size: string;
  readonly lot_size: string;
  readonly min_price: string;
  readonly max_price: string;
  readonly maker_fee_ppm: number;
  readonly taker_fee_ppm: number;
}

const dataOf = (input: CommandInput): string => input.text('data') ?? './data';

async function asOperator<Answer>(
  input: CommandInput,
  act: (client: RestClient) => Promise<Answer>,
): Promise<Answer> {
  const client = operatorClient(dataOf(input), input.text('as') ?? 'admin');
  try {
    return await act(client);
  } finally {
    client.close();
  }
}

const marketLines = (markets: readonly MarketAnswer[]): readonly string[] =>
  table(
    ['market', 'status', 'tick', 'lot', 'prices', 'maker ppm', 'taker ppm'],
    markets.map((each) => [
      each.market,
      each.status ?? 'trading',
      each.tick_size,
      each.lot_size,
      `${each.min_price} … ${each.max_price}`,
      each.maker_fee_ppm,
      each.taker_fee_ppm,
    ]),
  );

/** The options that were given, as the endpoint names them. */
function rulesOf(input: CommandInput): Record<string, string | number> {
  const rules: Record<string, string | number> = {};
  for (const option of MARKET_RULES) {
    const value = input.text(optionKey(option.flags));
    if (value !== null) rules[fieldOf(option)] = option.kind === 'number' ? Number(value) : value;
  }
  return rules;
}

const fieldOf = ({ flags }: OptionSpec): string =>
  flags.slice(2, flags.indexOf(' ')).replaceAll('-', '_');

export async function marketLsCommand(input: CommandInput): Promise<ExitCode> {
  const client = publicClient(dataOf(input));
  try {
    const { markets } = await client.request<{ readonly markets: readonly MarketAnswer[] }>(
      'GET',
      '/v1/markets',
    );
    input.output.result({ markets }, () => marketLines(markets));
    return ExitCode.ok;
  } finally {
    client.close();
  }
}

export async function marketAddCommand(input: CommandInput): Promise<ExitCode> {
  const room = input.number('maxRestingOrders');
  const definition = {
    market: input.argument('market'),
    base_scale: input.number('baseScale') ?? SCALE_DEFAULT,
    quote_scale: input.number('quoteScale') ?? SCALE_DEFAULT,
    ...(room === null ? {} : { max_resting_orders: room }),
    ...rulesOf(input),
  };
  const market = await asOperator(input, (client) =>
    client.request<MarketAnswer>('POST', '/v1/admin/markets', definition),
  );
  input.output.result({ market }, () => marketLines([market]));
  input.suggest('next', `book ${market.market}`);
  return ExitCode.ok;
}

export async function marketChangeCommand(input: CommandInput): Promise<ExitCode> {
  const rules = rulesOf(input);
  if (Object.keys(rules).length === 0) throw usageError('say what is to change, e.g. --tick-size');
  const path = `/v1/admin/markets/${encodeURIComponent(input.argument('market'))}`;
  const market = await asOperator(input, (client) =>
    client.request<MarketAnswer>('PATCH', path, rules),
  );
  input.output.result({ market }, () => marketLines([market]));
  return ExitCode.ok;
}

export async function marketDelistCommand(input: CommandInput): Promise<ExitCode> {
  const market = input.argument('market');
  if (!input.flag('yes')) throw usageError(`${market} would be closed for good: add --yes`);
  const reason = input.text('reason') ?? 'delisted by an operator';
  const path = `/v1/admin/markets/${encodeURIComponent(market)}/delist`;
  const closed = await asOperator(input, (client) => client.request('POST', path, { reason }));
  input.output.result({ closed }, () => `${market} is closed`);
  return ExitCode.ok;
}
