/** Opens HTTP and WebSocket on one port. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BinanceDialect } from './binance/dialect.ts';
import { type DialectRateLimits, NO_RATE_LIMITS } from './binance/rate-meters.ts';
import { serviceMetrics } from './http/metrics.ts';
import { allRoutes } from './http/routes.ts';
import { httpServer } from './http/server.ts';
import type { ProcessIdentity } from './http/status-routes.ts';
import { DEFAULT_DOOR_LIMITS, type DoorLimits } from './limits.ts';
import type { OrderService } from './order-service.ts';
import { rateLimits } from './security/rate-limits.ts';
import { RequestAuth } from './security/request-auth.ts';
import { SocketServer } from './ws/socket-server.ts';

export interface OpenedDoors {
  readonly baseUrl: string;
  readonly wsUrl: string;
  close(): Promise<void>;
}

/** Throws when the port is in use (EADDRINUSE). Port 0: any. */
export async function openDoors(options: {
  readonly service: OrderService;
  readonly host: string;
  readonly port: number;
  readonly identity: ProcessIdentity;
  readonly doors?: Partial<DoorLimits>;
  readonly dialectLimits?: Partial<DialectRateLimits>;
  readonly faucet?: 'on';
}): Promise<OpenedDoors> {
  const { service, host, port, identity } = options;
  const doors: DoorLimits = { ...DEFAULT_DOOR_LIMITS, ...options.doors };
  const { clock } = service.ports;
  const metrics = serviceMetrics(service);
  const auth = new RequestAuth({ accounts: service.accounts, clock, limits: doors });
  const rates = rateLimits(clock, doors);
  const { faucet } = options;
  const routes = allRoutes(service, { doors, identity, metrics, ...(faucet && { faucet }) });
  const limits = { ...NO_RATE_LIMITS, ...options.dialectLimits };
  const dialect = new BinanceDialect({ service, auth, rates, doors, metrics, limits });
  const mount = (app: FastifyInstance) => dialect.mount(app);
  const app = await httpServer({ service, routes, auth, rates, doors, metrics, mount });
  const sockets = new SocketServer({
    service,
    server: app.server,
    auth,
    rates,
    doors,
    metrics,
    others: dialect.sockets,
  });
  await app.listen({ host, port });
  const bound = (app.server.address() as AddressInfo).port;
  const place = `${host.includes(':') ? `[${host}]` : host}:${bound}`;
  return {
    baseUrl: `http://${place}`,
    wsUrl: `ws://${place}/v1/ws`,
    async close() {
      sockets.close();
      dialect.close();
      app.server.closeAllConnections();
      await app.close();
      metrics.close();
    },
  };
}
