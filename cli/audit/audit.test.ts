import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventLogError } from '../../ports/event-log/event-log.ts';
import {
  type Event,
  type EventBatch,
  MarketStatus,
  type TradeExecuted,
} from '../../proto/messages.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { renderReport } from './report.ts';
import { assertOnly, audit, busyTape } from './testing/audited-tape.ts';
import { ALICE, BOB, command, MARKET, order, Tape } from './testing/tape.ts';

/** Changes the first trade of the tape, or what `change` makes of its batch. */
function plantInTrades(tape: Tape, change: (events: Event[], at: number) => void): void {
  const index = tape.batches.findIndex((batch) =>
    batch.events.some((event) => event.kind === 'TradeExecuted'),
  );
  const batch = tape.batches[index] as EventBatch;
  const events = [...batch.events];
  change(
    events,
    events.findIndex((event) => event.kind === 'TradeExecuted'),
  );
  tape.batches[index] = { ...batch, events };
}

test('a genuine run is clean, and the report counts what was checked', async () => {
  const report = await audit(busyTape().finish());
  assertOnly(report, []);
  assert.match(renderReport(report), /^0 lost, 0 duplicated, money conserved, hashes equal\n/);
  assert.equal(report.counts.orders, 7);
  assert.equal(report.counts.trades, 4);
  assert.equal(report.markets[0]?.market, MARKET);
});

test('an exchange on which nothing happened is no proof of anything', async () => {
  assertOnly(await audit(Tape.funded().finish()), ['wrong']);
});

test('a removed event record is lost', async () => {
  const tape = busyTape().finish();
  tape.log.of(eventTopic(MARKET)).splice(3, 1);
  const report = await audit(tape);
  assert.ok(report.lost > 0, renderReport(report));
});

test('a removed trade is lost, even when all hashes and sequences are made to fit', async () => {
  const tape = busyTape();
  plantInTrades(tape, (events, at) => events.splice(at, 1));
  tape.writeEvents();
  const report = await audit(tape);
  assert.ok(report.lost > 0, renderReport(report));
});

test('a doubled trade is duplicated', async () => {
  const tape = busyTape();
  plantInTrades(tape, (events, at) => events.splice(at + 1, 0, events[at]!));
  tape.writeEvents();
  const report = await audit(tape);
  assert.ok(report.duplicated > 0, renderReport(report));
});

test('a swapped queue shows by the matching rule alone', async () => {
  const tape = busyTape();
  plantInTrades(tape, (events, at) => {
    const [first, second] = [events[at], events[at + 1]] as [TradeExecuted, TradeExecuted];
    const [a, b] = [first.makerOrderId, second.makerOrderId];
    events[at] = { ...events[at]!, makerOrderId: b } as Event;
    events[at + 1] = { ...events[at + 1]!, makerOrderId: a } as Event;
  });
  const report = await audit(tape.finish());
  assertOnly(report, ['reordered']);
  assert.match(report.details[0]!.text, /^sequence \d+ .*the rules say .*the log says /);
});

test('a wrong price and a wrong fee show by the matching rule, with sums that fit', async () => {
  for (const change of [{ priceTicks: 102 }, { takerFeeMinor: 1_999 }, { makerFeeMinor: 0 }]) {
    const tape = busyTape();
    plantInTrades(tape, (events, at) => {
      events[at] = { ...events[at]!, ...change } as Event;
    });
    assertOnly(await audit(tape.finish()), ['wrong']);
  }
});

test('a changed balance is unbalanced, negative ones too', async () => {
  const tape = busyTape().finish();
  tape.accounts.balance(ALICE, 'USD').available += 1n;
  assertOnly(await audit(tape), ['unbalanced']);
  tape.accounts.balance(ALICE, 'USD').available = -5n;
  assert.match(renderReport(await audit(tape)), /negative: -5 available/);
});

test('money moved from one account to another keeps every sum, and is found', async () => {
  const tape = busyTape().finish();
  tape.accounts.balance(ALICE, 'USD').available -= 7n;
  tape.accounts.balance(BOB, 'USD').available += 7n;
  const report = await audit(tape);
  assert.equal(report.unbalanced, 2, renderReport(report));
});

test('a changed hold is found although available and held still sum up', async () => {
  const tape = busyTape().finish();
  const hold = [...tape.accounts.holds.values()][0]!;
  tape.accounts.setHold({ ...hold, amount: hold.amount + 1n });
  const report = await audit(tape);
  assertOnly(report, ['unbalanced']);
  assert.equal(report.unbalanced, 1);
});

test('an orphan hold is found; the hold of an order still in the outbox is none', async () => {
  const tape = busyTape().finish();
  const hold = [...tape.accounts.holds.values()][0]!;
  const orphan = { ...hold, orderId: 999_999 as never, amount: 5n };
  tape.accounts.setHold(orphan);
  assertOnly(await audit(tape), ['unbalanced']);
  tape.accounts.outboxes.set(
    1 as never,
    [{ topic: commandTopic(MARKET), reserved: { kind: 'order', ...orphan } }] as never,
  );
  assertOnly(await audit(tape), []);
});

test('the hold of an order that is over is found, also while its admission stands in the outbox', async () => {
  const tape = busyTape();
  const rejected = order({ accountId: BOB, priceTicks: 2_000_000_000, quantityLots: 7 });
  tape.send(rejected);
  tape.finish();
  const [hold] = tape.accounts.holds.values();
  for (const orderId of [rejected.orderId, filledIn(tape)]) {
    const left = { ...hold!, orderId, amount: 5n };
    tape.accounts.setHold(left);
    tape.accounts.outboxes.set(
      1 as never,
      [{ topic: commandTopic(MARKET), reserved: { kind: 'order', ...left } }] as never,
    );
    const report = await audit(tape);
    assertOnly(report, ['unbalanced']);
    assert.match(renderReport(report), /orphan hold of 5/);
    tape.accounts.closeHold(orderId);
  }
  assertOnly(await audit(tape), []);
});

/** The first order that is filled. */
function filledIn(tape: Tape) {
  const events = tape.batches.flatMap((batch) => batch.events);
  const trade = events.find((event) => event.kind === 'TradeExecuted');
  assert.ok(trade !== undefined);
  return trade.makerOrderId;
}

test('an open order without a hold is found', async () => {
  const tape = busyTape().finish();
  tape.accounts.closeHold([...tape.accounts.holds.keys()][0]!);
  assertOnly(await audit(tape), ['unbalanced']);
});

test('a flipped byte in either log is found', async () => {
  for (const topic of [commandTopic(MARKET), eventTopic(MARKET)]) {
    const tape = busyTape().finish();
    const record = tape.log.of(topic)[3]!;
    record[record.length >> 1]! ^= 0x10;
    const report = await audit(tape);
    assert.ok(report.wrong > 0, renderReport(report));
  }
});

test('an equal second copy of an event batch is no fault, an unequal one is a conflict', async () => {
  const tape = busyTape().finish();
  const records = tape.log.of(eventTopic(MARKET));
  records.push(Uint8Array.from(records[4]!));
  assertOnly(await audit(tape), []);
  plantInTrades(tape, (events, at) => events.splice(at, 1));
  tape.writeEvents();
  const changed = tape.log.of(eventTopic(MARKET))[3]!;
  const again = busyTape().finish();
  again.log.of(eventTopic(MARKET)).push(changed);
  assertOnly(await audit(again), ['conflicts']);
});

test('a command record taken out breaks the chain of its writer', async () => {
  const tape = busyTape().finish();
  tape.log.of(commandTopic(MARKET)).splice(3, 1);
  const report = await audit(tape);
  assert.ok(report.conflicts > 0, renderReport(report));
});

test('a store that is behind is compared as of where it stands, and said to be behind', async () => {
  const tape = busyTape();
  tape.writeEvents();
  const later = tape.batches.splice(4);
  tape.settle();
  tape.batches.push(...later);
  const report = await audit(tape);
  assertOnly(report, []);
  assert.equal(report.unsettled[0]?.topic, commandTopic(MARKET));
});

test('commands of halted and cancel-only markets, amends and cancels are predicted too', async () => {
  const tape = Tape.funded();
  const resting = order({ accountId: ALICE, priceTicks: 90 });
  const { orderId } = resting;
  const fees = { makerFeePpm: 1, takerFeePpm: 2 };
  const amend = { kind: 'AmendOrder', orderId, accountId: ALICE, ...fees } as const;
  const status = (value: MarketStatus) =>
    command({ kind: 'ChangeMarketStatus', status: value, reason: 'test' });
  tape.send(resting, order({ accountId: BOB, priceTicks: 90 }));
  tape.send(command({ ...amend, priceTicks: null, quantityLots: 5 }));
  tape.send(command({ ...amend, priceTicks: 91, quantityLots: 6 }));
  tape.control(status(MarketStatus.cancelOnly));
  tape.send(order({ accountId: BOB }), command({ ...amend, priceTicks: 92, quantityLots: null }));
  tape.control(status(MarketStatus.halted));
  tape.send(command({ kind: 'CancelOrder', orderId, accountId: ALICE }));
  tape.control(status(MarketStatus.trading));
  tape.send(command({ kind: 'CancelAllOrders', accountId: BOB, side: null }));
  assertOnly(await audit(tape.finish()), []);
});

test('a poison record may be passed over on the word of an operator, and on no other', async () => {
  const tape = busyTape();
  const at = tape.log.of(commandTopic(MARKET)).length;
  tape.poison(Uint8Array.of(1, 2, 3, 4, 5), 'bad build');
  const unspoken = await audit(tape.finish());
  assertOnly(unspoken, ['wrong']);
  const spoken = busyTape();
  spoken.poison(Uint8Array.of(1, 2, 3, 4, 5), 'bad build');
  spoken.control(command({ kind: 'CommandQuarantined', offset: at, reason: 'bad build' }));
  assertOnly(await audit(spoken.finish()), []);
});

test('damage in a log is one finding, what stands before it is checked, and stores are not judged by it', async () => {
  const tape = busyTape().finish();
  const topic = commandTopic(MARKET);
  const damaged = (await tape.log.bounds(topic)).end - 2;
  assert.ok(damaged > 2);
  const log = {
    topics: () => tape.log.topics(),
    bounds: (of: string) => tape.log.bounds(of),
    read: async (of: string, from: number, limit: { readonly records: number }) => {
      const records = await tape.log.read(of, from, limit);
      if (of !== topic || records.every(({ offset }) => offset !== damaged)) return records;
      throw new EventLogError('LOG_DAMAGED', `${of} at offset ${damaged}`);
    },
  } as typeof tape.log;
  const report = await audit({ log, accounts: tape.accounts });
  assertOnly(report, ['wrong']);
  assert.deepEqual(
    report.details.map(({ where }) => where),
    [MARKET, 'stores and clients'],
  );
  assert.equal(report.markets[0]?.offset, damaged - 1);
});

test('a transaction that would be paid again is found: settled, and its id forgotten', async () => {
  const tape = busyTape().finish();
  const [id] = tape.accounts.applied;
  tape.accounts.applied.delete(id!);
  const report = await audit(tape);
  assertOnly(report, ['wrong']);
  assert.match(renderReport(report), /is settled, and its id is not taken/);
});

test('an account or a fee tier that is missing, changed or of nobody is found', async () => {
  const tier = { tier: 'pro', market: '', makerFeePpm: 1, takerFeePpm: 2 };
  const tape = busyTape();
  tape.ledger(command({ kind: 'DefineFeeTier', ...tier }));
  tape.finish();
  const { opened, tiers } = tape.accounts;
  const alice = opened.get(ALICE)!;
  assertOnly(await audit(tape), []);
  opened.set(ALICE, { ...alice, feeTier: 'pro' });
  assertOnly(await audit(tape), ['wrong']);
  opened.delete(ALICE);
  assertOnly(await audit(tape), ['wrong']);
  opened.set(ALICE, alice);
  opened.set(77, { ...alice, accountId: 77 as never });
  assertOnly(await audit(tape), ['wrong']);
  opened.delete(77);
  tiers.splice(0, 1, { ...tier, takerFeePpm: 3 } as never);
  assertOnly(await audit(tape), ['wrong']);
  tiers.length = 0;
  assertOnly(await audit(tape), ['wrong']);
});

test('what the account store may have read since of an account is not judged', async () => {
  const tape = busyTape().finish();
  tape.ledger(
    command({ kind: 'OpenAccount', accountId: 9, name: 'i', makerFeePpm: null, takerFeePpm: 5 }),
  );
  assertOnly(await audit(tape), []);
  tape.accounts.opened.delete(9);
  assertOnly(await audit(tape), []);
});
