import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { WebSocket } from 'ws';
import { Scope } from '../../proto/messages.ts';
import type { AccountId } from '../../proto/units.ts';
import { DialectSocket, type SocketSurroundings } from '../binance/dialect-socket.ts';
import { Connection } from './connection.ts';
import type { SocketContext } from './socket-context.ts';

const ORDER = { market: 'BTC-USD', side: 'buy', type: 'limit', price: '1.00', quantity: '1' };

/** As `ws` does, it gives what the client had sent before it heard of our close. */
const socketOf = () =>
  Object.assign(new EventEmitter(), {
    extensions: '',
    bufferedAmount: 0,
    readyState: 1,
    _socket: { write: () => {} },
    close() {
      this.readyState = 2;
    },
    terminate() {},
  }) as unknown as WebSocket;

const around = {
  clock: { monotonicMs: () => 0, setTimer: () => ({ cancel() {} }) },
  doors: { socketBufferBytesMax: 1_000, bookConflateBytes: 100, jsonDepthMax: 4 },
  metrics: {},
} as unknown as SocketSurroundings;

test('an order that comes behind our close is not placed', () => {
  let placed = 0;
  const context = {
    ...around,
    rates: { key: () => 0, address: () => 0 },
    service: {
      limits: { batchOrdersMax: 50 },
      orders: {
        placeFor: () => {
          placed += 1;
        },
      },
      stages: { record: () => {} },
    },
  } as unknown as SocketContext;
  const connection = new Connection(context, socketOf(), '127.0.0.1');
  const scopes = new Set([Scope.trade]);
  connection.caller = { kind: 'caller', accountId: 1 as AccountId, apiKey: 'k', scopes };
  const place = () =>
    connection.receive(Buffer.from(JSON.stringify({ op: 'place', order: ORDER })));
  place();
  assert.equal(placed, 1);
  connection.close(1008, 'KEY_REVOKED');
  place();
  assert.equal(placed, 1);
});

test('a request of the dialect that comes behind our close is not performed', () => {
  let received = 0;
  const socket = socketOf();
  const dialect = new DialectSocket(socket, around, '127.0.0.1');
  dialect.attach({
    receive: () => {
      received += 1;
    },
    closed: () => {},
  });
  socket.emit('message', Buffer.from('{}'), false);
  assert.equal(received, 1);
  dialect.close(1008, 'KEY_REVOKED');
  socket.emit('message', Buffer.from('{}'), false);
  assert.equal(received, 1);
});
