/**
 * Opens HTTP and WebSocket on one port, and the operator's endpoints there or apart:
 *
 *   public door   /v1 without /v1/admin, the dialect, sockets
 *   admin door    /v1 with /v1/admin, and nothing else
 */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BinanceDialect } from './binance/dialect.ts';
import { type DialectRateLimits, NO_RATE_LIMITS } from './binance/rate-meters.ts';
import { answerUnreadable } from './binance/rest-door.ts';
import { serviceMetrics } from './http/metrics.ts';
import type { Route } from './http/route.ts';
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
  /** Where the operator's endpoints are. */
  readonly adminUrl: string;
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
  /** Absent: no door of its own. Port 0: any. */
  readonly adminDoor?: { readonly host: string; readonly port: number };
}): Promise<OpenedDoors> {
  const { service, identity, adminDoor } = options;
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
  const pipeline = { service, auth, rates, doors, metrics };
  const shown = adminDoor === undefined ? routes : routes.filter((each) => !isOfOperator(each));
  const app = await httpServer({ ...pipeline, routes: shown, mount, answerUnreadable });
  const sockets = new SocketServer({
    service,
    server: app.server,
    auth,
    rates,
    doors,
    metrics,
    others: dialect.sockets,
  });
  const admin = adminDoor === undefined ? null : await httpServer({ ...pipeline, routes });
  const place = await listening(app, options);
  const adminPlace = admin === null ? place : await listening(admin, adminDoor!);
  return {
    baseUrl: `http://${place}`,
    wsUrl: `ws://${place}/v1/ws`,
    adminUrl: `http://${adminPlace}`,
    async close() {
      sockets.close();
      dialect.close();
      for (const door of admin === null ? [app] : [app, admin]) {
        door.server.closeAllConnections();
        await door.close();
      }
      metrics.close();
    },
  };
}

const isOfOperator = ({ path }: Route): boolean => path.startsWith('/v1/admin/');

async function listening(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  await app.listen({ host, port });
  const bound = (app.server.address() as AddressInfo).port;
  return `${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
