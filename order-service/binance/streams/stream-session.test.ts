import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialectSocket } from '../dialect-socket.ts';
import type { MarketFeeds } from './market-feeds.ts';
import { StreamSession } from './stream-session.ts';

const STREAMS_MAX = 1_024;
const names = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => `s${from + index}@trade`);

function opened() {
  const sent: Readonly<Record<string, unknown>>[] = [];
  const followed = new Set<string>();
  const session = new StreamSession({
    feeds: {
      add: (name: string) => followed.add(name),
      remove: (name: string) => followed.delete(name),
    } as unknown as MarketFeeds,
    rates: { address: () => 0 } as never,
    socket: {
      address: '127.0.0.1',
      send: (body: Readonly<Record<string, unknown>>) => sent.push(body),
    } as unknown as DialectSocket,
    onClosed: () => {},
  });
  const ask = (method: string, params: readonly string[]) => {
    session.receive(Buffer.from(JSON.stringify({ id: 1, method, params })));
    return sent.at(-1)!;
  };
  return { session, followed, ask };
}

test('a connection has so many streams, however they are asked for, and no more', () => {
  const { session, followed, ask } = opened();
  assert.equal(session.subscribe(names(STREAMS_MAX + 1)), 'too many');
  assert.equal(followed.size, 0);
  assert.equal(session.subscribe([...names(STREAMS_MAX), ...names(5)]), 'done');
  assert.ok('error' in ask('SUBSCRIBE', names(1, STREAMS_MAX)));
  assert.equal(followed.size, STREAMS_MAX);
});

test('who has all of its streams may leave some, and name again what it has', () => {
  const { session, followed, ask } = opened();
  session.subscribe(names(STREAMS_MAX));
  assert.ok(!('error' in ask('SUBSCRIBE', names(3))));
  assert.ok(!('error' in ask('UNSUBSCRIBE', names(24))));
  assert.equal(followed.size, STREAMS_MAX - 24);
  assert.ok(!('error' in ask('SUBSCRIBE', names(24, STREAMS_MAX))));
  assert.equal(followed.size, STREAMS_MAX);
});
