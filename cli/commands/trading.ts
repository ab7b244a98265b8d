import type { Order, OrderRequest, Replacement } from '../../client/api-types.ts';
import type { RestClient } from '../../client/rest-client.ts';
import type { CommandInput } from '../command.ts';
import { accountClient, publicClient } from '../connection.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';
import { goodTillUs } from '../trading/good-till.ts';

export async function withClient<Answer>(
  client: RestClient,
  use: (client: RestClient) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

const dataOf = (input: CommandInput): string => input.text('data') ?? './data';
export const actorOf = (input: CommandInput): RestClient =>
  accountClient(dataOf(input), input.text('as') ?? 'alice');

function orderLines(order: Order): readonly string[] {
  const price = order.price === null ? 'market' : order.price;
  const fills = order.fills.map((fill) => [
    fill.trade_id,
    fill.price,
    fill.quantity,
    `${fill.fee} ${fill.fee_asset}`,
    fill.liquidity,
  ]);
  const { prevented_quantity: prevented, display_quantity: display = null } = order;
  const waits = order.waiting
    ? [`waits for a trade at ${order.stop_price} (${order.stop_kind})`]
    : [];
  return [
    `order ${order.id}  ${order.side} ${order.quantity ?? ''} ${order.market} @ ${price}`,
    `status ${order.status}, filled ${order.filled_quantity}, sequence ${order.sequence}`,
    ...waits,
    ...(display === null ? [] : [`shows ${display} at a time`]),
    ...(prevented === undefined ? [] : [`prevented ${prevented} with own orders`]),
    ...(fills.length === 0 ? [] : table(['trade', 'price', 'quantity', 'fee', 'as'], fills)),
  ];
}

const goodTillTerms = (text: string) => ({
  time_in_force: 'gtd' as const,
  good_till: goodTillUs(text, Date.now()),
});

export async function orderCommand(input: CommandInput): Promise<ExitCode> {
  const side = input.argument('side');
  if (side !== 'buy' && side !== 'sell') {
    throw usageError(`the side is buy or sell, not "${side}"`);
  }
  const price = input.text('price');
  const timeInForce = input.text('timeInForce') as 'gtc' | 'ioc' | 'fok' | null;
  const clientOrderId = input.text('clientOrderId');
  const stop = input.text('stop');
  const stopKind = input.text('stopKind') as 'stop_loss' | 'take_profit' | null;
  const stp = input.text('stp') as Exclude<OrderRequest['self_trade'], undefined> | null;
  const goodTill = input.text('goodTill');
  if (goodTill !== null && timeInForce !== null) {
    // The order would rest although --time-in-force said that it must not.
    throw usageError('--good-till is a time in force of its own: leave out --time-in-force');
  }
  const display = input.text('display');
  const request: OrderRequest = {
    market: input.argument('market'),
    side,
    type: price === null ? 'market' : 'limit',
    quantity: input.argument('quantity'),
    ...(price === null ? {} : { price }),
    ...(timeInForce === null ? {} : { time_in_force: timeInForce }),
    ...(goodTill === null ? {} : goodTillTerms(goodTill)),
    ...(display === null ? {} : { display_quantity: display }),
    ...(stop === null ? {} : { stop_price: stop }),
    ...(stopKind === null ? {} : { stop_kind: stopKind }),
    ...(stp === null ? {} : { self_trade: stp }),
    ...(input.flag('postOnly') ? { post_only: true } : {}),
    ...(clientOrderId === null ? {} : { client_order_id: clientOrderId }),
  };
  const { order, ...old } = await withClient(actorOf(input), (client) =>
    placed(client, input, request),
  );
  input.output.result({ order, ...old }, () => [...oldOrderLines(old), ...orderLines(order)]);
  if (order.status === 'open') input.suggest('next', `book ${order.market}`);
  return order.status === 'rejected' ? ExitCode.failed : ExitCode.ok;
}

/** Beside another order, or in the place of one. */
async function placed(
  client: RestClient,
  input: CommandInput,
  request: OrderRequest,
): Promise<Replacement> {
  const replaces = input.text('replaces');
  const onFailure = input.text('onFailure') as 'stop' | 'place' | null;
  if (replaces !== null) {
    return client.replace(replaces, { ...request, on_failure: onFailure ?? 'stop' });
  }
  if (onFailure !== null) throw usageError('--on-failure goes with --replaces');
  return { order: await client.place(request) };
}

function oldOrderLines({ canceled, not_canceled: kept }: Omit<Replacement, 'order'>) {
  if (canceled !== undefined)
    return [`canceled ${canceled.id}, filled ${canceled.filled_quantity}`];
  return kept === undefined ? [] : [`not canceled: ${kept.detail} (${kept.code})`];
}

export async function cancelCommand(input: CommandInput): Promise<ExitCode> {
  const orderId = input.optionalArgument('order-id');
  const market = input.text('all');
  if ((orderId === null) === (market === null)) {
    throw usageError('name one order id, or a market with --all');
  }
  if (orderId !== null) {
    const order = await withClient(actorOf(input), (client) => client.cancel(orderId));
    input.output.result({ order }, () => orderLines(order));
    return ExitCode.ok;
  }
  const answer = await withClient(actorOf(input), (client) => client.cancelAll(market ?? ''));
  input.output.result({ answer }, () => `canceled all orders in ${market}`);
  return ExitCode.ok;
}

export async function bookCommand(input: CommandInput): Promise<ExitCode> {
  const { output } = input;
  const book = await withClient(publicClient(dataOf(input)), (client) =>
    client.book(input.argument('market'), input.count('depth'), input.text('at') ?? undefined),
  );
  output.result({ book }, () => {
    const asks = book.asks.map(([price, quantity]) => ['', price, quantity]);
    const bids = book.bids.map(([price, quantity]) => [quantity, price, '']);
    const [head = '', ...rows] = table(['bid', 'price', 'ask'], [...asks.reverse(), ...bids]);
    return [
      `${book.market} at sequence ${book.sequence}`,
      head,
      ...rows.map((row, index) => output.style(index < asks.length ? 'yellow' : 'cyan', row)),
    ];
  });
  return ExitCode.ok;
}

export async function tradesCommand(input: CommandInput): Promise<ExitCode> {
  const trades = await withClient(publicClient(dataOf(input)), (client) =>
    client.trades(input.argument('market'), input.count('limit'), input.text('at') ?? undefined),
  );
  input.output.result({ trades }, () =>
    table(
      ['trade', 'price', 'quantity', 'taker', 'sequence', 'time'],
      trades.map((trade) => [
        trade.trade_id,
        trade.price,
        trade.quantity,
        trade.side,
        trade.sequence,
        trade.time,
      ]),
    ),
  );
  return ExitCode.ok;
}
