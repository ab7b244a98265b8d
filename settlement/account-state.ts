/** Rebuilt accounts ⇄ the rows of a snapshot. */
import type { Effect } from '../ports/account-store/account-store.ts';
import type {
  AccountSnapshot,
  LedgerFact,
  LedgerSessionState,
  SettledMarketState,
  SettledOrder,
} from '../proto/account-snapshot-messages.ts';
import { assert, assertNever } from '../proto/assert.ts';
import { type AccountId, money } from '../proto/units.ts';
import { ledgerEffect } from './ledger-commands.ts';
import { broken, type Purse, type RebuiltOrder } from './purse.ts';
import { RebuiltAccounts } from './rebuilt-accounts.ts';

/** All of a snapshot that does not say where it was cut. */
export type AccountState = Omit<AccountSnapshot, 'timestampUs' | 'topics'>;

interface Definitions {
  readonly ledger: LedgerFact[];
  readonly markets: SettledMarketState[];
  readonly ledgerSessions: LedgerSessionState[];
}

/** Throws ACCOUNT_STORE_BROKEN for a sum beyond an int64. */
export function accountStateOf(accounts: RebuiltAccounts): AccountState {
  const { ledger, markets, ledgerSessions } = definitionsOf(accounts.records());
  const marketIndex = new Map(markets.map(({ definition }, index) => [definition.market, index]));
  const purses: AccountState['purses'][number][] = [];
  const orders: SettledOrder[] = [];
  for (const purse of accounts.purses()) {
    const { accountId, asset, deposits, tradedNet, withdrawals } = purse;
    for (const effect of deposits) ledger.push({ ...effect, kind: 'Deposit' });
    for (const effect of withdrawals) ledger.push({ ...effect, kind: 'Withdraw' });
    for (const order of ordersOf(purse)) {
      const market = marketIndex.get(order.opened.market);
      assert(market !== undefined, `${order.opened.market} is defined`);
      orders.push(settledOrder(order, { purse, market, index: purses.length }));
    }
    purses.push({ accountId, asset, tradedNet: money(tradedNet) });
  }
  return { ledger, markets, ledgerSessions, purses, orders };
}

/** Throws ACCOUNT_STORE_BROKEN for rows that contradict each other. */
export function accountsOfState(state: AccountState): RebuiltAccounts {
  const accounts = new RebuiltAccounts();
  const purses = state.purses.map(({ accountId, asset, tradedNet }) =>
    accounts.restorePurse(accountId, asset, tradedNet),
  );
  if (new Set(purses).size !== purses.length) throw broken('a purse stands there twice');
  const facts = state.ledger.map((fact) => {
    const effect = ledgerEffect(fact, 'session');
    if (effect === null) throw broken(`a ${fact.kind} without effect`);
    return effect;
  });
  accounts.apply(facts);
  accounts.apply(state.markets.map((market) => ({ kind: 'put-market', market })));
  accounts.apply(
    state.ledgerSessions.map(({ sessionId, ...session }) => ({
      kind: 'put-ledger-session',
      sessionId,
      session,
    })),
  );
  for (const row of state.orders) {
    const purse = purses[row.purse];
    const market = state.markets[row.market]?.definition.market;
    assert(purse !== undefined && market !== undefined, 'decoded orders have a purse and a market');
    accounts.restoreOrder(purse, rebuiltOrder(row, purse, market), row);
  }
  return accounts;
}

/** What each account has of each asset, held or not: the logs alone say that. By `account asset`. */
export function totalsOf(accounts: RebuiltAccounts): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { accountId, asset, deposits, tradedNet, withdrawals } of accounts.purses()) {
    let total = tradedNet;
    for (const { amount } of deposits) total += amount;
    for (const { amount } of withdrawals) total -= amount;
    totals.set(purseName(accountId, asset), total);
  }
  return totals;
}

export const purseName = (accountId: AccountId, asset: string): string => `${accountId} ${asset}`;

/** Trading moves money from one account to another, fees included: one sentence for each that it did not. */
export function tradeImbalances(accounts: RebuiltAccounts): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const { asset, tradedNet } of accounts.purses()) {
    sums.set(asset, (sums.get(asset) ?? 0n) + tradedNet);
  }
  return [...sums].flatMap(([asset, sum]) =>
    sum === 0n ? [] : [`${asset}: trading has made ${sum} minor units out of nothing`],
  );
}

function definitionsOf(records: Iterable<Effect>): Definitions {
  const definitions: Definitions = { ledger: [], markets: [], ledgerSessions: [] };
  for (const effect of records) addDefinition(definitions, effect);
  return definitions;
}

function addDefinition({ ledger, markets, ledgerSessions }: Definitions, effect: Effect): void {
  switch (effect.kind) {
    case 'put-market':
      markets.push(effect.market);
      return;
    case 'put-ledger-session':
      ledgerSessions.push({ sessionId: effect.sessionId, ...effect.session });
      return;
    case 'put-asset':
      ledger.push({ kind: 'DefineAsset', asset: effect.asset, scale: effect.scale });
      return;
    case 'put-account':
      ledger.push({ kind: 'OpenAccount', ...effect.account });
      return;
    case 'put-fee-tier':
      ledger.push({ kind: 'DefineFeeTier', ...effect.row });
      return;
    case 'put-api-key': {
      const { revoked: _revoked, ...key } = effect.key;
      ledger.push({ kind: 'CreateApiKey', ...key });
      return;
    }
    case 'revoke-api-key':
      ledger.push({ kind: 'RevokeApiKey', apiKey: effect.apiKey });
      return;
    case 'open-hold':
    case 'set-hold':
    case 'spend-hold':
    case 'release-hold':
    case 'close-hold':
    case 'credit':
    case 'deposit':
    case 'withdraw':
      throw broken(`a ${effect.kind} among the definitions`);
    default:
      assertNever(effect);
  }
}

/** Who spent last matters as long as trading has cost more than it brought in. */
function ordersOf({ orders, spender, tradedNet }: Purse): Iterable<RebuiltOrder> {
  return tradedNet < 0n && spender !== null ? new Set([...orders, spender]) : orders;
}

function settledOrder(
  order: RebuiltOrder,
  at: { readonly purse: Purse; readonly market: number; readonly index: number },
): SettledOrder {
  const { orders, spender, tradedNet } = at.purse;
  const { orderId, nowUs, clientOrderId } = order.opened;
  return {
    purse: at.index,
    market: at.market,
    orderId,
    held: money(order.held),
    openedUs: nowUs,
    closedUs: order.closedAtUs,
    clientOrderId,
    isLastSpender: tradedNet < 0n && spender === order,
    isForgotten: !orders.has(order),
  };
}

function rebuiltOrder(row: SettledOrder, purse: Purse, market: string): RebuiltOrder {
  const { clientOrderId, closedUs, held, openedUs, orderId } = row;
  return {
    opened: {
      kind: 'open-hold',
      orderId,
      accountId: purse.accountId,
      market,
      asset: purse.asset,
      amount: held,
      clientOrderId,
      nowUs: openedUs,
    },
    held,
    closedAtUs: closedUs,
  };
}
