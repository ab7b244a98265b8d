/** What is not an order: the market's definition and status, sessions, leadership, rules, marks. */
import { assert, assertNever } from '../../proto/assert.ts';
import { definitionProblem, type MarketUnits, marketUnits } from '../../proto/market-units.ts';
import {
  AccountStatus,
  type ChangeAccountStatus,
  type ChangeMarket,
  type ChangeMarketStatus,
  type Command,
  type DefineMarket,
  type LeadershipClaimed,
  type MarketDefinition,
  type MarketSnapshot,
  MarketStatus,
  type PlaceOrder,
  RejectReason,
  type RestorableState,
  type RulesActivated,
  type SessionStarted,
} from '../../proto/messages.ts';
import { RULES_VERSION_LATEST, RulesTooNew, RulesVersion } from '../../proto/rules-version.ts';
import { zeroColumns } from '../../proto/snapshot-columns.ts';
import { type AccountId, epoch, type Hash64, type TimestampUs } from '../../proto/units.ts';
import { type Book, type BookFactory, type BookOptions, bookUnits } from './book/book.ts';
import type { ControlEvent } from './control-event-hash.ts';
import { ExpiryDesk } from './expiries/expiry-desk.ts';
import type { EventBuffer } from './hot/event-buffer.ts';
import { commandInts, putAccount } from './hot/order-command.ts';
import { OrderDesk } from './hot/order-desk.ts';
import { SessionTable } from './hot/session-table.ts';
import { refuseUndefined } from './hot/undefined-market.ts';
import { changeRefusal, statusRefusal } from './market-changes.ts';
import type { WaitingOrdersFactory } from './triggers/waiting-orders.ts';

/** A record that means nothing to a market: it decodes, but no market log may hold it. */
export class PoisonCommand extends Error {
  readonly code = 'POISON_COMMAND';
}

type OrderCommandKinds = PlaceOrder['kind'] | 'CancelOrder' | 'CancelAllOrders' | 'AmendOrder';
type ControlCommand = Exclude<Command, { kind: OrderCommandKinds }>;

export interface MarketControlOptions {
  readonly market: string;
  readonly book: BookFactory;
  readonly waiting: WaitingOrdersFactory;
  readonly events: EventBuffer;
  readonly emit: (event: ControlEvent) => void;
  /** The newest rules that are known; absent: those of this build. */
  readonly rulesMax?: number | undefined;
  /** Of the whole machine, now. */
  readonly stateHash: () => Hash64;
  /** From now on orders go to this desk. */
  readonly opened: (desk: OrderDesk) => void;
}

export class MarketControl {
  readonly sessions = new SessionTable();
  /** Both null until the market is defined. */
  units: MarketUnits | null = null;
  desk: OrderDesk | null = null;
  expiries: ExpiryDesk | null = null;
  leadership: MarketSnapshot['leadership'] = { epoch: epoch(0), node: '' };
  rulesVersion: number = RulesVersion.first;
  readonly #options: MarketControlOptions;

  constructor(options: MarketControlOptions) {
    this.#options = options;
  }

  /** `nowUs`: log time. */
  apply(command: ControlCommand, nowUs: TimestampUs): void {
    switch (command.kind) {
      case 'DefineMarket':
        this.#defineMarket(command);
        return;
      case 'ChangeMarket':
        this.#changeMarket(command);
        return;
      case 'ChangeMarketStatus':
        this.#changeStatus(command);
        return;
      case 'ChangeAccountStatus':
        this.#changeAccountStatus(command);
        return;
      case 'SessionStarted':
        this.#startSession(command);
        return;
      case 'LeadershipClaimed':
        this.#claimLeadership(command);
        return;
      case 'RulesActivated':
        this.#activateRules(command);
        return;
      case 'SnapshotMarked':
        this.#mark(command.markId);
        return;
      case 'ClockTicked':
        this.expiries?.tick(nowUs);
        return;
      // A halted replica looks ahead for it; reached in order it is history.
      case 'CommandQuarantined':
        return;
      case 'DefineAsset':
      case 'OpenAccount':
      case 'DefineFeeTier':
      case 'CreateApiKey':
      case 'RevokeApiKey':
      case 'Deposit':
      case 'Withdraw':
        throw new PoisonCommand(`${command.kind} in the log of market ${this.#options.market}`);
      default:
        assertNever(command);
    }
  }

  /** The order in the row, which is good until a time. */
  placeExpiring(nowUs: TimestampUs): void {
    const idIsNew = this.sessions.takeOrderId();
    if (this.expiries === null) refuseUndefined(this.#options.events);
    else this.expiries.place({ idIsNew, nowUs });
  }

  restore(snapshot: RestorableState): void {
    this.#checkKnown(snapshot.rulesVersion);
    this.rulesVersion = snapshot.rulesVersion;
    if (snapshot.definition === null) {
      assert(snapshot.orderCount === 0, 'an undefined market has no orders');
    } else {
      const book = this.#newBook(marketUnits(snapshot.definition), snapshot.orders);
      const desk = this.#open(snapshot.definition, snapshot.status, book);
      book.nextTradeId = snapshot.nextTradeId;
      book.nextPriority = snapshot.nextPriority;
      book.load(snapshot.orders, snapshot.icebergs ?? []);
      this.#carryOver(desk, snapshot);
      this.expiries?.load(snapshot.expiring ?? [], snapshot.orders);
    }
    this.sessions.restore(snapshot.sessions);
    this.leadership = snapshot.leadership;
  }

  #defineMarket({ definition }: DefineMarket): void {
    const { market, emit } = this.#options;
    const refuse = (reason: RejectReason) => emit({ kind: 'MarketDefinitionRejected', reason });
    if (this.units !== null) {
      refuse(RejectReason.marketAlreadyDefined);
      return;
    }
    if (definition.market !== market || definitionProblem(definition) !== null) {
      refuse(RejectReason.invalidDefinition);
      return;
    }
    // ─── nothing below this line may fail ───
    this.#open(definition, MarketStatus.trading);
    emit({ kind: 'MarketDefined', definition });
  }

  /** Another desk before the same book: what rests and waits is not touched. O(orders that wait). */
  #changeMarket({ definition }: ChangeMarket): void {
    const { emit } = this.#options;
    const { desk: before, units } = this;
    const refusal =
      before === null || units === null
        ? RejectReason.marketNotDefined
        : changeRefusal(before, units.definition, definition);
    if (before === null || refusal !== null) {
      emit({ kind: 'MarketDefinitionRejected', reason: refusal ?? RejectReason.marketNotDefined });
      return;
    }
    // ─── nothing below this line may fail ───
    const triggers = before.triggers.state();
    const desk = this.#open(definition, before.status, before.book);
    this.#carryOver(desk, { ...before.blocked.state(), ...(triggers && { triggers }) });
    emit({ kind: 'MarketChanged', definition });
  }

  /** To a new desk, from the one before it or from a snapshot. */
  #carryOver(
    { blocked, triggers }: OrderDesk,
    from: Pick<MarketSnapshot, 'blockedAccounts' | 'triggers'>,
  ): void {
    for (const accountId of from.blockedAccounts ?? []) {
      nameAccount(accountId);
      blocked.block();
    }
    if (from.triggers !== undefined) triggers.load(from.triggers);
  }

  #newBook(units: MarketUnits, loads: BookOptions['loads'] = zeroColumns(0)): Book {
    const { book, events } = this.#options;
    return book({ events, loads, ...bookUnits(units) });
  }

  #open(definition: MarketDefinition, status: MarketStatus, known?: Book): OrderDesk {
    const { events } = this.#options;
    const units = marketUnits(definition);
    const { quoteMinorPerTickLot } = units;
    const book = known ?? this.#newBook(units);
    const waiting = this.#options.waiting();
    const desk = new OrderDesk({ book, events, definition, quoteMinorPerTickLot, waiting });
    desk.status = status;
    desk.triggers.activate(this.rulesVersion);
    this.units = units;
    this.desk = desk;
    this.expiries ??= new ExpiryDesk({ desk, events });
    this.expiries.desk = desk;
    this.#options.opened(desk);
    return desk;
  }

  #changeStatus({ status, reason }: ChangeMarketStatus): void {
    const { desk } = this;
    const { emit } = this.#options;
    // A market that is not defined has no status to change.
    const refusal = desk === null ? RejectReason.marketNotDefined : statusRefusal(desk, status);
    if (desk === null || refusal !== null) {
      emit({ kind: 'MarketDefinitionRejected', reason: refusal ?? RejectReason.marketNotDefined });
      return;
    }
    desk.status = status;
    emit({ kind: 'MarketStatusChanged', status, reason });
  }

  #changeAccountStatus({ accountId, status, reason }: ChangeAccountStatus): void {
    const { emit } = this.#options;
    if (this.desk === null) {
      emit({ kind: 'MarketDefinitionRejected', reason: RejectReason.marketNotDefined });
      return;
    }
    nameAccount(accountId);
    const isBlocked = status === AccountStatus.blocked;
    const canceledOrders = isBlocked ? this.desk.block() : 0;
    if (!isBlocked) this.desk.blocked.unblock();
    emit({ kind: 'AccountStatusChanged', accountId, status, reason, canceledOrders });
  }

  #activateRules({ version }: RulesActivated): void {
    const { emit, market } = this.#options;
    if (version < RulesVersion.first) throw new PoisonCommand(`rules ${version} of ${market}`);
    this.#checkKnown(version);
    this.rulesVersion = version;
    this.desk?.triggers.activate(version);
    emit({ kind: 'RulesChanged', version });
  }

  #checkKnown(version: number): void {
    const { market, rulesMax = RULES_VERSION_LATEST } = this.#options;
    if (version > rulesMax) throw new RulesTooNew(market, version, rulesMax);
  }

  #startSession({ sessionId, epoch: next, node }: SessionStarted): void {
    const { emit } = this.#options;
    const start = this.sessions.start(sessionId, next);
    switch (start.kind) {
      case 'opened': {
        const { previousEpoch, previousLastSequence } = start;
        const previous = { previousEpoch, previousLastSequence };
        emit({ kind: 'SessionOpened', sessionId, epoch: next, ...previous, node });
        return;
      }
      case 'refused': {
        const { currentEpoch } = start;
        emit({ kind: 'SessionRefused', sessionId, epoch: next, currentEpoch, node });
        return;
      }
      default:
        assertNever(start);
    }
  }

  #claimLeadership({ epoch: claimed, node }: LeadershipClaimed): void {
    const { emit } = this.#options;
    const { epoch: currentEpoch, node: currentNode } = this.leadership;
    if (claimed !== currentEpoch + 1) {
      emit({ kind: 'LeadershipRefused', epoch: claimed, node, currentEpoch, currentNode });
      return;
    }
    this.leadership = { epoch: claimed, node };
    emit({ kind: 'LeadershipChanged', epoch: claimed, node });
  }

  #mark(markId: number): void {
    const { emit, stateHash } = this.#options;
    const restingOrders = this.desk?.book.restingOrders ?? 0;
    emit({ kind: 'StateHashed', markId, stateHash: stateHash(), restingOrders });
  }
}

/** The row names an account and both sides. */
function nameAccount(accountId: AccountId): void {
  commandInts.fill(0);
  putAccount(accountId);
}
