/**
 * A market as the rules describe it: give it the command log, and it says every event that must
 * stand in the event log. Written from the language (proto/) alone, without a line of the engine's.
 *
 *   CommandBatch ──▶ fence (sessions) ──▶ control │ orders ──▶ PredictedEvent[]
 */
import { assertNever } from '../../proto/assert.ts';
import {
  AccountStatus,
  type ChangeAccountStatus,
  type ChangeMarketStatus,
  type Command,
  type CommandBatch,
  DoneReason,
  type MarketDefinition,
  MarketStatus,
  RejectReason,
} from '../../proto/messages.ts';
import { RulesTooNew } from '../../proto/rules-version.ts';
import { arithmeticOf, type MarketArithmetic } from './market-arithmetic.ts';
import { type PredictedBody, type PredictedEvent, UNPREDICTABLE } from './predicted-event.ts';
import { ReferenceBook } from './reference-book.ts';
import { cancelAllOrders, cancelOrder, endAll, takeOut } from './reference-cancels.ts';
import { changeRefusal, statusChangeRefusal } from './reference-changes.ts';
import { amendOrder, enterTriggered, placeOrder } from './reference-orders.ts';
import { definitionIsValid } from './reference-refusals.ts';
import { ReferenceSessions } from './reference-sessions.ts';
import { ReferenceTriggers } from './reference-triggers.ts';

/** Of the rules written down here; the engine may know more. */
const RULES_KNOWN = 3;

export type Emit = (body: PredictedBody) => void;

export interface DefinedMarket {
  readonly definition: MarketDefinition;
  readonly arithmetic: MarketArithmetic;
}

export class ReferenceMarket {
  readonly book = new ReferenceBook();
  readonly triggers = new ReferenceTriggers();
  readonly sessions = new ReferenceSessions();
  /** Log time never runs backwards. */
  timestampUs = 0;
  nextTradeId = 1;
  /** Orders that end at a time, ever. */
  acceptedExpiring = 0;
  defined: DefinedMarket | null = null;
  status: MarketStatus = MarketStatus.trading;
  readonly blockedAccounts = new Set<number>();
  readonly #market: string;
  #leadership = { epoch: 0, node: '' };

  constructor(market: string) {
    this.#market = market;
  }

  /** An operator had a poison record passed over at this log time: nothing else happened there. */
  passOver(timestampUs: number): void {
    this.timestampUs = Math.max(this.timestampUs, timestampUs);
  }

  /** The events that this command record must cause, in order. */
  apply(batch: CommandBatch): PredictedEvent[] {
    this.timestampUs = Math.max(this.timestampUs, batch.timestampUs);
    const events: PredictedEvent[] = [];
    batch.commands.forEach((command, commandIndex) => {
      const emit: Emit = (body) => events.push({ ...body, commandIndex });
      const sequence = batch.firstSequence + commandIndex;
      const ignored = this.sessions.judge(batch.sessionId, batch.sessionEpoch, sequence);
      if (ignored === null) {
        this.#take(command, batch.sessionId, emit);
        enterTriggered(this, emit);
      } else emit({ kind: 'CommandIgnored', reason: ignored });
    });
    return events;
  }

  #take(command: Command, sessionId: number, emit: Emit): void {
    switch (command.kind) {
      case 'PlaceOrder':
        placeOrder(this, command, sessionId, emit);
        return;
      case 'CancelOrder':
        cancelOrder(this, command, emit);
        return;
      case 'CancelAllOrders':
        cancelAllOrders(this, command, emit);
        return;
      case 'AmendOrder':
        amendOrder(this, command, emit);
        return;
      case 'DefineMarket':
        this.#define(command.definition, emit);
        return;
      case 'ChangeMarket':
        this.#change(command.definition, emit);
        return;
      case 'ChangeMarketStatus':
        this.#changeStatus(command, emit);
        return;
      case 'ChangeAccountStatus':
        this.#changeAccount(command, emit);
        return;
      case 'SessionStarted':
        this.#startSession(command, emit);
        return;
      case 'LeadershipClaimed':
        this.#claim(command, emit);
        return;
      case 'RulesActivated':
        if (command.version > RULES_KNOWN) {
          throw new RulesTooNew(this.#market, command.version, RULES_KNOWN);
        }
        this.triggers.activate(command.version);
        emit({ kind: 'RulesChanged', version: command.version });
        return;
      case 'SnapshotMarked':
        emit({
          kind: 'StateHashed',
          markId: command.markId,
          stateHash: UNPREDICTABLE,
          restingOrders: this.book.size,
        });
        return;
      case 'ClockTicked':
        for (const order of this.book.over(this.timestampUs)) {
          takeOut(this, order, DoneReason.expired, emit);
        }
        return;
      // Its event stands in the batch of the record that it passes over.
      case 'CommandQuarantined':
      // These belong to the ledger and mean nothing to a market.
      case 'DefineAsset':
      case 'OpenAccount':
      case 'DefineFeeTier':
      case 'CreateApiKey':
      case 'RevokeApiKey':
      case 'Deposit':
      case 'Withdraw':
        return;
      default:
        assertNever(command);
    }
  }

  #define(definition: MarketDefinition, emit: Emit): void {
    const arithmetic = arithmeticOf(definition);
    if (this.defined !== null) {
      const reason = RejectReason.marketAlreadyDefined;
      emit({ kind: 'MarketDefinitionRejected', reason });
      return;
    }
    if (arithmetic === null || !definitionIsValid(this.#market, definition, arithmetic)) {
      emit({
        kind: 'MarketDefinitionRejected',
        reason: RejectReason.invalidDefinition,
      });
      return;
    }
    this.defined = { definition, arithmetic };
    this.status = MarketStatus.trading;
    emit({ kind: 'MarketDefined', definition });
  }

  /** Only what is asked of orders may change; what is there already is asked nothing. */
  #change(definition: MarketDefinition, emit: Emit): void {
    const reason = changeRefusal(this, definition);
    const arithmetic = arithmeticOf(definition);
    if (reason !== null || arithmetic === null) {
      emit({
        kind: 'MarketDefinitionRejected',
        reason: reason ?? RejectReason.invalidDefinition,
      });
      return;
    }
    this.defined = { definition, arithmetic };
    emit({ kind: 'MarketChanged', definition });
  }

  #changeStatus({ status, reason }: ChangeMarketStatus, emit: Emit): void {
    const refusal = statusChangeRefusal(this, status);
    if (refusal !== null) {
      emit({ kind: 'MarketDefinitionRejected', reason: refusal });
      return;
    }
    this.status = status;
    emit({ kind: 'MarketStatusChanged', status, reason });
  }

  #changeAccount({ accountId, status, reason }: ChangeAccountStatus, emit: Emit): void {
    if (this.defined === null) {
      emit({ kind: 'MarketDefinitionRejected', reason: RejectReason.marketNotDefined });
      return;
    }
    const isBlocked = status === AccountStatus.blocked;
    const canceledOrders = isBlocked ? endAll(this, { accountId, side: null }, emit) : 0;
    if (isBlocked) this.blockedAccounts.add(accountId);
    else this.blockedAccounts.delete(accountId);
    emit({
      kind: 'AccountStatusChanged',
      accountId,
      status,
      reason,
      canceledOrders,
    });
  }

  #startSession(
    command: { readonly sessionId: number; readonly epoch: number; readonly node: string },
    emit: Emit,
  ): void {
    const { sessionId, epoch, node } = command;
    const start = this.sessions.start(sessionId, epoch);
    if (start.kind === 'refused') {
      const { currentEpoch } = start;
      emit({ kind: 'SessionRefused', sessionId, epoch, currentEpoch, node });
      return;
    }
    const { previousEpoch, previousLastSequence } = start;
    emit({ kind: 'SessionOpened', sessionId, epoch, previousEpoch, previousLastSequence, node });
  }

  #claim(command: { readonly epoch: number; readonly node: string }, emit: Emit): void {
    const { epoch, node } = command;
    const current = this.#leadership;
    if (epoch !== current.epoch + 1) {
      emit({
        kind: 'LeadershipRefused',
        epoch,
        node,
        currentEpoch: current.epoch,
        currentNode: current.node,
      });
      return;
    }
    this.#leadership = { epoch, node };
    emit({ kind: 'LeadershipChanged', epoch, node });
  }
}
