/**
 * A demonstration begins anew: no order is open, every account has the money that is named. All of it
 * by records that anybody may send, so that replay and audit know no exception; history stays.
 *
 *   every market cancel-only ─▶ cancel all ─▶ settled ─▶ deposit or withdraw the difference ─▶ trading
 *                                                                             or halted, as it was ─▶
 */
import { MarketStatus } from '../proto/messages.ts';
import { eventTopic } from '../proto/topics.ts';
import { type AccountId, type Money, money } from '../proto/units.ts';
import type { OutcomeUnknown } from './order-requests.ts';
import type { OrderService } from './order-service.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';

export interface ResetDone {
  readonly kind: 'reset';
  readonly canceledOrders: number;
  readonly accounts: number;
}

export type ResetOutcome = ResetDone | Refusal | OutcomeUnknown;

/** By asset; of an asset that is not named there is none. */
export type WantedBalances = ReadonlyMap<string, Money>;

const POLL_MS = 5;
const REASON = 'reset of the demonstration';
/** What the exchange has earned stays with it. */
const FEE_ACCOUNT = 0;

/**
 * Whatever fails, markets trade again, or are halted again if an operator had said so; the same request
 * once more goes on from there. Cancel-only is what a reset that was cut short leaves: it ends.
 */
export async function resetDemo(
  service: OrderService,
  wanted: WantedBalances,
): Promise<ResetOutcome> {
  const { control } = service;
  const halted = new Set(
    service.markets
      .views()
      .filter(({ status }) => status === MarketStatus.halted)
      .map(({ market }) => market),
  );
  const stop = { status: MarketStatus.cancelOnly, reason: REASON };
  const stopped = await control.changeStatusEverywhere(stop);
  const outcome = stopped.kind === 'done-everywhere' ? await begin(service, wanted) : stopped;
  const going = await control.changeStatusEverywhere({
    reason: REASON,
    status: (market) => (halted.has(market) ? MarketStatus.halted : MarketStatus.trading),
  });
  return outcome.kind === 'reset' && going.kind !== 'done-everywhere' ? going : outcome;
}

async function begin(service: OrderService, wanted: WantedBalances): Promise<ResetOutcome> {
  const { clock } = service.ports;
  const untilMs = clock.monotonicMs() + service.limits.answerTimeoutMs;
  const isLate = () => clock.monotonicMs() > untilMs;
  const canceled = await cancelEverything(service);
  if (typeof canceled !== 'number') return canceled;
  while (!(await isSettled(service))) {
    if (isLate()) return refuse('SEQUENCE_NOT_REACHED', 'settlement is behind');
    await clock.sleep(POLL_MS);
  }
  let count = 0;
  for (const accountId of await accountsWithMoney(service)) {
    count += 1;
    for (;;) {
      const moved = await bring(service, accountId, wanted);
      if (moved.kind === 'applied') break;
      // An order that is refused by now may still hold what is to be taken out.
      if (!isRefusal(moved) || moved.code !== 'INSUFFICIENT_BALANCE' || isLate()) return moved;
      await clock.sleep(POLL_MS);
    }
  }
  return { kind: 'reset', canceledOrders: canceled, accounts: count };
}

async function cancelEverything(service: OrderService): Promise<number | Refusal | OutcomeUnknown> {
  let canceled = 0;
  for (const { market, orders } of service.markets.views()) {
    for (const accountId of orders.accounts()) {
      const outcome = await service.changes.cancelAll({ accountId, market });
      if (outcome.kind !== 'all-canceled') return outcome;
      canceled += outcome.count;
    }
  }
  return canceled;
}

/** The account store has every event that this service has seen. */
async function isSettled({ markets, ports }: OrderService): Promise<boolean> {
  for (const { market, sequence } of markets.views()) {
    const cursor = await ports.accounts.cursor(eventTopic(market));
    if ((cursor?.sequence ?? 0) < sequence) return false;
  }
  return true;
}

async function accountsWithMoney({ ports }: OrderService): Promise<readonly AccountId[]> {
  const found: AccountId[] = [];
  for (const { accountId } of await ports.accounts.accounts()) {
    if (accountId === FEE_ACCOUNT) continue;
    if ((await ports.accounts.balances(accountId)).length > 0) found.push(accountId);
  }
  return found;
}

/** The account to the balances that are wanted of it. */
async function bring(service: OrderService, accountId: AccountId, wanted: WantedBalances) {
  const rows = await service.ports.accounts.balances(accountId);
  const had = new Map(rows.map((row) => [row.asset, money(row.available + row.held)]));
  for (const asset of new Set([...had.keys(), ...wanted.keys()])) {
    const difference = (wanted.get(asset) ?? 0n) - (had.get(asset) ?? 0n);
    if (difference === 0n) continue;
    const outcome = await move(service, { accountId, asset, difference });
    if (outcome.kind !== 'applied') return outcome;
  }
  return { kind: 'applied' } as const;
}

function move(
  service: OrderService,
  change: { readonly accountId: AccountId; readonly asset: string; readonly difference: bigint },
) {
  const { accountId, asset, difference } = change;
  const transactionId = `reset-${service.newToken()}`;
  const { ledger } = service;
  if (difference > 0n) {
    return ledger.send({
      kind: 'Deposit',
      ...{ transactionId, accountId, asset, amount: money(difference) },
    });
  }
  const transaction = { transactionId, asset, amount: money(-difference) };
  return ledger.send(
    { kind: 'Withdraw', accountId, ...transaction },
    { accountId, reservation: { kind: 'withdrawal', ...transaction } },
  );
}
