/**
 * An account store against a model that shares nothing with it: plain maps of bigints, one entry per
 * pot of money. Random commands, most of them sensible, some of them not; after each, the store holds
 * what the model holds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { epoch } from '../../proto/units.ts';
import {
  AccountBench,
  account,
  amendOf,
  NOW,
  order,
  orderOf,
  SESSION,
  usd,
  withdrawalOf,
} from '../testing/account-fixture.ts';
import type { AccountStore } from './account-store.ts';

const SEED = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
const ACCOUNTS = [1, 2, 3];
const KINDS = [
  'order',
  'amend',
  'set',
  'spend',
  'release',
  'close',
  'take-back',
  'deposit',
  'withdrawal',
];

type Move =
  | { readonly kind: 'order'; readonly account: number; readonly amount: bigint }
  | { readonly kind: 'amend' | 'set'; readonly pick: number; readonly amount: bigint }
  | { readonly kind: 'spend' | 'release'; readonly pick: number; readonly amount: bigint }
  | { readonly kind: 'close' | 'take-back'; readonly pick: number }
  | { readonly kind: 'deposit' | 'withdrawal'; readonly account: number; readonly amount: bigint };

const amounts = fc.oneof(
  fc.bigInt({ min: 0n, max: 50n }),
  fc.bigInt({ min: 0n, max: 50n }),
  fc.bigInt({ min: 0n, max: 50n }),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
  fc.bigInt({ min: 2n ** 61n, max: 2n ** 63n - 1n }),
);
const moves = fc.oneof<fc.Arbitrary<Move>[]>(
  fc.record({
    kind: fc.constantFrom('order', 'deposit', 'withdrawal'),
    account: fc.constantFrom(...ACCOUNTS),
    amount: amounts,
  }),
  fc.record({
    kind: fc.constantFrom('amend', 'set', 'spend', 'release'),
    pick: fc.nat(9),
    amount: amounts,
  }),
  fc.record({ kind: fc.constantFrom('close', 'take-back'), pick: fc.nat(9) }),
);

interface ModelHold {
  readonly account: number;
  settled: bigint;
  readonly pending: bigint[];
}

/** Where the money is. Returns false where the store must refuse. */
class Model {
  readonly available = new Map(ACCOUNTS.map((id) => [id, 0n]));
  readonly holds = new Map<number, ModelHold>();
  readonly withdrawals: { readonly account: number; readonly amount: bigint }[] = [];
  deposited = 0n;
  /** Spent from holds, and here credited to nobody. */
  spent = 0n;

  take(id: number, amount: bigint): boolean {
    const left = this.available.get(id)! - amount;
    if (left < 0n) return false;
    this.available.set(id, left);
    return true;
  }

  heldBy(id: number): bigint {
    let held = 0n;
    for (const hold of this.holds.values()) if (hold.account === id) held += total(hold);
    for (const each of this.withdrawals) if (each.account === id) held += each.amount;
    return held;
  }
}

const text = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

const total = (hold: ModelHold): bigint =>
  hold.pending.reduce((sum, amount) => sum + amount, hold.settled);

class Differential {
  readonly bench: AccountBench;
  readonly model = new Model();
  readonly #done: Map<string, number>;
  #nextOrder = 1;
  #nextTransaction = 1;

  constructor(store: AccountStore, done: Map<string, number>) {
    this.bench = new AccountBench(store);
    this.#done = done;
  }

  async play(move: Move): Promise<void> {
    const before = JSON.stringify(await this.bench.store.inspect(), text);
    await this.#play(move);
    if (JSON.stringify(await this.bench.store.inspect(), text) === before) return;
    this.#done.set(move.kind, (this.#done.get(move.kind) ?? 0) + 1);
  }

  async #play(move: Move): Promise<void> {
    switch (move.kind) {
      case 'order': {
        const id = this.#nextOrder;
        this.#nextOrder += 1;
        const [outcome] = await this.bench.admit(move.account, orderOf(id, move.amount));
        const taken = this.model.take(move.account, move.amount);
        assert.equal(outcome?.kind === 'admitted', taken);
        if (taken) {
          this.model.holds.set(id, { account: move.account, settled: move.amount, pending: [] });
        }
        return;
      }
      case 'deposit': {
        const transactionId = `t${this.#nextTransaction}`;
        this.#nextTransaction += 1;
        const fits = this.model.deposited + move.amount < 2n ** 63n;
        const effect = { ...move, kind: 'deposit', transactionId, asset: 'USD' } as const;
        await this.#expect(fits, {
          ...effect,
          accountId: account(move.account),
          amount: usd(move.amount),
        });
        if (!fits) return;
        this.model.deposited += move.amount;
        this.model.available.set(
          move.account,
          this.model.available.get(move.account)! + move.amount,
        );
        return;
      }
      case 'withdrawal': {
        const transactionId = `t${this.#nextTransaction}`;
        this.#nextTransaction += 1;
        const [outcome] = await this.bench.admit(move.account, {
          ...withdrawalOf(transactionId, 0),
          amount: usd(move.amount),
        } as ReturnType<typeof withdrawalOf>);
        const taken = this.model.take(move.account, move.amount);
        assert.equal(outcome?.kind === 'admitted', taken);
        if (taken) this.model.withdrawals.push(move);
        return;
      }
      default:
        return this.#onHold(move);
    }
  }

  async #onHold(move: Extract<Move, { readonly pick: number }>): Promise<void> {
    const { holds } = this.model;
    if (holds.size === 0) return;
    const [id, hold] = [...holds][move.pick % holds.size]!;
    const orderId = order(id);
    switch (move.kind) {
      case 'amend': {
        const amend = { ...amendOf(id, 0), amount: usd(move.amount) } as ReturnType<typeof amendOf>;
        const [outcome] = await this.bench.admit(hold.account, amend);
        const taken = this.model.take(hold.account, move.amount);
        assert.equal(outcome?.kind === 'admitted', taken);
        if (taken) hold.pending.push(move.amount);
        return;
      }
      case 'set': {
        const back = hold.settled + (hold.pending[0] ?? 0n);
        const possible = this.model.available.get(hold.account)! + back >= move.amount;
        await this.#expect(possible, { kind: 'set-hold', orderId, amount: usd(move.amount) });
        if (!possible) return;
        hold.pending.shift();
        hold.settled = move.amount;
        this.model.take(hold.account, move.amount - back);
        return;
      }
      case 'spend':
      case 'release': {
        const possible = hold.settled >= move.amount;
        const kind = `${move.kind}-hold` as const;
        await this.#expect(possible, { kind, orderId, amount: usd(move.amount) });
        if (!possible) return;
        hold.settled -= move.amount;
        if (move.kind === 'release') this.model.take(hold.account, -move.amount);
        else this.model.spent += move.amount;
        return;
      }
      case 'close':
        await this.bench.settle([{ kind: 'close-hold', orderId, nowUs: NOW }]);
        this.model.take(hold.account, -total(hold));
        holds.delete(id);
        return;
      case 'take-back':
        await this.#takeBack(id, hold);
    }
  }

  /** The order's newest entry: its last amend, else the order itself. */
  async #takeBack(id: number, hold: ModelHold): Promise<void> {
    const entries = await this.bench.store.outbox(SESSION);
    const own = entries.filter(({ reserved }) => 'orderId' in reserved && reserved.orderId === id);
    const entry = own.at(-1)!;
    await this.bench.store.withdrawFromOutbox(SESSION, [entry]);
    if (entry.reserved.kind === 'order') {
      this.model.take(hold.account, -total(hold));
      this.model.holds.delete(id);
    } else if (entry.reserved.kind === 'amend') {
      const index = hold.pending.lastIndexOf(entry.reserved.amount);
      if (index >= 0) this.model.take(hold.account, -hold.pending.splice(index, 1)[0]!);
    }
  }

  async #expect(possible: boolean, effect: Parameters<AccountBench['settle']>[0][number]) {
    if (possible) await this.bench.settle([effect]);
    else await assert.rejects(this.bench.settle([effect]), { code: 'ACCOUNT_STORE_BROKEN' });
  }

  async compare(): Promise<void> {
    const contents = await this.bench.store.inspect();
    const inStore = new Map(contents.balances.map((each) => [Number(each.accountId), each]));
    let sum = 0n;
    for (const id of ACCOUNTS) {
      const { available, held } = inStore.get(id) ?? { available: 0n, held: 0n };
      assert.equal(available, this.model.available.get(id));
      assert.equal(held, this.model.heldBy(id));
      sum += available + held;
    }
    assert.deepEqual(
      new Map(contents.holds.map((hold) => [Number(hold.orderId), BigInt(hold.amount)])),
      new Map([...this.model.holds].map(([id, hold]) => [id, total(hold)])),
    );
    assert.equal(sum, this.model.deposited - this.model.spent);
  }
}

/** `runs`: random tapes of 20 to 80 moves. */
export function accountModelContract(
  name: string,
  options: { readonly runs: number; readonly open: () => Promise<AccountStore> },
): void {
  test(`${name} agrees with a model of plain bigints, whatever comes`, async () => {
    process.stdout.write(`SEED=${SEED}\n`);
    // Moves that the store carried out, by kind: a test that only saw refusals proves nothing.
    const done = new Map<string, number>();
    const property = fc.asyncProperty(
      fc.array(moves, { minLength: 20, maxLength: 80, size: 'max' }),
      async (played) => {
        const both = new Differential(await options.open(), done);
        both.bench.epoch = await both.bench.store.openSession(SESSION, epoch(0));
        await both.bench.fund({ 1: 0, 2: 0, 3: 0 });
        for (const move of played) {
          await both.play(move);
          await both.compare();
        }
        await both.bench.store.close();
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: options.runs });
    for (const kind of KINDS) {
      const times = done.get(kind) ?? 0;
      assert.ok(times > 0, `${kind} was never carried out`);
    }
  });
}
