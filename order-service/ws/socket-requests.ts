/** What the operations of a socket do. Replies are values; a promise only where there is a wait. */
import { assertNever } from '../../proto/assert.ts';
import { Scope } from '../../proto/messages.ts';
import type { OrderId, Sequence } from '../../proto/units.ts';
import { setDeadMan } from '../http/dead-man-routes.ts';
import { definedMarket } from '../http/market-routes.ts';
import { placeBody, placeRequestOf } from '../http/order-bodies.ts';
import { halfShown, replacementOf } from '../http/replacement-answers.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { hasScope } from '../security/request-auth.ts';
import { accountOf, type Connection, errorOf, type Reply } from './connection.ts';
import { tradesMessage } from './market-audience.ts';
import type { OperationFields, OperationName } from './operations.ts';
import { orderReply, place, placeBatch, placeReply } from './order-replies.ts';
import type { SocketContext } from './socket-context.ts';

const WS_PATH = '/v1/ws';
const NO_BODY = new Uint8Array(0);
const SNAPSHOT_DEPTH = 1_000;

/** `fields` were read with the operation's shape. */
export function performOperation(
  context: SocketContext,
  connection: Connection,
  name: OperationName,
  fields: unknown,
): Reply | Promise<Reply> {
  switch (name) {
    case 'login':
      return logIn(context, connection, fields as OperationFields<'login'>);
    case 'place':
      return place(context.service, connection, (fields as OperationFields<'place'>).order);
    case 'place_batch': {
      const { orders } = fields as OperationFields<'place_batch'>;
      const read = orders.map((item) => placeBody.read(item, 'the order'));
      return placeBatch(context.service, connection, read);
    }
    case 'cancel':
      return cancel(context.service, connection, fields as OperationFields<'cancel'>);
    case 'cancel_all':
      return cancelAll(context.service, connection, fields as OperationFields<'cancel_all'>);
    case 'amend':
      return amend(context.service, connection, fields as OperationFields<'amend'>);
    case 'replace':
      return replace(context.service, connection, fields as OperationFields<'replace'>);
    case 'cancel_on_disconnect':
      return stand(context.service, connection, fields as OperationFields<'cancel_on_disconnect'>);
    case 'cancel_all_after': {
      const accountId = accountOf(connection);
      return setDeadMan(context.service, accountId, fields as OperationFields<'cancel_all_after'>);
    }
    case 'subscribe':
      return subscribe(context, connection, fields as OperationFields<'subscribe'>);
    case 'unsubscribe':
      return unsubscribe(context, connection, fields as OperationFields<'unsubscribe'>);
    case 'ping':
      return { time_us: context.clock.nowUs() };
    default:
      return assertNever(name);
  }
}

async function logIn(
  { auth }: SocketContext,
  connection: Connection,
  { api_key: apiKey, timestamp, signature }: OperationFields<'login'>,
): Promise<Reply> {
  if (connection.caller !== null) return refuse('INVALID_COMBINATION', 'logged in already');
  const caller = await auth.verify({
    apiKey,
    timestamp,
    signature,
    method: 'GET',
    path: WS_PATH,
    body: NO_BODY,
    address: connection.address,
    isLogin: true,
  });
  if (isRefusal(caller)) return caller;
  // Another one was quicker: what that one opened is its own.
  if (connection.caller !== null) return refuse('INVALID_COMBINATION', 'logged in already');
  connection.caller = caller;
  return { account_id: String(caller.accountId) };
}

async function cancel(
  service: OrderService,
  connection: Connection,
  { order_id: text }: OperationFields<'cancel'>,
): Promise<Reply> {
  const orderId = Number(text) as OrderId;
  const outcome = await service.changes.cancel({ accountId: accountOf(connection), orderId });
  return outcome.kind === 'canceled' ? orderReply(service, outcome.order) : (outcome as Reply);
}

async function cancelAll(
  service: OrderService,
  connection: Connection,
  fields: OperationFields<'cancel_all'>,
): Promise<Reply> {
  const accountId = accountOf(connection);
  const outcome = await service.changes.cancelAll({ accountId, ...fields });
  if (outcome.kind !== 'all-canceled') return outcome as Reply;
  const { market, count, sequence } = outcome;
  return { market, canceled: count, sequence };
}

/** It is in force once it is answered, also for a service that dies. */
async function stand(
  { deadMan }: OrderService,
  connection: Connection,
  { enabled }: OperationFields<'cancel_on_disconnect'>,
): Promise<Reply> {
  const accountId = accountOf(connection);
  if (enabled) {
    connection.standing ??= deadMan.connected(accountId, connection);
    const { standing } = connection;
    const refusal = await standing;
    if (refusal === null) return { enabled };
    if (connection.standing === standing) connection.standing = null;
    return refusal;
  }
  const { standing } = connection;
  if (standing === null) return { enabled };
  connection.standing = null;
  if ((await standing) !== null) return { enabled };
  const refusal = await deadMan.released(accountId, connection);
  if (refusal === null) return { enabled };
  connection.standing ??= standing;
  // It ended meanwhile, and stood until then.
  if (!connection.isOpen) connection.closed();
  return refusal;
}

async function amend(
  service: OrderService,
  connection: Connection,
  { order_id: text, price, quantity }: OperationFields<'amend'>,
): Promise<Reply> {
  const accountId = accountOf(connection);
  const orderId = Number(text) as OrderId;
  const outcome = await service.changes.amend({ accountId, orderId, price, quantity });
  return outcome.kind === 'amended' ? orderReply(service, outcome.order) : (outcome as Reply);
}

async function replace(
  service: OrderService,
  connection: Connection,
  { order_id: text, order, on_failure: onFailure = 'stop' }: OperationFields<'replace'>,
): Promise<Reply> {
  const replaces = { orderId: Number(text) as OrderId, onFailure };
  const request = { ...placeRequestOf(order, accountOf(connection), 'matched'), replaces };
  const outcome = await service.replacements.replace(request);
  const shown = await replacementOf(service, outcome, request);
  if (shown.kind !== 'replaced') return placeReply(service, shown);
  const half = await halfShown(service, shown.old, ({ code, detail }) => errorOf(code, detail));
  return (await orderReply(service, shown.placed.order)).with(half);
}

function subscribe(
  context: SocketContext,
  connection: Connection,
  fields: OperationFields<'subscribe'>,
): Reply | Promise<Reply> {
  const { channel, market } = fields;
  const { subscriptions } = connection;
  if (subscriptions.size >= context.doors.socketSubscriptionsMax) {
    return refuse('RATE_LIMITED', `at most ${context.doors.socketSubscriptionsMax} subscriptions`);
  }
  if (channel === 'account') return subscribeAccount(context, connection, fields);
  if (market === undefined) return refuse('MISSING_FIELD', `market is missing for ${channel}`);
  const found = definedMarket(context.service, market);
  if (isRefusal(found)) return found;
  if (subscriptions.has(`${channel} ${market}`)) {
    return refuse('INVALID_COMBINATION', 'subscribed already');
  }
  subscriptions.add(`${channel} ${market}`);
  const { view, units } = found;
  const reply = { channel, market, sequence: view.sequence };
  if (channel === 'book') {
    context.channels.addBook(connection, view, fields.depth ?? SNAPSHOT_DEPTH);
    return reply;
  }
  if (channel === 'ticker') {
    context.channels.addTicker(connection, market);
    return reply;
  }
  const from = fields.from_sequence;
  if (channel === 'orders') {
    const after = from === undefined ? null : (from as Sequence);
    return context.orderFeed.add(connection, view, after).then(
      (resumed) => (from === undefined ? reply : { ...reply, resumed }),
      (error: unknown) => {
        // It did not begin, unless it was left and asked for again meanwhile.
        const isFollowed = context.orderFeed.isFollowed(connection, market);
        if (!isFollowed) subscriptions.delete(`${channel} ${market}`);
        throw error;
      },
    );
  }
  const missed = from === undefined ? null : view.trades.after(from as Sequence);
  if (missed !== null && missed.length > 0) {
    connection.send(tradesMessage(units, market, { trades: missed, sequence: view.sequence }));
  }
  context.channels.addTrades(connection, view);
  return from === undefined ? reply : { ...reply, resumed: missed !== null };
}

function subscribeAccount(
  context: SocketContext,
  connection: Connection,
  fields: OperationFields<'subscribe'>,
): Reply {
  const { caller } = connection;
  if (caller === null) return refuse('MISSING_CREDENTIALS', 'log in first');
  if (!hasScope(caller, Scope.read)) return refuse('INSUFFICIENT_SCOPE', 'account needs read');
  if (fields.market !== undefined) {
    return refuse('INVALID_COMBINATION', 'account is of all markets');
  }
  connection.subscriptions.add('account');
  context.channels.addAccount(connection, caller.accountId);
  const sequence = context.service.markets
    .views()
    .map((view) => `${view.market}:${view.sequence}`)
    .join(',');
  const reply = { channel: 'account', sequence };
  // What was missed is asked for: GET /v1/orders and /v1/fills with min_sequence.
  return fields.from_sequence === undefined ? reply : { ...reply, resumed: false };
}

function unsubscribe(
  { channels, orderFeed }: SocketContext,
  connection: Connection,
  { channel, market }: OperationFields<'unsubscribe'>,
): Refusal | Reply {
  const name = channel === 'account' ? 'account' : `${channel} ${market ?? ''}`;
  if (!connection.subscriptions.delete(name)) {
    return refuse('INVALID_COMBINATION', 'not subscribed');
  }
  if (channel === 'orders') orderFeed.remove(connection, market ?? '');
  else channels.remove(connection, channel, market ?? '');
  return { channel, ...(market === undefined ? {} : { market }) };
}
