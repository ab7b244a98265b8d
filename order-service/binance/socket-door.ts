/**
 * The WebSocket door of the dialect, on the same port: `/ws/…` and `/stream?streams=…` (behind any
 * prefix) for market data, `/ws-api/v3` for requests and user data.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Timer } from '../../ports/clock/clock.ts';
import { limits as shared } from '../../proto/limits.ts';
import type { Metrics } from '../http/metrics.ts';
import type { DoorLimits } from '../limits.ts';
import type { RateLimits } from '../security/rate-limits.ts';
import type { RequestAuth } from '../security/request-auth.ts';
import { PINGS_OVER_MS, spreadOver } from '../ws/spread.ts';
import type { DialectAuth } from './dialect-auth.ts';
import { errorBody, errors } from './dialect-error.ts';
import { DialectSocket } from './dialect-socket.ts';
import { timeOf, timeUnitOf } from './dialect-time.ts';
import type { DialectContext, DialectMethod } from './method.ts';
import { percentDecoded, readPairs } from './request-params.ts';
import { MarketFeeds } from './streams/market-feeds.ts';
import { StreamSession, TOO_MANY_STREAMS } from './streams/stream-session.ts';
import type { ListenKeys } from './user/listen-keys.ts';
import { UserFeeds } from './user/user-feeds.ts';
import { ApiSession } from './ws-api/api-session.ts';
import { LegacyUserSession } from './ws-api/legacy-user-session.ts';

export interface SocketDoorOptions {
  readonly context: DialectContext;
  readonly methods: readonly DialectMethod[];
  readonly auth: DialectAuth;
  readonly keys: RequestAuth;
  readonly listenKeys: ListenKeys;
  readonly rates: RateLimits;
  readonly doors: DoorLimits;
  readonly metrics: Metrics;
}

const API_PATH = /(^|\/)ws-api\/v3\/?$/;
const STREAM_PATH = /(^|\/)(ws|stream)(\/.*)?$/;
const FRAME_BYTES_MAX = 65_536;
const PING_MS = 20_000;
/** Revocations reach open sockets within this and the time that a key is believed: < 1 s. */
const RECHECK_MS = 400;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_POLICY = 1008;

interface Session {
  recheck?(): Promise<void>;
}

export class SocketDoor {
  readonly #options: SocketDoorOptions;
  readonly #methods: ReadonlyMap<string, DialectMethod>;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Map<DialectSocket, Session>();
  readonly #markets: MarketFeeds;
  readonly #users: UserFeeds;
  readonly #unsubscribe: () => void;
  readonly #timers = new Set<Timer>();
  #isClosed = false;

  constructor(options: SocketDoorOptions) {
    const { context, methods } = options;
    this.#options = options;
    this.#methods = new Map(
      methods.flatMap((method) => method.socket.map((name) => [name, method] as const)),
    );
    this.#markets = new MarketFeeds(context);
    this.#users = new UserFeeds(context);
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: FRAME_BYTES_MAX,
      maxFragments: shared.wsFragmentsMax,
      maxBufferedChunks: shared.wsBufferedChunksMax,
      perMessageDeflate: false,
    } as ConstructorParameters<typeof WebSocketServer>[0]);
    this.#unsubscribe = context.service.onChange((view, change, batch) => {
      this.#markets.changed(view, change);
      this.#users.changed(view, batch);
    });
    this.#every(PING_MS, () => this.#ping());
    this.#every(RECHECK_MS, () => this.#recheck());
  }

  #ping(): void {
    const by = { clock: this.#options.context.service.ports.clock, intervalMs: PINGS_OVER_MS };
    spreadOver([...this.#sessions.keys()], by, (part) => {
      for (const socket of part) if (this.#sessions.has(socket)) socket.ping();
    });
  }

  accepts(path: string): boolean {
    return API_PATH.test(path) || STREAM_PATH.test(path);
  }

  get isFull(): boolean {
    return this.#sessions.size >= this.#options.doors.connectionsMax;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, request));
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    for (const timer of this.#timers) timer.cancel();
    const now = timeOf(this.#options.context.service.ports.clock.nowUs());
    for (const socket of this.#sessions.keys()) {
      socket.send({ e: 'serverShutdown', E: now });
      socket.close(CLOSE_GOING_AWAY, 'going away');
    }
    this.#markets.close();
    this.#users.close();
    this.#sockets.close();
  }

  #opened(opened: WebSocket, request: IncomingMessage): void {
    const { context, doors, metrics } = this.#options;
    const { clock } = context.service.ports;
    const address = request.socket.remoteAddress ?? '';
    const socket = new DialectSocket(opened, { clock, doors, metrics }, address);
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const onClosed = () => this.#sessions.delete(socket);
    const asked = new Map<string, string>();
    readPairs(query, asked);
    const unit = timeUnitOf(asked.get('timeUnit'));
    if (unit === undefined) {
      socket.send({ error: errorBody(errors.timeUnit) });
      socket.close(CLOSE_POLICY, 'time unit');
      return;
    }
    socket.unit = unit;
    if (API_PATH.test(path)) this.#openApi(socket, asked, onClosed);
    else this.#openStreams(socket, { path, asked }, onClosed);
  }

  #openApi(socket: DialectSocket, asked: ReadonlyMap<string, string>, onClosed: () => void): void {
    const rateLimitsShown = asked.get('returnRateLimits') === 'false' ? 'no' : 'yes';
    const common = { ...this.#options, methods: this.#methods, users: this.#users };
    const session = new ApiSession({ ...common, socket, rateLimitsShown, onClosed });
    socket.attach(session);
    this.#sessions.set(socket, session);
  }

  #openStreams(
    socket: DialectSocket,
    { path, asked }: { readonly path: string; readonly asked: ReadonlyMap<string, string> },
    onClosed: () => void,
  ): void {
    const { kind, names } = streamsAsked(path, asked);
    const { keys, listenKeys, rates } = this.#options;
    const caller = names.length === 1 ? listenKeys.find(names[0]!) : null;
    if (caller !== null) {
      const common = { socket, keys, users: this.#users, caller, onClosed };
      const session = new LegacyUserSession(common);
      socket.attach(session);
      this.#sessions.set(socket, session);
      this.#recheckOne(session);
      return;
    }
    const session = new StreamSession({ feeds: this.#markets, rates, socket, onClosed });
    if (kind === 'stream') socket.form = 'combined';
    socket.attach(session);
    this.#sessions.set(socket, {});
    if (session.subscribe(names) === 'done') return;
    socket.send(TOO_MANY_STREAMS);
    socket.close(CLOSE_POLICY, 'too many streams');
  }

  #recheck(): void {
    for (const session of this.#sessions.values()) this.#recheckOne(session);
  }

  #recheckOne(session: Session): void {
    session.recheck?.().catch((error: unknown) => {
      this.#options.context.service.log.warn({ err: error }, 'a key could not be checked again');
    });
  }

  #every(intervalMs: number, action: () => void): void {
    const timer = this.#options.context.service.ports.clock.setTimer(intervalMs, () => {
      this.#timers.delete(timer);
      if (this.#isClosed) return;
      action();
      this.#every(intervalMs, action);
    });
    this.#timers.add(timer);
  }
}

/** Names in the path (`/ws/a/b`) or in the query (`/stream?streams=a/b`); none is fine. */
function streamsAsked(
  path: string,
  asked: ReadonlyMap<string, string>,
): { readonly kind: 'ws' | 'stream'; readonly names: readonly string[] } {
  const match = STREAM_PATH.exec(path);
  const kind = match?.[2] === 'stream' ? 'stream' : 'ws';
  const listed = asked.get('streams') ?? percentDecoded((match?.[3] ?? '').slice(1));
  return { kind, names: listed.split('/').filter((name) => name !== '') };
}
