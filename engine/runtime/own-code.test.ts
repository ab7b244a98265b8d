/** Markets with code of their own say what markets with shared code say, also when their rules change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command, CommandBatch } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';
import { fastBook } from '../core/book/fast-book.ts';
import { MarketMachine } from '../core/market-machine.ts';
import { CommandFlow } from '../core/testing/command-flow.ts';
import { FLOWS } from '../core/testing/command-flows.ts';
import { batchOf, definitionWith, MARKET } from '../core/testing/market-fixture.ts';
import { announceSeed, Random } from '../core/testing/random.ts';
import { BUSY_AFTER_COMMANDS, OwnCodeWhenBusy, ownCode } from './own-code.ts';

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

test('a market takes code of its own once, when it has become busy', () => {
  const taken: unknown[] = [];
  const whenBusy = new OwnCodeWhenBusy({ takeCode: (code) => taken.push(code) });
  whenBusy.count(BUSY_AFTER_COMMANDS - 1);
  assert.deepEqual(taken, []);
  whenBusy.count(1);
  assert.deepEqual(taken, [ownCode]);
  whenBusy.count(BUSY_AFTER_COMMANDS);
  assert.deepEqual(taken, [ownCode]);
});
