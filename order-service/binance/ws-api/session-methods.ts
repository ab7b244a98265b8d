/** Methods of the connection itself: logging on, and the user data that it wants. */
import { assertNever } from '../../../proto/assert.ts';
import type { Caller } from '../../security/request-auth.ts';
import { dialectError, errors, isDialectError } from '../dialect-error.ts';
import type { DialectTime } from '../dialect-time.ts';
import { RequestParams } from '../request-params.ts';
import type { UserSubscription } from '../user/user-subscription.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiSession } from './api-session.ts';

export interface SessionState {
  loggedOn: Caller | null;
  loggedOnAt: DialectTime | null;
  readonly subscriptions: Map<number, UserSubscription>;
  nextSubscriptionId: number;
}

const SESSION_METHODS = [
  'session.logon',
  'session.status',
  'session.logout',
  'session.subscriptions',
  'userDataStream.subscribe',
  'userDataStream.subscribe.signature',
  'userDataStream.unsubscribe',
] as const;
type SessionMethod = (typeof SESSION_METHODS)[number];

const notLoggedOn = dialectError(400, -2015, 'Invalid API-key, IP, or permissions for action.');
const notSupported = (kind: 'HMAC_SHA256' | 'RSA') =>
  dialectError(400, -4056, `${kind} API key is not supported for this operation.`);

export const isSessionMethod = (method: string): method is SessionMethod =>
  (SESSION_METHODS as readonly string[]).includes(method);

export async function performSessionMethod(
  session: ApiSession,
  request: ApiRequest,
): Promise<unknown> {
  const method = request.method as SessionMethod;
  switch (method) {
    case 'session.logon':
      return logOn(session, request);
    case 'session.status':
      return statusOf(session);
    case 'session.logout':
      endAll(session);
      session.state.loggedOn = null;
      return statusOf(session);
    case 'session.subscriptions':
      return [...session.state.subscriptions.keys()].map((subscriptionId) => ({ subscriptionId }));
    case 'userDataStream.subscribe': {
      const { loggedOn } = session.state;
      return loggedOn === null ? notLoggedOn : session.subscribe(loggedOn);
    }
    case 'userDataStream.subscribe.signature': {
      const caller = await session.authenticated(request, 'read');
      return isDialectError(caller) ? caller : session.subscribe(caller);
    }
    case 'userDataStream.unsubscribe':
      return unsubscribe(session, request);
    default:
      return assertNever(method);
  }
}

async function logOn(session: ApiSession, request: ApiRequest): Promise<unknown> {
  const caller = await session.authenticated(request, 'read');
  if (isDialectError(caller)) return caller;
  const found = await session.options.auth.known(caller.apiKey, session.options.socket.address);
  if (isDialectError(found)) return found;
  const { publicKey } = found.key;
  if (publicKey === null) return notSupported('HMAC_SHA256');
  if (publicKey.asymmetricKeyType === 'rsa') return notSupported('RSA');
  session.state.loggedOn = caller;
  session.state.loggedOnAt = session.now();
  return statusOf(session);
}

function statusOf(session: ApiSession): object {
  const { loggedOn, loggedOnAt, subscriptions } = session.state;
  return {
    apiKey: loggedOn?.apiKey ?? null,
    authorizedSince: loggedOn === null ? null : loggedOnAt,
    connectedSince: session.connectedAt,
    returnRateLimits: session.options.rateLimitsShown === 'yes',
    serverTime: session.now(),
    userDataStream: subscriptions.size > 0,
  };
}

function unsubscribe(session: ApiSession, request: ApiRequest): unknown {
  const id = new RequestParams(request.params).integer('subscriptionId');
  const { subscriptions } = session.state;
  if (id === undefined) {
    endAll(session);
    return {};
  }
  const subscription = subscriptions.get(id);
  if (subscription === undefined) return errors.value('subscriptionId');
  subscriptions.delete(id);
  subscription.terminate(session.now());
  return {};
}

function endAll(session: ApiSession): void {
  const { subscriptions } = session.state;
  for (const subscription of subscriptions.values()) subscription.terminate(session.now());
  subscriptions.clear();
}
