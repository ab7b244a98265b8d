/**
 * Thousands of market-data clients in one process, as cheap as can be: bytes are counted and not read,
 * so that the processors are the exchange's. From several loopback addresses, since one may not have so
 * many connections.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { ofTurn, PONG_TURN_MS } from './pong-turns.ts';
import type { WatchCounts, WatcherMessage, WatcherRequest, WatchPlan } from './watch-plan.ts';

const CLIENTS_PER_ADDRESS = 500;
const CONNECTING_AT_ONCE = 50;
/** Whoever does not answer a ping is ended; one that nobody asked for is an answer, too. Masked by zeros, empty. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

interface Watcher {
  readonly socket: Socket;
  readonly isStalled: boolean;
  bytes: number;
  isClosed: boolean;
}

function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

const subscription = (channel: string, market: string): Buffer =>
  textFrame(
    JSON.stringify({
      op: 'subscribe',
      id: channel,
      channel,
      market,
      ...(channel === 'book' && { depth: 25 }),
    }),
  );

function open(plan: WatchPlan, index: number): Promise<Watcher> {
  const { hostname, port, pathname } = new URL(plan.wsUrl);
  const market = plan.markets[index % plan.markets.length]!;
  const isStalled = index < plan.stalled;
  const localAddress = `127.0.0.${2 + Math.floor(index / CLIENTS_PER_ADDRESS)}`;
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  const watcher: Watcher = { socket, isStalled, bytes: 0, isClosed: false };
  const channels = isStalled ? ['orders', 'book'] : ['book', 'trades'];
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
      'Sec-WebSocket-Version: 13\r\n\r\n',
  );
  return new Promise((resolve, reject) => {
    let unanswered = channels.length;
    let isUp = false;
    socket.on('error', (error) => {
      watcher.isClosed = true;
      reject(error);
    });
    socket.on('close', () => {
      watcher.isClosed = true;
      reject(new Error(`connection ${index} was closed before it had subscribed`));
    });
    socket.on('data', (bytes: Buffer) => {
      watcher.bytes += bytes.length;
      if (unanswered === 0) return;
      const text = bytes.toString('latin1');
      if (!isUp) {
        if (!text.startsWith('HTTP/1.1 101')) reject(new Error(text.slice(0, 100)));
        isUp = true;
        for (const channel of channels) socket.write(subscription(channel, market));
      }
      unanswered -= text.split('"type":"reply"').length - 1;
      if (unanswered > 0) return;
      unanswered = 0;
      if (isStalled) socket.pause();
      resolve(watcher);
    });
  });
}

async function openAll(plan: WatchPlan): Promise<readonly Watcher[]> {
  const watchers: Watcher[] = [];
  while (watchers.length < plan.clients) {
    const count = Math.min(CONNECTING_AT_ONCE, plan.clients - watchers.length);
    const from = watchers.length;
    watchers.push(
      ...(await Promise.all(Array.from({ length: count }, (_, index) => open(plan, from + index)))),
    );
  }
  return watchers;
}

const countsOf = (watchers: readonly Watcher[]): WatchCounts => ({
  open: watchers.filter(({ isClosed }) => !isClosed).length,
  closedByServer: watchers.filter(({ isClosed }) => isClosed).length,
  bytes: watchers.reduce((sum, { bytes }) => sum + bytes, 0),
});

const tell = (message: WatcherMessage): void => {
  process.send?.(message);
};

let watchers: readonly Watcher[] = [];

process.on('message', (request: WatcherRequest) => {
  if ('tell' in request) return tell({ counts: countsOf(watchers) });
  if ('end' in request) {
    for (const { socket } of watchers) socket.destroy();
    process.disconnect();
    return;
  }
  openAll(request).then(
    (opened) => {
      watchers = opened;
      let turn = 0;
      const pongs = setInterval(() => {
        for (const { socket, isClosed } of ofTurn(watchers, turn))
          if (!isClosed) socket.write(PONG);
        turn += 1;
      }, PONG_TURN_MS);
      pongs.unref();
      tell({ subscribed: true });
    },
    (error: unknown) => {
      tell({ error: String(error) });
      process.disconnect();
    },
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
