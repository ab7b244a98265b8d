/**
 * One market, record by record: the chain of its event log, the reference's prediction beside it,
 * the money as of where the account store stands, and the history of its orders.
 *
 *   commands.M ──▶ takeCommand ──┐
 *                                ├──▶ answered │ missing │ pending
 *   events.M ─────────────────────┘
 */

import type { EventCursor } from '../../ports/event-log/event-cursor.ts';
import type { CommandBatch, Event, EventBatch } from '../../proto/messages.ts';
import { type AccountTotals, MarketMoney } from './expected-money.ts';
import type { Findings } from './findings.ts';
import type { OrderHistories } from './order-history.ts';
import { describeEvent, firstDifference, type PredictedEvent } from './predicted-event.ts';
import { ReferenceMarket } from './reference-market.ts';
import type { LoggedTrade } from './view-comparison.ts';
import { WriterChains } from './writer-chains.ts';

/** A command record; `batch` is null when its bytes are not a batch. */
export interface CommandRecord {
  readonly offset: number;
  readonly batch: CommandBatch | null;
  readonly problem: string | null;
  readonly bytes: Uint8Array;
}

export interface MarketAuditOptions {
  readonly market: string;
  readonly findings: Findings;
  readonly totals: AccountTotals;
  readonly histories: OrderHistories;
  /** Where the account store stands in this market's events; null: it has read none. */
  readonly cursor: EventCursor | null;
  /** Orders that have a hold there, of whatever market. */
  readonly held: ReadonlySet<number>;
}

export class MarketAudit {
  readonly reference: ReferenceMarket;
  readonly money: MarketMoney;
  /** Orders that commands behind the account store's cursor are about: their holds may differ. */
  readonly ordersInFlight = new Set<number>();
  readonly counts = { commands: 0, events: 0, orders: 0, trades: 0, pendingRecords: 0 };
  readonly trades: LoggedTrade[] = [];
  nextInputOffset = 0;
  nextSequence = 1;
  eventHash = '0000000000000000';
  readonly #options: MarketAuditOptions;
  readonly #chains = new WriterChains();
  /** Offsets passed over, until the operator's record that allows it is met. */
  readonly #passedOver = new Map<number, string>();
  #lastTimestampUs = 0;
  #diverged = false;
  #afterGap = false;

  constructor(options: MarketAuditOptions) {
    this.#options = options;
    this.reference = new ReferenceMarket(options.market);
    this.money = new MarketMoney(options.market, options.totals, options.held);
  }

  /** The event batch that answers this command record. */
  answered(command: CommandRecord, batch: EventBatch): void {
    const predicted = this.#takeCommand(command, batch);
    this.#checkChain(batch);
    if (predicted !== null && command.batch !== null) this.#checkEcho(command.batch, batch);
    if (predicted !== null && !this.#diverged) this.#compare(predicted, batch);
    this.#foldEvents(batch);
    this.nextInputOffset = batch.inputOffset + 1;
    this.nextSequence = batch.firstSequence + batch.events.length;
    this.eventHash = batch.eventHash;
    this.#afterGap = false;
  }

  /** A command record whose event batch is not there although a later one is. */
  missing(command: CommandRecord): void {
    this.#fault('lost', `the event batch of command record ${command.offset} is missing`);
    const predicted = this.#takeCommand(command, null);
    this.nextInputOffset = command.offset + 1;
    this.nextSequence += predicted?.length ?? 0;
    this.#afterGap = true;
  }

  /** A command record at the end of the log that the engine has not answered yet. */
  pending(command: CommandRecord): void {
    this.counts.pendingRecords += 1;
    if (command.batch === null) this.#fault('wrong', undecodable(command));
    this.#countCommand(command);
  }

  /** After the last record of logs that could be read to their end. */
  finish(): void {
    for (const offset of this.#passedOver.keys()) {
      this.#fault('wrong', `command record ${offset} was passed over without an operator's word`);
    }
    const { cursor } = this.#options;
    if (cursor !== null && cursor.inputOffset >= this.nextInputOffset) {
      const held = this.nextInputOffset - 1;
      const text = `the account store applied event batch ${cursor.inputOffset}, the log ends at ${held}`;
      this.#fault('lost', text);
    }
  }

  #fault(kind: Parameters<Findings['add']>[0], text: string): void {
    this.#options.findings.add(kind, this.#options.market, text);
  }

  #countCommand(command: CommandRecord): void {
    const commands = command.batch?.commands ?? [];
    this.counts.commands += commands.length;
    const { cursor } = this.#options;
    if (cursor !== null && command.offset <= cursor.inputOffset) return;
    for (const each of commands) {
      if (each.kind === 'PlaceOrder' || each.kind === 'AmendOrder') {
        this.ordersInFlight.add(each.orderId);
      }
    }
  }

  /** What the reference makes of it; null when nothing can be said. */
  #takeCommand(command: CommandRecord, answer: EventBatch | null): PredictedEvent[] | null {
    this.#countCommand(command);
    this.#checkWriter(command);
    const passedOver = answer?.events.find((event) => event.kind === 'CommandPassedOver');
    if (passedOver !== undefined) {
      this.#passedOver.set(command.offset, passedOver.reason);
      this.reference.passOver(answer?.timestampUs ?? 0);
      if (passedOver.offset !== command.offset || answer?.events.length !== 1) {
        this.#fault('wrong', `command record ${command.offset} is passed over the wrong way`);
      }
      return null;
    }
    const { batch } = command;
    if (batch === null) {
      this.#fault('wrong', undecodable(command));
      return null;
    }
    for (const each of batch.commands) {
      if (each.kind !== 'CommandQuarantined') continue;
      if (this.#passedOver.get(each.offset) === each.reason) this.#passedOver.delete(each.offset);
    }
    return this.#diverged ? null : this.reference.apply(batch);
  }

  #checkWriter({ batch, bytes, offset }: CommandRecord): void {
    if (batch === null) {
      this.#chains.noteUnreadable(bytes);
      return;
    }
    const broken = this.#chains.check(batch, bytes);
    if (broken !== null) {
      this.#fault('conflicts', `command record ${offset} breaks its chain: ${broken}`);
    }
  }

  #checkChain(batch: EventBatch): void {
    const at = `event batch ${batch.inputOffset}`;
    if (batch.firstSequence !== this.nextSequence) {
      const kind = batch.firstSequence > this.nextSequence ? 'lost' : 'duplicated';
      this.#fault(
        kind,
        `${at} starts at sequence ${batch.firstSequence}, not ${this.nextSequence}`,
      );
    }
    if (!this.#afterGap && this.nextInputOffset > 0 && batch.prevHash !== this.eventHash) {
      this.#fault('conflicts', `${at} follows hash ${batch.prevHash}, not ${this.eventHash}`);
    }
    if (batch.timestampUs < this.#lastTimestampUs) {
      this.#fault('wrong', `${at}: its time runs backwards`);
    }
    this.#lastTimestampUs = batch.timestampUs;
  }

  #checkEcho(command: CommandBatch, batch: EventBatch): void {
    const echoes =
      batch.sessionId === command.sessionId &&
      batch.sessionEpoch === command.sessionEpoch &&
      batch.firstCommandSequence === command.firstSequence;
    if (!echoes) this.#fault('wrong', `event batch ${batch.inputOffset} answers another session`);
  }

  #compare(predicted: readonly PredictedEvent[], batch: EventBatch): void {
    const difference = firstDifference(predicted, batch.events);
    if (difference === null) {
      if (batch.timestampUs === this.reference.timestampUs) return;
      const text = `event batch ${batch.inputOffset} is of ${batch.timestampUs}`;
      this.#fault('wrong', `${text}, its command of ${this.reference.timestampUs}`);
      return;
    }
    // Whatever follows would be compared with a book that is no longer the engine's.
    this.#diverged = true;
    const sequence = batch.firstSequence + difference.index;
    this.#fault(
      difference.kind,
      `sequence ${sequence} (command record ${batch.inputOffset}): the rules say ` +
        `${describeEvent(difference.predicted)}, the log says ${describeEvent(difference.actual)}`,
    );
  }

  #foldEvents(batch: EventBatch): void {
    const { cursor } = this.#options;
    const settled = cursor !== null && batch.inputOffset <= cursor.inputOffset;
    batch.events.forEach((event, index) => {
      this.#foldEvent(event, batch, batch.firstSequence + index, settled ? 'settled' : 'ahead');
    });
    if (cursor === null || batch.inputOffset !== cursor.inputOffset) return;
    const sequence = batch.firstSequence + batch.events.length - 1;
    if (cursor.sequence !== sequence || cursor.eventHash !== batch.eventHash) {
      const text = `the account store stands at ${cursor.sequence} with ${cursor.eventHash}`;
      this.#fault('conflicts', `${text}, the log at ${sequence} with ${batch.eventHash}`);
    }
  }

  #foldEvent(
    event: Event,
    batch: EventBatch,
    sequence: number,
    position: 'settled' | 'ahead',
  ): void {
    this.counts.events += 1;
    if (event.kind === 'OrderAccepted') this.counts.orders += 1;
    if (event.kind === 'TradeExecuted') {
      this.counts.trades += 1;
      const { tradeId, priceTicks, quantityLots, makerOrderId, takerOrderId } = event;
      const trade = { tradeId, priceTicks, quantityLots, makerOrderId, takerOrderId };
      this.trades.push({ ...trade, sequence });
    }
    const { histories, market } = this.#options;
    histories.apply(market, event, sequence, batch.timestampUs);
    const { defined } = this.reference;
    if (position === 'ahead' || defined === null) return;
    const problem = this.money.apply(event, defined.arithmetic);
    if (problem !== null) this.#fault('unbalanced', `sequence ${sequence}: ${problem}`);
  }
}

function undecodable(command: CommandRecord): string {
  return `command record ${command.offset} cannot be read: ${command.problem}`;
}
