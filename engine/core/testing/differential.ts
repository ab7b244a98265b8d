/** Several machines, one flow: every event, hash and snapshot must be the same. */
import assert from 'node:assert/strict';
import {
  type CommandBatch,
  DoneReason,
  type Event,
  type EventBatch,
  RejectReason,
} from '../../../proto/messages.ts';
import type { Offset } from '../../../proto/units.ts';
import { FastBook, fastBook } from '../book/fast-book.ts';
import { naiveBook } from '../book/naive-book.ts';
import { MarketMachine, type MarketMachineOptions } from '../market-machine.ts';
import { naiveWaitingOrders } from '../triggers/naive-waiting-orders.ts';
import { CommandFlow, type FlowOptions } from './command-flow.ts';
import { MARKET } from './market-fixture.ts';
import { nameOf } from './told-event.ts';

/** The judge first. A narrow window sends most prices to the sorted levels, and moves often. */
const KINDS: readonly Omit<MarketMachineOptions, 'market'>[] = [
  { book: naiveBook, waiting: naiveWaitingOrders },
  { book: fastBook },
  { book: (options) => new FastBook(options, { windowTicks: 32, farOpenedMin: 8 }) },
];

export interface DifferentialOptions {
  readonly flow: FlowOptions;
  readonly commands: number;
  /** Goes on, up to ten times as long, until what it saw is enough; absent: it is. */
  readonly isEnough?: (kinds: ReadonlyMap<string, number>) => boolean;
  /** Records between two checks of everything that costs O(orders). */
  readonly checkEvery: number;
  readonly progress?: (commands: number) => void;
}

export interface DifferentialResult {
  readonly commands: number;
  readonly events: number;
  readonly kinds: ReadonlyMap<string, number>;
  readonly restores: number;
}

export function compareBooks(options: DifferentialOptions): DifferentialResult {
  return new Differential(options).run();
}

class Differential {
  readonly #options: DifferentialOptions;
  readonly #flow: CommandFlow;
  readonly #machines = KINDS.map((kind) => new MarketMachine({ market: MARKET, ...kind }));
  readonly #kinds = new Map<string, number>();
  #commands = 0;
  #events = 0;
  #records = 0;
  #restores = 0;

  constructor(options: DifferentialOptions) {
    this.#options = options;
    this.#flow = new CommandFlow(options.flow);
  }

  run(): DifferentialResult {
    for (const batch of this.#flow.opening()) this.#apply(batch);
    while (this.#goesOn()) {
      this.#apply(this.#flow.next());
      if (this.#records % this.#options.checkEvery === 0) this.#check();
      this.#options.progress?.(this.#commands);
    }
    this.#check();
    return {
      commands: this.#commands,
      events: this.#events,
      kinds: this.#kinds,
      restores: this.#restores,
    };
  }

  #goesOn(): boolean {
    const { commands, isEnough } = this.#options;
    if (this.#commands < commands) return true;
    return this.#commands < commands * 10 && isEnough?.(this.#kinds) === false;
  }

  #apply(batch: CommandBatch): void {
    const [expected, ...others] = this.#machines.map((machine) =>
      machine.applyBatch(batch, (machine.offset + 1) as Offset),
    ) as [EventBatch, ...EventBatch[]];
    for (const other of others) {
      if (!isSame(expected, other)) assert.deepEqual(other, expected, `record ${this.#records}`);
    }
    this.#records += 1;
    this.#commands += batch.commands.length;
    this.#events += expected.events.length;
    for (const event of expected.events) {
      const kind = kindOf(event);
      this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    }
    this.#countMetAgain(expected.events);
    this.#flow.learn(expected.events);
  }

  /** Makers that one taker met twice: each showed a next part in between. */
  #countMetAgain(events: readonly Event[]): void {
    const met = new Set<string>();
    for (const event of events) {
      if (event.kind !== 'TradeExecuted') continue;
      const pair = `${event.commandIndex}: ${event.takerOrderId} × ${event.makerOrderId}`;
      if (met.has(pair)) this.#kinds.set('met again', (this.#kinds.get('met again') ?? 0) + 1);
      met.add(pair);
    }
  }

  /** Invariants, state hashes; and every machine goes on as what another one's snapshot restores. */
  #check(): void {
    const snapshots = this.#machines.map((machine) => {
      machine.checkInvariants();
      return machine.snapshot();
    });
    for (const snapshot of snapshots) assert.deepEqual(snapshot, snapshots[0]);
    const turn = (this.#records / this.#options.checkEvery) | 0;
    if (turn % 4 !== 0) return;
    this.#restores += 1;
    for (const [index, kind] of KINDS.entries()) {
      const snapshot = snapshots[(index + 1) % snapshots.length]!;
      this.#machines[index] = MarketMachine.restore(snapshot, { market: MARKET, ...kind });
      this.#machines[index].checkInvariants();
    }
  }
}

/** Ends and refusals apart by their reason. */
function kindOf(event: Event): string {
  if (event.kind === 'OrderRejected') return `rejected ${nameOf(RejectReason, event.reason)}`;
  if (event.kind === 'OrderDone' && event.wasResting && event.reason === DoneReason.expired) {
    return 'done at its time';
  }
  return event.kind === 'OrderDone' ? `done ${nameOf(DoneReason, event.reason)}` : event.kind;
}

/** As deepStrictEqual would say, for flat events, at a fiftieth of its cost. */
function isSame(a: EventBatch, b: EventBatch): boolean {
  if (a.eventHash !== b.eventHash || a.events.length !== b.events.length) return false;
  if (a.firstSequence !== b.firstSequence || a.timestampUs !== b.timestampUs) return false;
  return a.events.every((event, index) => {
    const other = b.events[index] as unknown as Record<string, unknown>;
    return Object.entries(event).every(
      ([field, value]) => typeof value === 'object' || Object.is(other[field], value),
    );
  });
}
