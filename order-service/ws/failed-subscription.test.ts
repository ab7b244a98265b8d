import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type EventLog, EventLogError } from '../../ports/event-log/event-log.ts';
import { ApiSocket } from '../testing/api-socket.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

let open: OpenExchange;
let isAway = false;

const wrapLog = (log: EventLog): EventLog =>
  new Proxy(log, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'bounds') return value.bind(target);
      return (...args: unknown[]) =>
        isAway
          ? Promise.reject(new EventLogError('LOG_UNAVAILABLE', 'it is away'))
          : value.apply(target, args);
    },
  });

before(async () => {
  open = await openExchange({ wrapLog });
});
after(async () => {
  await open.close();
});

test('a subscription that could not begin may be asked for again', async () => {
  const client = await ApiSocket.connect(open.doors.wsUrl);
  const orders = { channel: 'orders', market: 'BTC-USD', from_sequence: 1 };
  isAway = true;
  const refused = await client.ask('subscribe', orders);
  isAway = false;
  assert.equal((refused['error'] as { readonly code: string }).code, 'ACCOUNTS_UNAVAILABLE');
  const reply = await client.ask('subscribe', orders);
  assert.equal(reply['error'], undefined);
  assert.equal(reply['resumed'], true);
  client.close();
});
