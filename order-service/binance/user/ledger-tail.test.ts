import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AccountStore } from '../../../ports/account-store/account-store.ts';
import { AccountStoreError } from '../../../ports/account-store/account-store-error.ts';
import { DialectClient, DialectListener } from '../../testing/dialect-client.ts';
import { until } from '../../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../../testing/open-exchange.ts';
import { ReadModels } from '../../testing/read-models.ts';

let open: OpenExchange;
let readModels: ReadModels;
/** The cursors of the account store cannot be read for the moment; how often that was met. */
let isAway = false;
let met = 0;

const wrapAccounts = (store: AccountStore): AccountStore =>
  new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'cursor') return value.bind(target);
      return (...args: unknown[]) => {
        if (!isAway) return value.apply(target, args);
        met += 1;
        return Promise.reject(new AccountStoreError('ACCOUNT_STORE_UNAVAILABLE', 'it is away'));
      };
    },
  });

before(async () => {
  open = await openExchange({ wrapAccounts });
  readModels = new ReadModels(open);
});
after(async () => {
  await readModels.close();
  await open.close();
});

test('a deposit that came while the account store was away is told when it is back, once', async () => {
  const alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
  const url = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
  const listener = await DialectListener.connect(url);
  await listener.ask('userDataStream.subscribe.signature', alice.members());
  const deltas = () => listener.events('balanceUpdate').map(({ a, d }) => [a, d]);
  await open.exchange.fund(1, { USD: 1_000_000n });
  await until(() => deltas().length === 1, 'the deposit before');
  isAway = true;
  await open.exchange.fund(1, { USD: 2_000_000n });
  await until(() => met > 0, 'the store is asked');
  await open.exchange.fund(1, { USD: 3_000_000n });
  isAway = false;
  await open.exchange.fund(1, { USD: 4_000_000n });
  await until(() => deltas().some(([, d]) => String(d).startsWith('4')), 'the last deposit');
  assert.deepEqual(
    deltas().map(([, d]) => Number(d)),
    [1, 2, 3, 4],
  );
  listener.close();
});
