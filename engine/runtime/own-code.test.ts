/** Markets with code of their own say what markets with shared code say, also when their rules change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command, CommandBatch } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';
import { fastBook } from '../core/book/fast-book.ts';
import type { OwnCode } from '../core/hot/order-path.ts';
import { MarketMachine } from '../core/market-machine.ts';
import { CommandFlow } from '../core/testing/command-flow.ts';
import { FLOWS } from '../core/testing/command-flows.ts';
import { batchOf, definitionWith, MARKET } from '../core/testing/market-fixture.ts';
import { announceSeed, Random } from '../core/testing/random.ts';
import {
  BUSY_AFTER_COMMANDS,
  BUSY_AGAIN_AFTER_COMMANDS,
  OwnCodeWhenBusy,
  ownCode,
} from './own-code.ts';
import { InliningWindow } from './whole-path-inlined.ts';

const ROUNDS = 300;
const CHANGED_EVERY = 50;
/** In the middle of a record's history, and before rules change. */
const BUSY_FROM_ROUND = 40;
const seed = announceSeed('node dist/engine/runtime/own-code.test.js');

function machines() {
  const options = { market: MARKET, book: fastBook };
  const [own, shared] = [new MarketMachine(options), new MarketMachine(options)];
  return { own, shared };
}

test('several markets of one process, by turns', () => {
  const markets = Object.values(FLOWS).map((options, index) => {
    const random = new Random(seed + index);
    return { options, flow: new CommandFlow({ ...options, random }), ...machines() };
  });
  let trades = 0;
  const apply = ({ flow, own, shared }: (typeof markets)[number], batch: CommandBatch) => {
    const expected = shared.applyBatch(batch, (shared.offset + 1) as Offset);
    const result = own.applyBatch(batch, (own.offset + 1) as Offset);
    assert.deepEqual(result, expected);
    flow.learn(expected.events);
    trades += expected.events.filter(({ kind }) => kind === 'TradeExecuted').length;
    return expected.events.map(({ kind }) => kind);
  };
  for (const market of markets) for (const batch of market.flow.opening()) apply(market, batch);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round === BUSY_FROM_ROUND) for (const { own } of markets) own.takeCode(ownCode);
    for (const market of markets) apply(market, market.flow.next());
    if (round % CHANGED_EVERY !== 0) continue;
    for (const market of markets) {
      const { maxRestingOrders } = market.options;
      const definition = definitionWith({ maxRestingOrders, maxOpenOrders: 1 + (round % 7) });
      const change: Command = { kind: 'ChangeMarket', definition };
      assert.deepEqual(apply(market, batchOf([change])), ['MarketChanged']);
    }
  }
  for (const { own, shared } of markets) {
    own.checkInvariants();
    assert.deepEqual(own.snapshot(), shared.snapshot());
  }
  assert.ok(trades > ROUNDS, `${trades} trades`);
});

test('each path has a function of its own', () => {
  const applied: string[] = [];
  const pathOf = (name: string) => ({ apply: (index: number) => applied.push(`${name} ${index}`) });
  const rows = { read: (index: number) => index !== 5 };
  const [first, second] = ['first', 'second'].map((name) => ownCode(pathOf(name) as never));
  assert.equal(first!(rows, 1, 2), 2);
  assert.equal(second!(rows, 2, 3), 3);
  assert.equal(first!(rows, 3, 9), 5, 'the first that no row can hold is the next');
  assert.deepEqual(applied, ['first 1', 'second 2', 'first 3', 'first 4']);
});

test('a busy market takes code of its own, and earns it anew when its path changes', () => {
  const path = { apply: () => {}, applyRows: () => 7 } as never;
  let code: OwnCode | null = null;
  let taken = 0;
  const takeCode = (given: OwnCode) => {
    taken += 1;
    code = given;
    return given(path);
  };
  const whenBusy = new OwnCodeWhenBusy({ takeCode });
  whenBusy.count(BUSY_AFTER_COMMANDS - 1);
  assert.equal(taken, 0);
  whenBusy.count(1);
  whenBusy.count(BUSY_AFTER_COMMANDS);
  assert.equal(taken, 1, 'once');
  assert.equal(
    code!(path)({ read: () => false }, 0, 1),
    7,
    'the path made anew is shared code again',
  );
  whenBusy.count(BUSY_AGAIN_AFTER_COMMANDS - 1);
  assert.equal(taken, 1);
  whenBusy.count(1);
  assert.equal(taken, 2);
  for (const change of ['first', 'second', 'third']) {
    assert.equal(code!(path)({ read: () => false }, 0, 1), 7, `${change} change in a row`);
    whenBusy.count(BUSY_AGAIN_AFTER_COMMANDS - 1);
    assert.equal(taken, 2);
  }
  whenBusy.count(1);
  assert.equal(taken, 3);
});

test('the window is open while its code is compiled, and when an assumption of it fails', async () => {
  let sum = 0;
  const path = { apply: (index: number) => (sum += index) };
  let run: ReturnType<OwnCode> = () => 0;
  const takeCode = (code: OwnCode) => {
    run = code(path as never);
  };
  const window = new InliningWindow(() => {});
  const whenBusy = new OwnCodeWhenBusy({ takeCode }, window);
  let held = 10;
  // What is compared last was never looked at when it is compiled.
  let rows = { read: (index: number): boolean => index < held || index > 99 };
  /** Records of ten commands, until the window is as wanted; false: that never comes. */
  const isSoon = async (isOpen: boolean): Promise<boolean> => {
    for (let record = 0; record < 20_000; record += 1) {
      whenBusy.count(10);
      run(rows, 0, 10);
      if (window.isOpen === isOpen) return true;
      if (record % 10 === 0) await pause(1);
    }
    return false;
  };
  assert.ok(await isSoon(true), 'a busy market opens it');
  assert.ok(await isSoon(false), 'compiled');
  held = 7;
  run(rows, 0, 10);
  run(rows, 7, 10);
  assert.ok(window.isOpen, 'a row that holds no command: before V8 can begin to compile anew');
  assert.ok(await isSoon(false), 'compiled anew');
  rows = { read: (index) => index < 5 };
  run(rows, 0, 10);
  assert.ok(window.isOpen, 'another shape of rows');
  assert.ok(await isSoon(false), 'compiled anew');
  assert.ok(sum > 0);
});
