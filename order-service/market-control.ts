/** What the operator does to markets: define, change the status, pass over a poison command. */

import { EventLogError } from '../ports/event-log/event-log.ts';
import { definitionProblem } from '../proto/market-units.ts';
import {
  AccountStatus,
  type Command,
  type Event,
  type MarketDefinition,
  MarketStatus,
} from '../proto/messages.ts';
import { RULES_VERSION_LATEST } from '../proto/rules-version.ts';
import { commandTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import type { AccountId, Offset, Sequence } from '../proto/units.ts';
import type { CommandsOut } from './commands-out.ts';
import { appendControl } from './control-records.ts';
import type { LedgerDesk } from './ledger-desk.ts';
import type { MarketDesk, Markets } from './markets.ts';
import type { OutcomeUnknown } from './order-requests.ts';
import { PendingCommand } from './pending-command.ts';
import { codeOfReason, isRefusal, type Refusal, refuse, refusedAdmission } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

export type DefineMarketOutcome =
  | { readonly kind: 'defined' | 'existing'; readonly definition: MarketDefinition }
  | Refusal
  | OutcomeUnknown;

/** A market that did not do it is in the refusal; the others may have done it. */
export type EverywhereOutcome =
  | {
      readonly kind: 'done-everywhere';
      readonly markets: readonly { readonly market: string; readonly sequence: Sequence }[];
    }
  | Refusal
  | OutcomeUnknown;

export type MarketControlOutcome =
  | { readonly kind: 'done'; readonly sequence: Sequence }
  | Refusal
  | OutcomeUnknown;

const LATEST_RULES: Command = { kind: 'RulesActivated', version: RULES_VERSION_LATEST };
const unknown: OutcomeUnknown = { kind: 'unknown', orderId: null, clientOrderId: null };

export interface MarketControlOptions {
  readonly commands: CommandsOut;
  readonly markets: Markets;
  readonly ledger: LedgerDesk;
}

export class MarketControl {
  readonly #context: ServiceContext;
  readonly #options: MarketControlOptions;

  constructor(context: ServiceContext, options: MarketControlOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The same definition again is no error. */
  async define(definition: MarketDefinition): Promise<DefineMarketOutcome> {
    const problem = definitionProblem(definition);
    if (problem !== null) return refuse('INVALID_DEFINITION', problem);
    if (!this.#options.ledger.isOpen) return refuse('NOT_READY', `${LEDGER_TOPIC} is not open`);
    const assets = await this.#defineAssets(definition);
    if (assets !== null) return assets;
    const { markets } = this.#options;
    const { market } = definition;
    const known = markets.desk(market)?.units?.definition;
    if (known !== undefined) return existing(known, definition);
    // First record of the log where that is possible; whoever discovers the topic may be quicker.
    const record = [LATEST_RULES, { kind: 'DefineMarket', definition }, ...this.#blocks()] as const;
    try {
      let isAppended = false;
      await markets.open(market, async () => {
        await appendControl(this.#context.ports, commandTopic(market), ...record);
        isAppended = true;
      });
      if (!isAppended) await appendControl(this.#context.ports, commandTopic(market), ...record);
    } catch (error) {
      return unappended(error);
    }
    return this.#untilDefined(definition);
  }

  changeStatus(
    market: string,
    change: { readonly status: MarketStatus; readonly reason: string },
  ): Promise<MarketControlOutcome> {
    return this.send(market, { kind: 'ChangeMarketStatus', ...change });
  }

  /** The kill switch of the exchange, and its way back. Whoever gets no `done` asks again. */
  changeStatusEverywhere(change: {
    readonly status: MarketStatus | ((market: string) => MarketStatus);
    readonly reason: string;
  }): Promise<EverywhereOutcome> {
    const { status, reason } = change;
    return this.#everywhere((market) => ({
      kind: 'ChangeMarketStatus',
      status: typeof status === 'function' ? status(market) : status,
      reason,
    }));
  }

  /**
   * The kill switch of an account: all its orders are cancelled and no other is taken, in every market,
   * those that are defined later included, until it is made active again.
   */
  changeAccountStatus(change: {
    readonly accountId: AccountId;
    readonly status: AccountStatus;
    readonly reason: string;
  }): Promise<EverywhereOutcome> {
    return this.#everywhere(() => ({ kind: 'ChangeAccountStatus', ...change }));
  }

  async #everywhere(commandFor: (market: string) => Command): Promise<EverywhereOutcome> {
    const markets = this.#options.markets.names().filter((market) => this.#mayTrade(market));
    const outcomes = await Promise.all(
      markets.map(async (market) => ({
        market,
        outcome: await this.send(market, commandFor(market)),
      })),
    );
    const sequences: { readonly market: string; readonly sequence: Sequence }[] = [];
    for (const { market, outcome } of outcomes) {
      if (outcome.kind !== 'done') return outcome;
      sequences.push({ market, sequence: outcome.sequence });
    }
    return { kind: 'done-everywhere', markets: sequences };
  }

  /** One that is still to be opened may: it does not do what it is told now, and that is said. */
  #mayTrade(market: string): boolean {
    const desk = this.#options.markets.desk(market);
    if (desk === null) return true;
    const isKnown = desk.units !== null || desk.state === 'starting';
    return isKnown && desk.view.status !== MarketStatus.closed;
  }

  /** Who is blocked anywhere is blocked in a new market from its first record on. */
  #blocks(): readonly Command[] {
    const accounts = new Set<AccountId>();
    for (const { blockedAccounts } of this.#options.markets.views()) {
      for (const account of blockedAccounts) accounts.add(account);
    }
    return [...accounts].map((accountId) => ({
      kind: 'ChangeAccountStatus',
      accountId,
      status: AccountStatus.blocked,
      reason: 'blocked in the other markets',
    }));
  }

  /** An order of the session: it stands behind everything that was accepted before. */
  send(market: string, command: Command): Promise<MarketControlOutcome> {
    const desk = this.#options.markets.find(market);
    if (isRefusal(desk)) return Promise.resolve(desk);
    return new Promise((resolve) => {
      this.#options.commands.submit(
        new PendingCommand(
          {
            topic: desk.topic,
            accountId: 0 as AccountId,
            command,
            reservation: { kind: 'none' },
          },
          {
            refused: (why) => resolve(refusedAdmission(why, { asset: '' })),
            shed: resolve,
            answered: ({ events, sequence }) =>
              resolve(rejected(events) ?? { kind: 'done', sequence }),
            expired: () => resolve(unknown),
          },
        ),
      );
    });
  }

  /** Passes over the poison command at `offset`; resolves once the market has moved on. */
  quarantine(
    market: string,
    record: { readonly offset: Offset; readonly reason: string },
  ): Promise<MarketControlOutcome> {
    return this.#control(market, { kind: 'CommandQuarantined', ...record });
  }

  /** From here on the market plays by the newest rules; harmless when it does so already. */
  activateRules(market: string): Promise<MarketControlOutcome> {
    return this.#control(market, LATEST_RULES);
  }

  /** A record outside the session; resolves once the market has moved past it. */
  async #control(market: string, command: Command): Promise<MarketControlOutcome> {
    const desk = this.#options.markets.desk(market);
    if (desk === null) return refuse('UNKNOWN_MARKET', `no market ${market}`);
    try {
      const at = await appendControl(this.#context.ports, desk.topic, command);
      return await this.#untilRead(desk, at);
    } catch (error) {
      return unappended(error);
    }
  }

  /** null: both exist with these scales now. */
  async #defineAssets(d: MarketDefinition): Promise<Refusal | OutcomeUnknown | null> {
    const known = new Map<string, number>();
    for (const { asset, scale } of await this.#context.ports.accounts.assets()) {
      known.set(asset, scale);
    }
    const wanted = [
      [d.baseAsset, d.baseScale],
      [d.quoteAsset, d.quoteScale],
    ] as const;
    for (const [asset, scale] of wanted) {
      const knownScale = known.get(asset);
      if (knownScale === scale) continue;
      if (knownScale !== undefined) {
        return refuse('INVALID_DEFINITION', `${asset} has scale ${knownScale}`);
      }
      const outcome = await this.#options.ledger.send({ kind: 'DefineAsset', asset, scale });
      if (outcome.kind !== 'applied') return outcome;
    }
    return null;
  }

  async #untilDefined(definition: MarketDefinition): Promise<DefineMarketOutcome> {
    const { market } = definition;
    const desk = await this.#until(() => {
      const found = this.#options.markets.desk(market);
      return found !== null && found.units !== null && found.state === 'open' ? found : null;
    });
    if (desk === null) return unknown;
    const outcome = existing(desk.units!.definition, definition);
    return isRefusal(outcome) ? outcome : { kind: 'defined', definition };
  }

  async #untilRead(desk: MarketDesk, inputOffset: Offset): Promise<MarketControlOutcome> {
    const read = await this.#until(() =>
      (desk.events.cursor?.inputOffset ?? -1) >= inputOffset ? desk : null,
    );
    return read === null ? unknown : { kind: 'done', sequence: read.view.sequence };
  }

  async #until<T>(look: () => T | null): Promise<T | null> {
    const { clock } = this.#context.ports;
    const untilMs = clock.monotonicMs() + this.#context.limits.answerTimeoutMs;
    for (;;) {
      const found = look();
      if (found !== null || clock.monotonicMs() > untilMs) return found;
      await clock.sleep(5);
    }
  }
}

function existing(known: MarketDefinition, wanted: MarketDefinition): DefineMarketOutcome {
  const names = Object.keys({ ...known, ...wanted }) as readonly (keyof MarketDefinition)[];
  const differing = names.filter((name) => known[name] !== wanted[name]);
  if (differing.length === 0) return { kind: 'existing', definition: known };
  return refuse('MARKET_EXISTS', `${known.market} differs in ${differing.join(', ')}`);
}

/** null: the market did as it was told. */
function rejected(events: readonly Event[]): Refusal | null {
  const rejection = events.find(({ kind }) => kind === 'MarketDefinitionRejected');
  if (rejection?.kind !== 'MarketDefinitionRejected') return null;
  return refuse(codeOfReason(rejection.reason), 'the market did not take it');
}

function unappended(error: unknown): Refusal {
  if (error instanceof EventLogError) {
    if (error.code === 'LOG_FULL' || error.code === 'LOG_UNAVAILABLE') {
      return refuse(error.code, 'the record could not be appended');
    }
  }
  throw error;
}
