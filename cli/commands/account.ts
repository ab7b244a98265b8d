/** What an account has: its money and its open orders, now or at a moment of the past. */
import type { CommandInput } from '../command.ts';
import { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { actorOf, withClient } from './trading.ts';

export async function ordersCommand(input: CommandInput): Promise<ExitCode> {
  const market = input.argument('market');
  const at = input.text('at') ?? undefined;
  const orders = await withClient(actorOf(input), (client) =>
    client.openOrders(market, input.count('limit'), at),
  );
  input.output.result({ orders }, () =>
    table(
      ['order', 'side', 'price', 'quantity', 'filled', 'status', 'client order id'],
      orders.map((order) => [
        order.id,
        order.side,
        order.price ?? 'market',
        order.quantity ?? '',
        order.filled_quantity,
        order.waiting ? `waits for ${order.stop_price}` : order.status,
        order.client_order_id ?? '',
      ]),
    ),
  );
  return ExitCode.ok;
}

export async function balancesCommand(input: CommandInput): Promise<ExitCode> {
  const at = input.text('at') ?? undefined;
  const balances = await withClient(actorOf(input), (client) => client.balances(at));
  input.output.result({ balances }, () =>
    table(
      ['asset', 'available', 'held', 'total'],
      balances.map(({ asset, available, held, total }) => [asset, available, held, total]),
    ),
  );
  return ExitCode.ok;
}
