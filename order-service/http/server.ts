/**
 * The HTTP door: one pipeline for every endpoint.
 *
 *   bytes ─▶ address bucket ─▶ signature ─▶ scope ─▶ key bucket ─▶ strict JSON ─▶ shapes ─▶ handler
 */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { limits } from '../../proto/limits.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import type { RateLimits } from '../security/rate-limits.ts';
import { type Caller, hasScope, type RequestAuth } from '../security/request-auth.ts';
import type { Standing } from '../security/token-buckets.ts';
import { shadowedPlaces } from './allowed-methods.ts';
import type { Metrics } from './metrics.ts';
import { completed, openApiInfo, routeSchema } from './openapi.ts';
import { answerBrokenRequest, outcomeOf, send, sendFailure, sendMissing } from './replies.ts';
import type { Route, RouteResult } from './route.ts';
import { type JsonValue, parseStrictJson } from './strict-json.ts';

export interface HttpServerOptions {
  readonly service: OrderService;
  readonly routes: readonly Route[];
  readonly auth: RequestAuth;
  readonly rates: RateLimits;
  readonly doors: DoorLimits;
  readonly metrics: Metrics;
  /** Adds routes of another dialect, in a scope of its own. */
  readonly mount?: (app: FastifyInstance) => Promise<void>;
  /** Its answer to a path that cannot be read; false: the path is not of that dialect. */
  readonly answerUnreadable?: (request: FastifyRequest, reply: FastifyReply) => boolean;
}

const NO_BODY = new Uint8Array(0);

export async function httpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { doors, routes } = options;
  const app = fastify({
    logger: false,
    bodyLimit: doors.bodyBytesMax,
    requestTimeout: doors.requestTimeoutMs,
    keepAliveTimeout: doors.keepAliveTimeoutMs,
    maxRequestsPerSocket: limits.httpRequestsPerSocketMax,
    http: {
      maxHeaderSize: doors.headerBytesMax,
      // Node looks every 30 s unless told: the time limits would be that much longer.
      connectionsCheckingInterval: doors.slowCheckMs,
    },
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler(error, socket) {
      answerBrokenRequest(error, socket);
    },
    // A path that the router cannot read: no hook has seen it, and no dialect.
    frameworkErrors(error, request, reply) {
      commonHeaders(request, reply);
      if (options.answerUnreadable?.(request, reply) === true) return;
      sendFailure(options.service.log, error, request, reply);
    },
  });
  limitConnections(app.server, doors);
  readRawBodies(app);
  app.addHook('onRequest', async (request, reply) => commonHeaders(request, reply));
  await app.register(fastifySwagger, { openapi: openApiInfo, transformObject: completed });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs' });
  answerFailures(app, options);
  await app.register(async (api) => {
    for (const route of routes) register(api, route, options);
    for (const { method, path } of shadowedPlaces(routes)) {
      const handler = (request: FastifyRequest, reply: FastifyReply) =>
        sendMissing(routes, request, reply);
      api.route({ method, url: path, schema: { hide: true }, handler });
    }
    api.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  });
  await options.mount?.(app);
  await app.ready();
  return app;
}

function commonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
}

/** Signatures are over the bytes; what is in them is read by the shapes, not by schemas. */
function readRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
}

function answerFailures(app: FastifyInstance, { service, routes }: HttpServerOptions): void {
  app.setErrorHandler((error, request, reply) =>
    // Whatever else is wrong with a request to nowhere.
    request.is404
      ? sendMissing(routes, request, reply)
      : sendFailure(service.log, error, request, reply),
  );
  app.setNotFoundHandler((request, reply) => sendMissing(routes, request, reply));
}

function register(app: FastifyInstance, route: Route, options: HttpServerOptions): void {
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: routeSchema(route),
    handler: async (request, reply) => {
      const startedMs = performance.now();
      const { result, standing } = await handle(route, request, options);
      reply.headers(rateHeaders(standing));
      send(reply, request, result);
      const seconds = (performance.now() - startedMs) / 1000;
      const outcome = outcomeOf(result);
      options.metrics.request(`${route.method} ${route.path}`, outcome, seconds);
      if (route.cost === 'order') options.metrics.order(outcome, seconds);
      return reply;
    },
  });
}

interface Handled {
  readonly result: RouteResult | RateLimited;
  /** Of the bucket that pays. */
  readonly standing: Standing;
}

async function handle(
  route: Route,
  request: FastifyRequest,
  options: HttpServerOptions,
): Promise<Handled> {
  const { rates } = options;
  // A cancel is never held up by what its address did.
  const waitMs = route.cost === 'cancel' ? 0 : rates.address(request.ip, 1);
  const ofAddress = (result: Handled['result']): Handled => ({
    result,
    standing: rates.addressStanding(request.ip),
  });
  if (waitMs > 0) return ofAddress(rateLimited(waitMs));
  const caller = await callerOf(route, request, options);
  if (isRefusal(caller)) return ofAddress(caller);
  const result = await answered(route, request, { ...options, caller });
  if (caller === null) return ofAddress(result);
  return { result, standing: rates.keyStanding(caller.apiKey, route.cost) };
}

/** null: of a public endpoint. */
async function callerOf(
  route: Route,
  request: FastifyRequest,
  { auth }: HttpServerOptions,
): Promise<Caller | null | Refusal> {
  if (route.scope === null) return null;
  const verified = await auth.verify({
    apiKey: header(request, 'x-api-key'),
    timestamp: header(request, 'x-timestamp'),
    signature: header(request, 'x-signature'),
    method: request.method,
    path: request.url,
    body: bytesOf(request),
    address: request.ip,
  });
  if (isRefusal(verified) || hasScope(verified, route.scope)) return verified;
  return refuse('INSUFFICIENT_SCOPE', `${route.method} ${route.path}`);
}

async function answered(
  route: Route,
  request: FastifyRequest,
  { caller, rates, doors }: HttpServerOptions & { readonly caller: Caller | null },
): Promise<RouteResult | RateLimited> {
  const body = readBody(route, bytesOf(request), doors);
  if (caller !== null) {
    const weight = isRefusal(body) ? 1 : weightOf(body.value);
    const waitMs = rates.key(caller.apiKey, route.cost, weight);
    if (waitMs > 0) return rateLimited(waitMs);
  }
  if (isRefusal(body)) return body;
  const params = route.params.read(asFields(request.params), 'the path');
  if (isRefusal(params)) return params;
  const query = route.query.read(asFields(request.query), 'the query');
  if (isRefusal(query)) return query;
  return route.handle({
    params,
    query,
    body: body.value,
    caller,
    header: (name) => header(request, name),
  });
}

const bytesOf = ({ body }: FastifyRequest): Uint8Array =>
  body instanceof Uint8Array ? body : NO_BODY;

const rateHeaders = ({ limit, remaining, resetSeconds }: Standing) => ({
  'ratelimit-limit': limit,
  'ratelimit-remaining': remaining,
  'ratelimit-reset': resetSeconds,
});

interface RateLimited extends Refusal {
  readonly retryAfterMs: number;
}

const rateLimited = (waitMs: number): RateLimited => ({
  ...refuse('RATE_LIMITED', `try again in ${waitMs} ms`),
  retryAfterMs: waitMs,
});

/** A batch weighs as much as its orders. */
function weightOf(body: unknown): number {
  const orders = (body as { readonly orders?: unknown } | null)?.orders;
  return Array.isArray(orders) ? orders.length : 1;
}

function readBody(
  route: Route,
  bytes: Uint8Array,
  doors: DoorLimits,
): { readonly kind: 'body'; readonly value: unknown } | Refusal {
  if (route.body === null) {
    if (bytes.length === 0) return { kind: 'body', value: null };
    return refuse('UNKNOWN_FIELD', 'this endpoint takes no body');
  }
  const json =
    bytes.length === 0 ? emptyObject : parseStrictJson(bytes, { depthMax: doors.jsonDepthMax });
  if (isRefusal(json)) return json;
  const value = route.body.read(json.value, 'the body');
  return isRefusal(value) ? value : { kind: 'body', value };
}

const emptyObject = { kind: 'json', value: {} } as const;

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** A query field that comes twice is an array, and no field reads that. */
const asFields = (value: unknown): JsonValue => ({ ...(value as Record<string, string>) });

/** Slow and many: time limits of Node's server, and a cap per address. */
function limitConnections(server: Server, doors: DoorLimits): void {
  server.headersTimeout = doors.headersTimeoutMs;
  server.maxConnections = doors.connectionsMax;
  const perAddress = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (perAddress.get(address) ?? 0) + 1;
    perAddress.set(address, count);
    socket.on('close', () => {
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
    if (count > doors.connectionsPerAddressMax) socket.destroy();
  });
}
