/** Short ways to say what the account contract says often. */
import {
  type AccountId,
  accountId,
  type CommandSequence,
  commandSequence,
  type Epoch,
  epoch,
  hash64,
  type Money,
  money,
  type OrderId,
  offset,
  orderId,
  type SessionId,
  sequence,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import type {
  AccountStore,
  Admission,
  AdmissionOutcome,
  Effect,
  Reservation,
  SettlementStep,
} from '../account-store/account-store.ts';

export const TOPIC = 'commands.BTC-USD';
export const SESSION: SessionId = sessionId(1);
export const NOW = timestampUs(1_700_000_000_000_000);
export const DAY_US = 24 * 3600 * 1_000_000;
export const usd = (amount: number | bigint): Money => money(BigInt(amount));
export const account = (id: number): AccountId => accountId(id);
export const order = (id: number): OrderId => orderId(id);
export const numbered = (value: number): CommandSequence => commandSequence(value);
export const inEpoch = (value: number): Epoch => epoch(value);

export function orderOf(
  id: number,
  amount: number | bigint,
  more: {
    clientOrderId?: string;
    requestDigest?: string;
    nowUs?: number;
    asset?: string;
    takenOverFrom?: OrderId;
  } = {},
): Reservation & { readonly kind: 'order' } {
  return {
    kind: 'order',
    orderId: order(id),
    market: 'BTC-USD',
    asset: more.asset ?? 'USD',
    amount: usd(amount),
    clientOrderId: more.clientOrderId ?? `client-${id}`,
    requestDigest: more.requestDigest ?? 'd1',
    nowUs: timestampUs(more.nowUs ?? NOW),
    ...(more.takenOverFrom !== undefined && { takenOverFrom: more.takenOverFrom }),
  };
}

export const amendOf = (id: number, amount: number): Reservation => ({
  kind: 'amend',
  orderId: order(id),
  amount: usd(amount),
});

export const withdrawalOf = (transactionId: string, amount: number): Reservation => ({
  kind: 'withdrawal',
  transactionId,
  asset: 'USD',
  amount: usd(amount),
});

/** A step of the store's topic that follows `inputOffset - 1`. */
export function step(
  topic: string,
  inputOffset: number,
  effects: readonly Effect[],
): SettlementStep {
  const cursor = {
    nextLogOffset: offset(inputOffset + 1),
    inputOffset: offset(inputOffset),
    sequence: sequence(inputOffset + 1),
    eventHash: hash64('0123456789abcdef'),
  };
  return { topic, cursor, effects };
}

/** The store with the steps of each topic counted, and a session opened. */
export class AccountBench {
  readonly store: AccountStore;
  readonly #next = new Map<string, number>();
  epoch: Epoch = epoch(0);

  constructor(store: AccountStore) {
    this.store = store;
  }

  /** The same, at the same place, on a store that was opened again. */
  on(store: AccountStore): AccountBench {
    const bench = new AccountBench(store);
    bench.epoch = this.epoch;
    for (const [topic, next] of this.#next) bench.#next.set(topic, next);
    return bench;
  }

  async open(): Promise<this> {
    this.epoch = await this.store.openSession(SESSION, epoch(0));
    return this;
  }

  /** Accounts with so much USD each. */
  async fund(amounts: Readonly<Record<number, number | bigint>>): Promise<void> {
    await this.settle(
      Object.entries(amounts).flatMap(([id, amount]): Effect[] => [
        {
          kind: 'put-account',
          account: {
            accountId: account(Number(id)),
            name: id,
            makerFeePpm: null,
            takerFeePpm: null,
          },
        },
        {
          kind: 'deposit',
          transactionId: `fund-${id}`,
          accountId: account(Number(id)),
          asset: 'USD',
          amount: usd(amount),
        },
      ]),
      'commands.ledger',
    );
  }

  async settle(effects: readonly Effect[], topic = 'events.BTC-USD'): Promise<number> {
    const inputOffset = this.#next.get(topic) ?? 0;
    const applied = await this.store.apply([step(topic, inputOffset, effects)]);
    this.#next.set(topic, inputOffset + 1);
    return applied;
  }

  async admit(id: number, ...reservations: Reservation[]): Promise<AdmissionOutcome[]> {
    const admissions = reservations.map(
      (reservation): Admission => ({
        topic: TOPIC,
        epoch: this.epoch,
        reservation,
        accountId: account(id),
      }),
    );
    return [...(await this.store.admit(SESSION, admissions))];
  }

  /** `available held` in USD. */
  async balance(id: number): Promise<string> {
    const balances = await this.store.balances(account(id));
    const found = balances.find(({ asset }) => asset === 'USD');
    return `${found?.available ?? 0n} ${found?.held ?? 0n}`;
  }
}

/** Until it is done; tells how many client order ids it freed. */
export async function sweepAll(store: AccountStore, closedBeforeUs: number): Promise<number> {
  let total = 0;
  for (;;) {
    const { freed, isDone } = await store.sweepClientOrderIds(timestampUs(closedBeforeUs));
    total += freed;
    if (isDone) return total;
  }
}

/** A test on a bench of its own, whose store is closed behind it. */
export const onBench =
  (create: () => Promise<AccountStore>) =>
  (action: (bench: AccountBench) => Promise<void>) =>
  async (): Promise<void> => {
    const bench = await new AccountBench(await create()).open();
    try {
      await action(bench);
    } finally {
      await bench.store.close();
    }
  };
