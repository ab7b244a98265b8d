/**
 * One connection to the WebSocket API: requests of the same methods as REST, a login that spares the
 * signatures, and subscriptions to the account's events.
 */

import type { Metrics } from '../../http/metrics.ts';
import type { JsonValue } from '../../http/strict-json.ts';
import { isRefusal } from '../../refusal.ts';
import type { RateLimits } from '../../security/rate-limits.ts';
import type { Caller, RequestAuth } from '../../security/request-auth.ts';
import { type DialectAuth, mayUse } from '../dialect-auth.ts';
import { type DialectError, errorBody, errors, isDialectError } from '../dialect-error.ts';
import type { DialectSocket, SocketReceiver } from '../dialect-socket.ts';
import { type DialectTime, timeOf } from '../dialect-time.ts';
import { type DialectContext, type DialectMethod, performed } from '../method.ts';
import { ParamRefused, RequestParams } from '../request-params.ts';
import { isSigned, payloadsOfMembers } from '../request-signature.ts';
import { tooMany } from '../rest-door.ts';
import type { UserFeeds } from '../user/user-feeds.ts';
import { UserSubscription } from '../user/user-subscription.ts';
import { type ApiRequest, readApiRequest } from './api-request.ts';
import { isSessionMethod, performSessionMethod, type SessionState } from './session-methods.ts';

export interface ApiSessionOptions {
  readonly context: DialectContext;
  readonly methods: ReadonlyMap<string, DialectMethod>;
  readonly auth: DialectAuth;
  readonly keys: RequestAuth;
  readonly rates: RateLimits;
  readonly metrics: Metrics;
  readonly users: UserFeeds;
  readonly socket: DialectSocket;
  readonly rateLimitsShown: 'yes' | 'no';
  readonly onClosed: () => void;
}

const CLOSE_POLICY = 1008;
/** At a time: each is told every event of its account, and its key is checked again and again. */
const SUBSCRIPTIONS_MAX = 1_000;

export class ApiSession implements SocketReceiver {
  readonly options: ApiSessionOptions;
  readonly state: SessionState = {
    loggedOn: null,
    loggedOnAt: null,
    subscriptions: new Map(),
    nextSubscriptionId: 0,
  };

  readonly connectedAt: DialectTime;
  #isClosed = false;

  constructor(options: ApiSessionOptions) {
    this.options = options;
    this.connectedAt = this.now();
  }

  receive(text: Buffer): void {
    const { rates, socket, context, methods } = this.options;
    const request = readApiRequest(text);
    if ('error' in request) return this.#reply(request.id, request.error, 'yes');
    // Cancels have a bucket of their own, by key: what else its address asks for starves none.
    const isCancel = methods.get(request.method)?.security === 'cancel';
    if (!isCancel && rates.address(socket.address, 1) > 0) {
      return this.#reply(request.id, errors.tooManyRequests, 'yes');
    }
    const shown = request.params.get('returnRateLimits') === 'false' ? 'no' : 'yes';
    this.#perform(request).then(
      (result) => this.#reply(request.id, result, shown),
      (error: unknown) => {
        if (error instanceof ParamRefused) return this.#reply(request.id, error.error, shown);
        context.service.log.error({ err: error, method: request.method }, 'request failed');
        return this.#reply(request.id, errors.unknown, shown);
      },
    );
  }

  closed(): void {
    this.#isClosed = true;
    for (const subscription of this.state.subscriptions.values()) subscription.end();
    this.state.subscriptions.clear();
    this.options.onClosed();
  }

  now(): DialectTime {
    return timeOf(this.options.context.service.ports.clock.nowUs());
  }

  /** Sends the account's events from now on; the reply leaves first. */
  subscribe(caller: Caller): { readonly subscriptionId: number } | DialectError {
    const { state } = this;
    // It ended while the request's key was read: nobody would end what began now.
    if (this.#isClosed) return errors.unknown;
    if (state.subscriptions.size >= SUBSCRIPTIONS_MAX) return errors.tooManyRequests;
    const id = state.nextSubscriptionId;
    state.nextSubscriptionId += 1;
    const send = (event: object) => this.options.socket.send({ subscriptionId: id, event });
    state.subscriptions.set(id, new UserSubscription(this.options.users, caller, send));
    return { subscriptionId: id };
  }

  /** Keys that were revoked meanwhile lose what they opened. */
  async recheck(): Promise<void> {
    const { keys, socket } = this.options;
    const { state } = this;
    for (const [id, subscription] of state.subscriptions) {
      const caller = await keys.recheck(subscription.caller.apiKey, socket.address);
      if (!isRefusal(caller) || !state.subscriptions.delete(id)) continue;
      subscription.terminate(this.now());
    }
    const { loggedOn } = state;
    if (loggedOn === null) return;
    const caller = await keys.recheck(loggedOn.apiKey, socket.address);
    // It logged out meanwhile, or on with another key.
    if (state.loggedOn !== loggedOn) return;
    if (isRefusal(caller)) socket.close(CLOSE_POLICY, caller.code);
    else state.loggedOn = caller;
  }

  /** Who signed the request, or logged on before. */
  async authenticated(
    request: ApiRequest,
    security: 'read' | 'trade' | 'cancel',
  ): Promise<Caller | DialectError> {
    const { auth, socket } = this.options;
    const params = new RequestParams(request.params);
    const { loggedOn } = this.state;
    const apiKey = params.text('apiKey');
    if (loggedOn !== null && params.text('signature') === undefined) {
      const untimely = auth.untimely(params);
      if (untimely !== null) return untimely;
      return mayUse(loggedOn, security) ? loggedOn : errors.keyRejected;
    }
    const payloads = payloadsOfMembers(request.params);
    return auth.signed(
      {
        apiKey,
        address: socket.address,
        params,
        isSignedBy: (key, signature) =>
          payloads.some((payload) => isSigned(key, payload, signature)),
      },
      security,
    );
  }

  async #perform(request: ApiRequest): Promise<unknown> {
    if (isSessionMethod(request.method)) return performSessionMethod(this, request);
    const method = this.options.methods.get(request.method);
    if (method === undefined) return { ...errors.notFound, status: 400 };
    const { context, socket, metrics } = this.options;
    const params = new RequestParams(request.params);
    const weight = typeof method.weight === 'number' ? method.weight : method.weight(params);
    const over = context.meters.weigh(socket.address, weight);
    if (over !== null && method.security !== 'cancel') return over;
    const startedMs = performance.now();
    const caller = await this.#callerFor(method, request);
    if (isDialectError(caller)) return caller;
    const many = caller === null ? null : tooMany(method, caller, this.options);
    if (many !== null) return many;
    const result = await performed(method, context, { params, caller });
    if (method.orders === 'one') {
      const outcome = isDialectError(result) ? String(result.code) : '200';
      metrics.order(outcome, (performance.now() - startedMs) / 1_000);
    }
    return result;
  }

  async #callerFor(
    method: DialectMethod,
    request: ApiRequest,
  ): Promise<Caller | DialectError | null> {
    const { security } = method;
    if (security === 'none') return null;
    if (security !== 'key') return this.authenticated(request, security);
    const { auth, socket } = this.options;
    const found = await auth.known(request.params.get('apiKey'), socket.address);
    return isDialectError(found) ? found : found.caller;
  }

  #reply(id: JsonValue, result: unknown, shown: 'yes' | 'no'): void {
    const { context, socket, rateLimitsShown } = this.options;
    const limits =
      shown === 'yes' && rateLimitsShown === 'yes'
        ? { rateLimits: context.meters.published().map((limit) => this.#counted(limit)) }
        : {};
    if (isDialectError(result)) {
      socket.send({ id, status: result.status, error: errorBody(result), ...limits });
    } else socket.send({ id, status: 200, result, ...limits });
  }

  #counted(limit: ReturnType<DialectContext['meters']['published']>[number]): object {
    const { context, socket } = this.options;
    if (limit.rateLimitType === 'REQUEST_WEIGHT') {
      return { ...limit, count: context.meters.usedWeight(socket.address) };
    }
    const account = this.state.loggedOn?.accountId;
    const counts = account === undefined ? null : context.meters.ordersOf(account);
    return { ...limit, count: (limit.interval === 'DAY' ? counts?.day : counts?.tenSeconds) ?? 0 };
  }
}
