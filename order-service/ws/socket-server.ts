/** The WebSocket door, /v1/ws on the HTTP port (docs/websocket.md). */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Timer } from '../../ports/clock/clock.ts';
import { limits as shared } from '../../proto/limits.ts';
import { ERRORS, type ErrorCode } from '../error-codes.ts';
import type { Metrics } from '../http/metrics.ts';
import { PROBLEM_TYPE, problemOf } from '../http/problem.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import type { RateLimits } from '../security/rate-limits.ts';
import type { RequestAuth } from '../security/request-auth.ts';
import { Channels } from './channels.ts';
import { Connection } from './connection.ts';
import { Heartbeats } from './heartbeats.ts';
import { operations } from './operations.ts';
import { OrderFeed } from './order-feed.ts';
import type { SocketContext } from './socket-context.ts';
import { PINGS_OVER_MS, spreadOver } from './spread.ts';

const WS_PATH = '/v1/ws';
const CLOSE_GOING_AWAY = 1001;
const CLOSE_POLICY = 1008;
const CLOSE_WRONG_DATA = 1003;
/** Revocations reach open sockets within this and the time that a key is believed: < 1 s. */
const RECHECK_MS = 400;
const CATCH_UP_MS = 50;

export interface SocketServerOptions {
  readonly service: OrderService;
  readonly server: Server;
  readonly auth: RequestAuth;
  readonly rates: RateLimits;
  readonly doors: DoorLimits;
  readonly metrics: Metrics;
  /** Sockets of another dialect, on paths of its own. */
  readonly others?: UpgradeDoor;
}

export interface UpgradeDoor {
  accepts(path: string): boolean;
  readonly isFull: boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export class SocketServer {
  readonly #context: SocketContext;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #unsubscribe: () => void;
  readonly #timers = new Set<Timer>();
  readonly #others: UpgradeDoor | undefined;
  #isClosed = false;

  constructor(options: SocketServerOptions) {
    this.#others = options.others;
    const { service, server, auth, rates, doors, metrics } = options;
    const channels = new Channels(service.ports.clock);
    this.#context = {
      service,
      clock: service.ports.clock,
      auth,
      rates,
      doors,
      metrics,
      channels,
      orderFeed: new OrderFeed({ log: service.ports.log, clock: service.ports.clock }),
      operations: operations({ ordersMax: service.limits.batchOrdersMax }),
    };
    const limited = {
      noServer: true,
      clientTracking: false,
      maxPayload: shared.wsFrameBytesMax,
      maxFragments: shared.wsFragmentsMax,
      maxBufferedChunks: shared.wsBufferedChunksMax,
      perMessageDeflate: false,
    };
    this.#sockets = new WebSocketServer(limited);
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    const { orderFeed } = this.#context;
    this.#unsubscribe = service.onChange((view, change, batch) => {
      channels.changed(view, change);
      orderFeed.changed(view, batch);
    });
    this.#every(doors.heartbeatMs, () => this.#tellTickers());
    const heartbeats = new Heartbeats(this.#context);
    this.#every(doors.heartbeatMs, () => heartbeats.beat(this.#connections));
    this.#every(shared.wsPingIntervalMs, () => this.#ping());
    this.#every(RECHECK_MS, () => this.#recheck());
    this.#every(CATCH_UP_MS, () => {
      const nowMs = service.ports.clock.monotonicMs();
      for (const view of service.markets.views()) channels.tick(view, nowMs);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    for (const timer of this.#timers) timer.cancel();
    for (const connection of this.#connections) connection.close(CLOSE_GOING_AWAY, 'going away');
    this.#sockets.close();
  }

  #ping(): void {
    const by = { clock: this.#context.clock, intervalMs: PINGS_OVER_MS };
    spreadOver([...this.#connections], by, (part) => {
      for (const connection of part) if (connection.isOpen) connection.ping();
    });
  }

  #every(intervalMs: number, action: () => void): void {
    const timer = this.#context.clock.setTimer(intervalMs, () => {
      this.#timers.delete(timer);
      if (this.#isClosed) return;
      action();
      this.#every(intervalMs, action);
    });
    this.#timers.add(timer);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const [path] = (request.url ?? '').split('?');
    if (path !== WS_PATH && this.#others?.accepts(path ?? '') === true) {
      this.#upgradeOther(this.#others, request, socket, head);
      return;
    }
    const code = path === WS_PATH ? this.#upgradeProblem(request) : 'NOT_FOUND';
    if (code !== null) {
      refuseUpgrade(socket, code);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) =>
      this.#opened(opened, request.socket.remoteAddress ?? ''),
    );
  }

  /** Of any origin: what is not public is signed there, request by request. */
  #upgradeOther(others: UpgradeDoor, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = request.socket.remoteAddress ?? '';
    const isMany = this.#context.rates.address(address, 1) > 0;
    if (isMany) refuseUpgrade(socket, 'RATE_LIMITED');
    else if (others.isFull) refuseUpgrade(socket, 'TOO_MANY_CONNECTIONS');
    else others.upgrade(request, socket, head);
  }

  #upgradeProblem(request: IncomingMessage): ErrorCode | null {
    if (this.#connections.size >= this.#context.doors.connectionsMax) return 'TOO_MANY_CONNECTIONS';
    const address = request.socket.remoteAddress ?? '';
    if (this.#context.rates.address(address, 1) > 0) return 'RATE_LIMITED';
    // A page of another site may not use a browser's network position.
    const { origin, host } = request.headers;
    return origin === undefined || hostOf(origin) === host ? null : 'IP_NOT_ALLOWED';
  }

  #opened(socket: WebSocket, address: string): void {
    const connection = new Connection(this.#context, socket, address);
    this.#connections.add(connection);
    this.#context.metrics.socketsNow(this.#connections.size);
    socket.on('message', (bytes: Buffer, isBinary: boolean) => {
      if (isBinary) connection.close(CLOSE_WRONG_DATA, 'messages are text');
      else connection.receive(bytes);
    });
    socket.on('pong', () => connection.ponged());
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#connections.delete(connection);
      this.#context.metrics.socketsNow(this.#connections.size);
      connection.closed();
    });
    this.#context.clock.setTimer(this.#context.doors.socketIdleMs, () => {
      if (connection.isIdle) connection.close(CLOSE_POLICY, 'log in or subscribe first');
    });
    const { service, clock } = this.#context;
    connection.send(
      JSON.stringify({
        type: 'hello',
        version: 1,
        time_us: clock.nowUs(),
        durability: service.ports.log.durability,
      }),
    );
  }

  #tellTickers(): void {
    const { service, channels } = this.#context;
    channels.tellTickers(service).catch((error: unknown) => {
      service.log.warn({ err: error }, 'tickers cannot be read');
    });
  }

  #recheck(): void {
    for (const connection of this.#connections) {
      connection.recheck().catch((error: unknown) => {
        this.#context.service.log.warn({ err: error }, 'a key could not be checked again');
      });
    }
  }
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

function refuseUpgrade(socket: Duplex, code: ErrorCode): void {
  const { status, title, hint } = ERRORS[code];
  const body = JSON.stringify(problemOf(code, { detail: hint, requestId: randomUUID() }));
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
