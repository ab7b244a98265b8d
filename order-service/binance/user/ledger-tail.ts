/** Deposits and withdrawals of accounts that are listened for, once they have taken effect. */
import { CommandStream } from '../../../ports/event-log/command-stream.ts';
import { TABLE } from '../../../ports/view-store/tables.ts';
import type { CommandBatch } from '../../../proto/messages.ts';
import { LEDGER_TOPIC } from '../../../proto/topics.ts';
import type { AccountId, Offset } from '../../../proto/units.ts';
import { isPassing } from '../../patience.ts';
import { moneyText } from '../decimals.ts';
import { type DialectTime, timeOf } from '../dialect-time.ts';
import type { DialectContext } from '../method.ts';
import { untilReached } from './awaited-cursor.ts';

export interface Transfer {
  readonly accountId: AccountId;
  readonly asset: string;
  /** Signed, as text. */
  readonly delta: string;
  readonly at: DialectTime;
}

export interface LedgerTailOptions {
  readonly listens: (accountId: AccountId) => boolean;
  readonly onTransfer: (transfer: Transfer) => Promise<void>;
}

const WAIT_MS = 250;
const RETRY_MS = 1_000;
const POLL_MS = 10;
const LATE_POLL_MS = 250;

export class LedgerTail {
  readonly #context: DialectContext;
  readonly #options: LedgerTailOptions;
  #isWanted = false;
  #isRunning = false;
  /** The record that is told next, and how many of its commands are told; null: what comes from now on. */
  #at: { readonly offset: Offset; told: number } | null = null;

  constructor(context: DialectContext, options: LedgerTailOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** From now on. */
  start(): void {
    this.#isWanted = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#run().finally(() => {
      this.#isRunning = false;
      if (this.#isWanted) this.start();
      else this.#at = null;
    });
  }

  stop(): void {
    this.#isWanted = false;
    this.#at = null;
  }

  async #run(): Promise<void> {
    const { log: events, clock } = this.#context.service.ports;
    try {
      this.#at ??= { offset: (await events.bounds(LEDGER_TOPIC)).end, told: 0 };
      const { offset: from } = this.#at;
      const stream = new CommandStream({ log: events, topic: LEDGER_TOPIC, from });
      while (this.#isWanted) {
        for (const record of await stream.next(WAIT_MS)) {
          if (record.kind !== 'poison') await this.#tell(record.batch, record.offset);
        }
      }
    } catch (error) {
      // What is away comes back, and nothing is left out. What cannot be read at all is.
      if (!isPassing(error)) this.#at = null;
      this.#context.service.log.warn({ err: error }, 'the ledger cannot be followed');
      await clock.sleep(RETRY_MS);
    }
  }

  async #tell(batch: CommandBatch, at: Offset): Promise<void> {
    if (this.#at?.offset !== at) this.#at = { offset: at, told: 0 };
    const place = this.#at;
    for (let next = batch.commands[place.told]; next; next = batch.commands[place.told]) {
      const transfer = await this.#transferOf(next, batch, at);
      // Before it is told: nothing is told twice.
      place.told += 1;
      if (transfer !== null) await this.#options.onTransfer(transfer);
    }
  }

  /** null: nobody listens for it, or it had no effect: its transaction id was there before, or its session was fenced. */
  async #transferOf(
    command: CommandBatch['commands'][number],
    batch: CommandBatch,
    at: Offset,
  ): Promise<Transfer | null> {
    if (command.kind !== 'Deposit' && command.kind !== 'Withdraw') return null;
    const { accountId, asset, amount } = command;
    if (!this.#options.listens(accountId)) return null;
    await this.#settled(at);
    const { accounts, views } = this.#context.service.ports;
    const key = [accountId, batch.timestampUs, LEDGER_TOPIC, at];
    const postings = await views.range(TABLE.postings, {
      from: key,
      to: [...key.slice(0, -1), at + 1],
      limit: batch.commands.length * 2,
    });
    const reference = command.transactionId;
    const isPosted = postings.some(
      ({ value }) => (value as { readonly reference: string }).reference === reference,
    );
    if (!isPosted) return null;
    const scale = (await accounts.assets()).find((each) => each.asset === asset)?.scale ?? 0;
    const sign = command.kind === 'Deposit' ? '' : '-';
    return {
      accountId,
      asset,
      delta: `${sign}${moneyText(amount, scale)}`,
      at: timeOf(batch.timestampUs),
    };
  }

  /** Settled, and in the postings: before, it would look like one without an effect. */
  async #settled(at: Offset): Promise<void> {
    const { accounts, views, clock } = this.#context.service.ports;
    await untilReached(clock, {
      isWanted: () => this.#isWanted,
      isReached: async () => {
        const settled = (await accounts.cursor(LEDGER_TOPIC))?.nextLogOffset ?? 0;
        const posted = (await views.cursor('postings', LEDGER_TOPIC))?.nextLogOffset ?? 0;
        return settled > at && posted > at;
      },
      pollMs: POLL_MS,
      latePollMs: LATE_POLL_MS,
    });
  }
}
