import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountId } from '../../../proto/units.ts';
import { type Refusal, refuse } from '../../refusal.ts';
import type { Caller, RequestAuth } from '../../security/request-auth.ts';
import type { DialectAuth } from '../dialect-auth.ts';
import type { DialectSocket } from '../dialect-socket.ts';
import type { DialectContext, DialectMethod } from '../method.ts';
import type { UserFeeds, UserListener } from '../user/user-feeds.ts';
import { ApiSession, type ApiSessionOptions } from './api-session.ts';

const caller = (apiKey: string, accountId: number): Caller => ({
  kind: 'caller',
  accountId: accountId as AccountId,
  apiKey,
  scopes: new Set(),
});
const alice = caller('key-of-alice', 1);

/** A read of the store that takes until it is answered. */
class Slowly<Answer> {
  readonly #waiting: ((answer: Answer) => void)[] = [];

  get count(): number {
    return this.#waiting.length;
  }

  ask(): Promise<Answer> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  answer(answer: Answer): void {
    for (const resolve of this.#waiting.splice(0)) resolve(answer);
  }
}

function opened(options: Partial<ApiSessionOptions> = {}) {
  const sent: Readonly<Record<string, unknown>>[] = [];
  const closes: string[] = [];
  const listeners = new Set<UserListener>();
  const keys = new Slowly<Caller | Refusal>();
  const signed = new Slowly<Caller>();
  const socket = {
    address: '127.0.0.1',
    send: (body: Readonly<Record<string, unknown>>) => sent.push(body),
    close: (_code: number, reason: string) => closes.push(reason),
  };
  const users = {
    add: (_accountId: AccountId, listener: UserListener) => listeners.add(listener),
    remove: (_accountId: AccountId, listener: UserListener) => listeners.delete(listener),
  };
  const clock = { nowUs: () => 1_000 };
  const log = { error: (fields: { readonly err: unknown }) => assert.fail(String(fields.err)) };
  const session = new ApiSession({
    context: { service: { ports: { clock }, log } } as unknown as DialectContext,
    methods: new Map(),
    auth: { signed: () => signed.ask() } as unknown as DialectAuth,
    keys: { recheck: () => keys.ask() } as unknown as RequestAuth,
    rates: { address: () => 0 } as never,
    metrics: {} as never,
    users: users as unknown as UserFeeds,
    socket: socket as unknown as DialectSocket,
    rateLimitsShown: 'no',
    onClosed: () => {},
    ...options,
  });
  const ask = (method: string, params: object = {}) =>
    session.receive(Buffer.from(JSON.stringify({ id: method, method, params })));
  const turn = () => new Promise((done) => setImmediate(done));
  return { session, sent, closes, listeners, keys, signed, ask, turn };
}

test('a check of its key that was on its way does not log a session on again', async () => {
  const { session, keys, ask, turn, closes } = opened();
  session.state.loggedOn = alice;
  const checked = session.recheck();
  ask('session.logout');
  await turn();
  assert.equal(session.state.loggedOn, null);
  keys.answer(alice);
  await checked;
  assert.equal(session.state.loggedOn, null);
  assert.deepEqual(closes, []);
});

test('a check of the key before does not replace, or end, who logged on meanwhile', async () => {
  const bob = caller('key-of-bob', 2);
  for (const answer of [alice, refuse('KEY_REVOKED', 'the key of before')]) {
    const { session, keys, closes } = opened();
    session.state.loggedOn = alice;
    const checked = session.recheck();
    session.state.loggedOn = bob;
    keys.answer(answer);
    await checked;
    assert.equal(session.state.loggedOn, bob);
    assert.deepEqual(closes, []);
  }
});

test('a subscription that was being signed when the connection ended follows nobody', async () => {
  const { session, listeners, signed, ask, turn } = opened();
  ask('userDataStream.subscribe.signature');
  await turn();
  assert.equal(signed.count, 1);
  session.closed();
  signed.answer(alice);
  await turn();
  assert.equal(listeners.size, 0);
});

test('a session has so many subscriptions at a time, and no more', async () => {
  const { session, sent, listeners, ask, turn } = opened();
  session.state.loggedOn = alice;
  for (let count = 0; count < 1_001; count += 1) ask('userDataStream.subscribe');
  await turn();
  assert.equal(listeners.size, 1_000);
  assert.deepEqual([sent.length, sent.at(-1)?.['status']], [1_001, 429]);
  ask('userDataStream.unsubscribe', { subscriptionId: 7 });
  ask('userDataStream.subscribe');
  await turn();
  assert.deepEqual(sent.at(-1)?.['result'], { subscriptionId: 1_000 });
});

test('a cancel is let through, whatever else its address asks for; the rest is told to wait', async () => {
  const done = { canceled: true };
  const method = (name: string, security: DialectMethod['security']): [string, DialectMethod] => [
    name,
    { rest: null, socket: [name], security, weight: 1, handle: () => done },
  ];
  const meters = { weigh: () => null };
  const service = { ports: { clock: { nowUs: () => 1_000 } } };
  const { sent, signed, ask, turn } = opened({
    context: { service, meters } as unknown as DialectContext,
    methods: new Map([method('order.cancel', 'cancel'), method('order.status', 'read')]),
    rates: { address: () => 7, key: () => 0 } as never,
  });
  ask('order.cancel');
  ask('order.status');
  await turn();
  signed.answer(alice);
  await turn();
  const statusOf = (id: string) => sent.find((each) => each['id'] === id)?.['status'];
  assert.deepEqual([statusOf('order.cancel'), statusOf('order.status')], [200, 429]);
});
