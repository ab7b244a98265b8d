/**
 * The Binance Spot v3 dialect: a second face of the same order-service. It translates requests into
 * the service's own, and what comes of them back; it decides nothing (docs/binance.md).
 */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../http/metrics.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import type { RateLimits } from '../security/rate-limits.ts';
import type { RequestAuth } from '../security/request-auth.ts';
import { DialectAuth } from './dialect-auth.ts';
import { dialectMethods } from './dialect-methods.ts';
import { listenKeyMethods } from './listen-key-methods.ts';
import type { DialectContext, DialectMethod } from './method.ts';
import { type DialectRateLimits, RateMeters } from './rate-meters.ts';
import { openRestDoor } from './rest-door.ts';
import { SocketDoor } from './socket-door.ts';
import { Symbols } from './symbols.ts';
import { ListenKeys } from './user/listen-keys.ts';
import { Replacing } from './user/refused-replacements.ts';

export interface DialectOptions {
  readonly service: OrderService;
  readonly auth: RequestAuth;
  readonly rates: RateLimits;
  readonly doors: DoorLimits;
  readonly metrics: Metrics;
  readonly limits: DialectRateLimits;
}

const CLIENT_ID_LENGTH = 22;

export class BinanceDialect {
  readonly #options: DialectOptions;
  readonly #context: DialectContext;
  readonly #auth: DialectAuth;
  readonly #methods: readonly DialectMethod[];
  readonly sockets: SocketDoor;

  constructor(options: DialectOptions) {
    const { service, auth, limits } = options;
    const { clock } = service.ports;
    this.#options = options;
    this.#auth = new DialectAuth({ accounts: service.accounts, auth, clock });
    this.#context = {
      service,
      symbols: new Symbols(service),
      meters: new RateMeters(clock, limits),
      cancelIds: new Map(),
      replacing: new Replacing(),
      newClientId: () => service.newToken().slice(0, CLIENT_ID_LENGTH),
    };
    const listenKeys = new ListenKeys(clock, () => service.newToken());
    this.#methods = [...dialectMethods, ...listenKeyMethods(listenKeys)];
    this.sockets = new SocketDoor({
      ...options,
      context: this.#context,
      methods: this.#methods,
      auth: this.#auth,
      keys: auth,
      listenKeys,
    });
  }

  /** Its REST routes, in a scope of their own. */
  async mount(app: FastifyInstance): Promise<void> {
    const { rates, metrics } = this.#options;
    const methods = this.#methods.filter(({ rest }) => rest !== null);
    const context = this.#context;
    await openRestDoor(app, { context, methods, auth: this.#auth, rates, metrics });
  }

  close(): void {
    this.sockets.close();
  }
}
