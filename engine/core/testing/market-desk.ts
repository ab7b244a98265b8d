/** A market that a test talks to in few words: one command a record, answers as sentences. */
import assert from 'node:assert/strict';
import {
  type Command,
  type CommandBatch,
  type EventBatch,
  OrderType,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import { offset } from '../../../proto/units.ts';
import { fastBook } from '../book/fast-book.ts';
import { MarketMachine } from '../market-machine.ts';
import { FLOW_MARKET, flowDefinition } from './flow-definition.ts';
import { tell } from './told-event.ts';

/** What a test says of an order; `asked` fills in the rest. */
export type Wish = Readonly<Record<string, unknown>>;

const EASY = { minPriceTicks: 1, minQuantityLots: 1, minNotionalMinor: 0 };

export class MarketDesk {
  readonly machine: MarketMachine;

  constructor(machine: MarketMachine = newMachine()) {
    this.machine = machine;
  }

  /** A market that trades with lenient bounds, but for what `changed` says. */
  static defined(changed: Wish = {}): MarketDesk {
    const desk = new MarketDesk();
    const definition = flowDefinition({ ...EASY, makerFeePpm: 0, takerFeePpm: 0, ...changed });
    assert.deepEqual(desk.send({ kind: 'DefineMarket', definition }), [`defined ${FLOW_MARKET}`]);
    return desk;
  }

  /** The same market after a restart from its snapshot. */
  restored(): MarketDesk {
    const snapshot = this.machine.snapshot();
    const { market } = this.machine;
    return new MarketDesk(MarketMachine.restore(snapshot, { market, book: fastBook }));
  }

  /** One record of control commands, or of the session that `envelope` names. */
  record(commands: readonly Wish[], envelope: Wish = {}): EventBatch {
    const batch = {
      sessionId: 0,
      sessionEpoch: 0,
      firstSequence: 0,
      timestampUs: 1_000,
      prevHash: 0,
      ...envelope,
      commands: commands as unknown as readonly Command[],
    } as unknown as CommandBatch;
    const events = this.machine.applyBatch(batch, offset(this.machine.offset + 1));
    this.machine.checkInvariants();
    return events;
  }

  send(...commands: Wish[]): readonly string[] {
    return this.record(commands).events.map(tell);
  }

  buy(orderId: number, lotsAtPrice: string, more: Wish = {}): readonly string[] {
    return this.send(asked(orderId, Side.buy, lotsAtPrice, more));
  }

  sell(orderId: number, lotsAtPrice: string, more: Wish = {}): readonly string[] {
    return this.send(asked(orderId, Side.sell, lotsAtPrice, more));
  }

  cancel(orderId: number, more: Wish = {}): readonly string[] {
    return this.send({ kind: 'CancelOrder', orderId, accountId: 1, ...more });
  }

  amend(orderId: number, change: Wish): readonly string[] {
    const same = { priceTicks: null, quantityLots: null, makerFeePpm: 0, takerFeePpm: 0 };
    return this.send({ kind: 'AmendOrder', orderId, accountId: 1, ...same, ...change });
  }
}

function newMachine(): MarketMachine {
  return new MarketMachine({ market: FLOW_MARKET, book: fastBook });
}

/** `5@100`: five lots at 100 ticks. */
export function asked(orderId: number, side: Side, lotsAtPrice: string, more: Wish = {}): Wish {
  const [quantityLots, priceTicks] = lotsAtPrice.split('@').map(Number);
  return {
    kind: 'PlaceOrder',
    orderId,
    accountId: 1,
    side,
    type: OrderType.limit,
    timeInForce: TimeInForce.gtc,
    postOnly: false,
    priceTicks,
    quantityLots,
    makerFeePpm: 0,
    takerFeePpm: 0,
    quoteBudgetMinor: 0,
    clientOrderId: '',
    ...more,
  };
}
