/**
 * The REST door of the dialect: one route per method, raw bodies whatever they call themselves, JSON
 * in every answer. Which method, its weight, who asks, then the method.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../http/metrics.ts';
import type { RateLimits } from '../security/rate-limits.ts';
import type { Caller } from '../security/request-auth.ts';
import type { DialectAuth, Security } from './dialect-auth.ts';
import { type DialectError, errorBody, errors, isDialectError } from './dialect-error.ts';
import { jsonText, type TimeUnit, timeUnitOf } from './dialect-time.ts';
import { type DialectContext, type DialectMethod, type MethodResult, performed } from './method.ts';
import { ParamRefused, RequestParams, readPairs } from './request-params.ts';
import { isSignedPayload, payloadOf } from './request-signature.ts';

const PREFIXES = ['/api/*', '/sapi/*', '/fapi/*', '/dapi/*'];
const JSON_TYPE = 'application/json;charset=UTF-8';

export interface RestDoorOptions {
  readonly context: DialectContext;
  readonly methods: readonly DialectMethod[];
  readonly auth: DialectAuth;
  readonly rates: RateLimits;
  readonly metrics: Metrics;
}

export async function openRestDoor(app: FastifyInstance, options: RestDoorOptions): Promise<void> {
  const byName = new Map(options.methods.map((method) => [method.rest, method]));
  await app.register(async (dialect) => {
    // Some clients send a JSON type with no body, some a form, some no type at all.
    dialect.removeAllContentTypeParsers();
    dialect.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    dialect.setErrorHandler((error, request, reply) => {
      const status = Number((error as { readonly statusCode?: unknown }).statusCode ?? 500);
      if (status < 500) return sendError(reply, { ...errors.unknown, status, msg: 'Bad request.' });
      options.context.service.log.error({ err: error, requestId: request.id }, 'request failed');
      return sendError(reply, errors.unknown);
    });
    for (const url of PREFIXES) {
      dialect.route({
        // What there is not is said in the dialect's words, too.
        method: dialect.supportedMethods,
        url,
        schema: { hide: true },
        handler: (request, reply) => serve(byName, request, reply, options),
      });
    }
  });
}

/** For the router, a path in bad escapes is nobody's. */
export function answerUnreadable(request: FastifyRequest, reply: FastifyReply): boolean {
  const isOurs = PREFIXES.some((prefix) => request.url.startsWith(prefix.slice(0, -1)));
  if (isOurs) sendError(reply, errors.notFound);
  return isOurs;
}

interface Asked {
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

function askedBy(request: FastifyRequest): Asked {
  const at = request.url.indexOf('?');
  const body = typeof request.body === 'string' ? request.body : '';
  if (at < 0) return { path: request.url, query: '', body };
  return { path: request.url.slice(0, at), query: request.url.slice(at + 1), body };
}

async function serve(
  methods: ReadonlyMap<string | null, DialectMethod>,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RestDoorOptions,
): Promise<FastifyReply> {
  const asked = askedBy(request);
  const method = methods.get(`${request.method} ${asked.path}`);
  if (method === undefined) return sendError(reply, errors.notFound);
  const header = request.headers['x-mbx-time-unit'];
  const unit = timeUnitOf(typeof header === 'string' ? header : undefined);
  if (unit === undefined) return sendError(reply, errors.timeUnit);
  const startedMs = performance.now();
  const { result, caller } = await answer(method, asked, request, options);
  const { meters } = options.context;
  reply.header('x-mbx-used-weight-1m', String(meters.usedWeight(request.ip)));
  if (method.orders === 'one' && caller !== null) {
    const { tenSeconds, day } = meters.ordersOf(caller.accountId);
    reply.header('x-mbx-order-count-10s', String(tenSeconds));
    reply.header('x-mbx-order-count-1d', String(day));
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const outcome = isDialectError(result) ? String(result.code) : '200';
  options.metrics.request(method.rest ?? '', outcome, seconds);
  if (method.orders === 'one') options.metrics.order(outcome, seconds);
  if (isDialectError(result)) return sendError(reply, result, unit);
  return reply.code(200).type(JSON_TYPE).send(jsonText(result, unit));
}

interface Answered {
  readonly result: MethodResult;
  readonly caller: Caller | null;
}

async function answer(
  method: DialectMethod,
  asked: Asked,
  request: FastifyRequest,
  options: RestDoorOptions,
): Promise<Answered> {
  // The form body, overridden by the query string.
  const values = new Map<string, string>();
  readPairs(asked.body, values);
  readPairs(asked.query, values);
  const params = new RequestParams(values);
  let caller: Caller | null = null;
  try {
    const over = overLimit(method, params, request.ip, options);
    if (over !== null) return { result: over, caller };
    const found = await authenticated(method.security, asked, { request, params, options });
    if (isDialectError(found)) return { result: found, caller };
    caller = found;
    const many = caller === null ? null : tooMany(method, caller, options);
    if (many !== null) return { result: many, caller };
    return { result: await performed(method, options.context, { params, caller }), caller };
  } catch (error) {
    if (error instanceof ParamRefused) return { result: error.error, caller };
    throw error;
  }
}

/** Cancels are counted, and never refused for what their address did. */
function overLimit(
  method: DialectMethod,
  params: RequestParams,
  address: string,
  { context, rates }: RestDoorOptions,
): DialectError | null {
  const weight = typeof method.weight === 'number' ? method.weight : method.weight(params);
  const over = context.meters.weigh(address, weight);
  if (method.security === 'cancel') return null;
  if (over !== null) return over;
  const waitMs = rates.address(address, 1);
  return waitMs === 0 ? null : retryAfter(waitMs);
}

const retryAfter = (waitMs: number): DialectError => ({
  ...errors.tooManyRequests,
  retryAfterSeconds: Math.ceil(waitMs / 1_000),
});

/** null: anyone may. */
async function authenticated(
  security: Security,
  asked: Asked,
  call: {
    readonly request: FastifyRequest;
    readonly params: RequestParams;
    readonly options: RestDoorOptions;
  },
): Promise<Caller | DialectError | null> {
  if (security === 'none') return null;
  const { request, params, options } = call;
  const header = request.headers['x-mbx-apikey'];
  const apiKey = typeof header === 'string' ? header : undefined;
  if (security === 'key') {
    const found = await options.auth.known(apiKey, request.ip);
    return isDialectError(found) ? found : found.caller;
  }
  const payload = payloadOf(asked.query, asked.body);
  return options.auth.signed(
    {
      apiKey,
      address: request.ip,
      params,
      isSignedBy: (key, signature) => isSignedPayload(key, payload, signature),
    },
    security,
  );
}

export function tooMany(
  method: DialectMethod,
  caller: Caller,
  { context, rates }: Pick<RestDoorOptions, 'context' | 'rates'>,
): DialectError | null {
  const cost = costOf(method);
  const waitMs = rates.key(caller.apiKey, cost, 1);
  if (waitMs > 0) return retryAfter(waitMs);
  return method.orders === 'one' ? context.meters.order(caller.accountId) : null;
}

function costOf(method: DialectMethod): 'read' | 'order' | 'cancel' {
  if (method.security === 'cancel') return 'cancel';
  return method.security === 'trade' ? 'order' : 'read';
}

function sendError(
  reply: FastifyReply,
  error: DialectError,
  unit: TimeUnit = 'milliseconds',
): FastifyReply {
  reply.code(error.status).type(JSON_TYPE);
  if (error.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(error.retryAfterSeconds));
  }
  return reply.send(jsonText(errorBody(error), unit));
}
