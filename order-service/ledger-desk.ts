/**
 * Accounts, keys and money in and out: commands of `commands.ledger`, which settlement reads directly.
 * Their outcome is known once settlement's cursor has passed the record.
 */
import { assert } from '../proto/assert.ts';
import type { LedgerCommand } from '../proto/messages.ts';
import { LEDGER_TOPIC } from '../proto/topics.ts';
import {
  type AccountId,
  type CommandSequence,
  type Epoch,
  type Offset,
  offset,
} from '../proto/units.ts';
import type { CommandsOut } from './commands-out.ts';
import { appendControl } from './control-records.ts';
import type { InheritedOutbox } from './inherited-outbox.ts';
import { patiently } from './patience.ts';
import { type CommandRequest, PendingCommand } from './pending-command.ts';
import { type Refusal, refusedAdmission } from './refusal.ts';
import { ServiceBroken, type ServiceContext } from './service-context.ts';

const POLL_MS = 5;
const OPENING_POLL_MS = 20;

export type LedgerOutcome =
  | { readonly kind: 'applied' }
  | Refusal
  | { readonly kind: 'unknown'; readonly orderId: null; readonly clientOrderId: null };

interface Published {
  readonly pending: PendingCommand;
  readonly offset: Offset;
  readonly resolve: (outcome: LedgerOutcome) => void;
}

export interface LedgerDeskOptions {
  readonly epoch: Epoch;
  readonly commands: CommandsOut;
  readonly inherited: InheritedOutbox;
  readonly onAnswered: (topic: string, through: CommandSequence) => void;
}

export class LedgerDesk {
  readonly #context: ServiceContext;
  readonly #options: LedgerDeskOptions;
  readonly #published: Published[] = [];
  #polling = false;
  #isOpen = false;
  #stopped = false;

  constructor(context: ServiceContext, options: LedgerDeskOptions) {
    this.#context = context;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Fences the sessions before in the ledger, and resolves what they left. */
  async open(): Promise<void> {
    const { ports, name, sessionId } = this.#context;
    const { epoch, inherited, commands } = this.#options;
    const started = { kind: 'SessionStarted', sessionId, epoch, node: name } as const;
    // A second one of the same epoch is refused and harmless.
    const startedAt = await this.#patiently(async () => {
      await ports.log.createTopic(LEDGER_TOPIC);
      return appendControl(ports, LEDGER_TOPIC, started);
    });
    if (startedAt === null) return;
    for (;;) {
      const session = await this.#patiently(() => ports.accounts.ledgerSession(sessionId));
      const current = session?.epoch ?? 0;
      if (current === epoch) break;
      if (current > epoch) {
        await ports.accounts.openSession(sessionId, current as Epoch);
        throw new ServiceBroken('SESSION_BROKEN', `the ledger knows epoch ${current}`);
      }
      if (this.#stopped) return;
      await ports.clock.sleep(OPENING_POLL_MS);
    }
    await this.#patiently(() => inherited.resolveLedger(LEDGER_TOPIC));
    if (this.#stopped) return;
    commands.openTopic(LEDGER_TOPIC, offset(startedAt + 1));
    this.#isOpen = true;
    this.#context.log.info({ topic: LEDGER_TOPIC, epoch }, 'ledger open');
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves once settlement has applied the command. */
  send(
    command: LedgerCommand,
    request: Pick<CommandRequest, 'accountId' | 'reservation'> = {
      accountId: 0 as AccountId,
      reservation: { kind: 'none' },
    },
  ): Promise<LedgerOutcome> {
    const asset = 'asset' in command ? command.asset : '';
    return new Promise((resolve) => {
      const pending: PendingCommand = new PendingCommand(
        { topic: LEDGER_TOPIC, command, ...request },
        {
          refused: (why) => resolve(refusedAdmission(why, { asset })),
          shed: resolve,
          published: (at) => this.#wait({ pending, offset: at, resolve }),
          answered: () => assert(false, 'the ledger has no events'),
          expired: () => resolve({ kind: 'unknown', orderId: null, clientOrderId: null }),
        },
      );
      this.#options.commands.submit(pending);
    });
  }

  #wait(published: Published): void {
    this.#published.push(published);
    if (this.#polling) return;
    this.#polling = true;
    this.#poll()
      .catch((error: unknown) => this.#context.onBroken(error))
      .finally(() => {
        this.#polling = false;
      });
  }

  async #poll(): Promise<void> {
    const { accounts, clock } = this.#context.ports;
    while (this.#published.length > 0 && !this.#stopped) {
      const cursor = await this.#patiently(() => accounts.cursor(LEDGER_TOPIC));
      const end = cursor?.nextLogOffset ?? 0;
      while (this.#published.length > 0 && this.#published[0]!.offset < end) {
        const { pending, resolve } = this.#published.shift()!;
        this.#options.commands.settle(pending);
        this.#options.onAnswered(LEDGER_TOPIC, pending.sequence);
        resolve({ kind: 'applied' });
      }
      if (this.#published.length > 0) await clock.sleep(POLL_MS);
    }
  }

  #patiently<T>(action: () => Promise<T>): Promise<T | null> {
    return patiently(this.#context, action, { isStopped: () => this.#stopped });
  }
}
