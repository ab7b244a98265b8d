/** A hand-made run of one market: commands in, both logs and settled accounts out. */
import { batchCrc, encodeCommandBatch, encodeEventBatch } from '../../../proto/codec.ts';
import {
  type Command,
  type CommandBatch,
  type Event,
  type EventBatch,
  type MarketDefinition,
  OrderType,
  type PlaceOrder,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC } from '../../../proto/topics.ts';
import { hash64, money } from '../../../proto/units.ts';
import { arithmeticOf } from '../market-arithmetic.ts';
import { type PredictedEvent, UNPREDICTABLE } from '../predicted-event.ts';
import { ReferenceMarket } from '../reference-market.ts';
import { MemoryAccounts, MemoryLog } from './memory-stores.ts';
import { settleEvent } from './step-by-step-settlement.ts';

export const MARKET = 'BTC-USD';
export const ALICE = 1;
export const BOB = 2;

/** One lot is 0.001 BTC = 100,000 base minor units; one tick of one lot is 1 quote minor unit. */
export const definition = {
  market: MARKET,
  baseAsset: 'BTC',
  baseScale: 8,
  quoteAsset: 'USD',
  quoteScale: 5,
  tickSize: '0.01',
  lotSize: '0.001',
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  minQuantityLots: 1,
  maxQuantityLots: 1_000_000,
  minNotionalMinor: 1,
  maxNotionalMinor: 1_000_000_000_000,
  maxRestingOrders: 1_000,
  makerFeePpm: 1_000,
  takerFeePpm: 2_000,
} as unknown as MarketDefinition;

/** Numbers without brands, for the sake of legible tests. */
type Loose<Type> = { readonly [Field in keyof Type]?: unknown };

let lastOrderId = 0;

export function order(fields: Loose<PlaceOrder> & { readonly accountId: number }): PlaceOrder {
  lastOrderId += 1;
  return {
    kind: 'PlaceOrder',
    orderId: lastOrderId,
    side: Side.buy,
    type: OrderType.limit,
    timeInForce: TimeInForce.gtc,
    postOnly: false,
    priceTicks: 100,
    quantityLots: 10,
    makerFeePpm: 1_000,
    takerFeePpm: 2_000,
    quoteBudgetMinor: 0,
    clientOrderId: `c${lastOrderId}`,
    ...fields,
  } as unknown as PlaceOrder;
}

export function command(fields: {
  readonly kind: Command['kind'];
  readonly [field: string]: unknown;
}): Command {
  return fields as unknown as Command;
}

export class Tape {
  readonly log = new MemoryLog();
  readonly accounts = new MemoryAccounts();
  readonly batches: EventBatch[] = [];
  readonly #reference = new ReferenceMarket(MARKET);
  #sequence = 1;
  #commandSequence = 1;
  #lastCrc = 0;
  #timestampUs = 1_000;

  /** A market that is defined, with an open session and two accounts with money in both assets. */
  static funded(): Tape {
    const tape = new Tape();
    tape.ledger(
      command({
        kind: 'OpenAccount',
        accountId: ALICE,
        name: 'alice',
        makerFeePpm: null,
        takerFeePpm: null,
      }),
      command({
        kind: 'OpenAccount',
        accountId: BOB,
        name: 'bob',
        makerFeePpm: null,
        takerFeePpm: null,
      }),
    );
    for (const accountId of [ALICE, BOB]) {
      tape.deposit(accountId, 'USD', 1_000_000_000n);
      tape.deposit(accountId, 'BTC', 1_000_000_000n);
    }
    tape.control(command({ kind: 'DefineMarket', definition }));
    tape.control(command({ kind: 'SessionStarted', sessionId: 1, epoch: 1, node: 'test' }));
    return tape;
  }

  ledger(...commands: Command[]): void {
    for (const each of commands) {
      if (each.kind === 'OpenAccount') this.accounts.opened.set(each.accountId, each);
      if (each.kind === 'DefineFeeTier') this.accounts.tiers.push(each);
    }
    this.#timestampUs += 1_000;
    this.log.append(LEDGER_TOPIC, encodeCommandBatch(this.#batch(commands, { sessionId: 0 })));
  }

  deposit(accountId: number, asset: string, amount: bigint): void {
    const transactionId = `d-${accountId}-${asset}-${this.log.of(LEDGER_TOPIC).length}`;
    this.ledger(
      command({ kind: 'Deposit', transactionId, accountId, asset, amount: money(amount) }),
    );
    this.accounts.issue(accountId, asset, amount);
    this.accounts.applied.add(transactionId);
  }

  control(...commands: Command[]): void {
    this.#append(this.#batch(commands, { sessionId: 0 }));
  }

  /** One batch of session 1. */
  send(...commands: Command[]): void {
    const batch = this.#batch(commands, { sessionId: 1 });
    this.#lastCrc = this.#append(batch);
    this.#commandSequence += commands.length;
  }

  /** A record that nothing can be made of, passed over by an operator's word. */
  poison(bytes: Uint8Array, reason: string): void {
    const at = this.log.append(commandTopic(MARKET), bytes);
    const passedOver = { kind: 'CommandPassedOver', offset: at, reason, commandIndex: 0 };
    this.batches.push({
      ...this.batches.at(-1)!,
      inputOffset: at,
      sessionId: 0,
      sessionEpoch: 0,
      firstCommandSequence: 0,
      events: [passedOver],
    } as unknown as EventBatch);
    this.#sequence += 1;
  }

  #batch(commands: Command[], from: { readonly sessionId: 0 | 1 }): CommandBatch {
    this.#timestampUs += 1_000;
    const own = from.sessionId === 1;
    return {
      sessionId: from.sessionId,
      sessionEpoch: own ? 1 : 0,
      firstSequence: own ? this.#commandSequence : 0,
      timestampUs: this.#timestampUs,
      prevHash: own ? this.#lastCrc : 0,
      commands,
    } as unknown as CommandBatch;
  }

  #append(batch: CommandBatch): number {
    const bytes = encodeCommandBatch(batch);
    const inputOffset = this.log.append(commandTopic(MARKET), bytes);
    const events = this.#reference.apply(batch).map(toEvent);
    this.batches.push({
      inputOffset,
      sessionId: batch.sessionId,
      sessionEpoch: batch.sessionEpoch,
      firstCommandSequence: batch.firstSequence,
      firstSequence: this.#sequence,
      timestampUs: this.#reference.timestampUs,
      prevHash: hash64('0000000000000000'),
      eventHash: hash64('0000000000000000'),
      events,
    } as unknown as EventBatch);
    this.#sequence += events.length;
    return batchCrc(bytes);
  }

  /** Writes the event log anew from `batches`, its chain and sequences recomputed. */
  writeEvents(): void {
    let prevHash = hash64('0000000000000000');
    let firstSequence = 1;
    const records = this.log.of(eventTopic(MARKET));
    records.length = 0;
    this.batches.forEach((batch, index) => {
      const linked = { ...batch, prevHash, firstSequence } as EventBatch;
      const crc = batchCrc(encodeEventBatch(linked));
      const eventHash = hash64(crc.toString(16).padStart(16, '0'));
      this.batches[index] = { ...linked, eventHash };
      records.push(encodeEventBatch({ ...linked, eventHash }));
      prevHash = eventHash;
      firstSequence += batch.events.length;
    });
  }

  /** Settles what the event log says, right or wrong. */
  settle(): void {
    const arithmetic = arithmeticOf(definition)!;
    for (const batch of this.batches) {
      for (const event of batch.events) settleEvent(this.accounts, MARKET, event, arithmetic);
    }
    const last = this.batches.at(-1)!;
    this.accounts.cursors.set(eventTopic(MARKET), {
      nextLogOffset: this.batches.length,
      inputOffset: last.inputOffset,
      sequence: last.firstSequence + last.events.length - 1,
      eventHash: last.eventHash,
    } as never);
    const ledgerEnd = this.log.of(LEDGER_TOPIC).length;
    this.accounts.cursors.set(LEDGER_TOPIC, {
      nextLogOffset: ledgerEnd,
      inputOffset: ledgerEnd - 1,
      sequence: ledgerEnd,
      eventHash: hash64('0000000000000000'),
    } as never);
  }

  finish(): this {
    this.writeEvents();
    this.settle();
    return this;
  }
}

function toEvent(predicted: PredictedEvent): Event {
  const fields = Object.entries(predicted).map(([field, value]) => {
    if (value === UNPREDICTABLE) return [field, hash64('0123456789abcdef')];
    return [field, typeof value === 'bigint' ? Number(value) : value];
  });
  return Object.fromEntries(fields) as Event;
}
