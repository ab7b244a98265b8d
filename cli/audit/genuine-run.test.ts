/**
 * The checker over what the engine and settlement really make of random commands: clean, and with a
 * fault in the money no more. SEED=n replays a run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { naiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../../ports/account-store/memory-account-store.ts';
import type { EventCursor } from '../../ports/event-log/event-cursor.ts';
import { batchCrc, encodeCommandBatch, encodeEventBatch } from '../../proto/codec.ts';
import type { Command, CommandBatch } from '../../proto/messages.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC } from '../../proto/topics.ts';
import { hash64, money, offset, sequence } from '../../proto/units.ts';
import { effectsOfNewTopic } from '../../settlement/topic-effects.ts';
import { runAudit } from './audit.ts';
import { renderReport } from './report.ts';
import { MemoryLog } from './testing/memory-stores.ts';
import { RandomFlow } from './testing/random-flow.ts';
import { command, definition, MARKET } from './testing/tape.ts';

const BATCHES = 1_500;
const clock = { monotonicMs: () => 0, sleep: async () => {} };

class GenuineRun {
  readonly log = new MemoryLog();
  readonly accounts: AccountStore = memoryAccountStore();
  readonly #machine = new MarketMachine({
    market: MARKET,
    book: naiveBook,
  });
  readonly #ledger = effectsOfNewTopic(LEDGER_TOPIC);
  readonly #market = effectsOfNewTopic(eventTopic(MARKET));
  readonly #next = new Map<string, { sequence: number; crc: number }>();

  #batch(topic: string, sessionId: 0 | 1, commands: readonly Command[]): CommandBatch {
    const control = { sessionId, sessionEpoch: 0, firstSequence: 0, prevHash: 0 };
    const next = this.#next.get(topic) ?? { sequence: 1, crc: 0 };
    const own = { sessionId, sessionEpoch: 1, firstSequence: next.sequence, prevHash: next.crc };
    const from = sessionId === 0 ? control : own;
    const batch = { ...from, timestampUs: 1_000, commands } as unknown as CommandBatch;
    if (sessionId === 1) {
      const crc = batchCrc(encodeCommandBatch(batch));
      this.#next.set(topic, { sequence: next.sequence + commands.length, crc });
    }
    return batch;
  }

  async ledger(sessionId: 0 | 1, ...commands: Command[]): Promise<void> {
    const batch = this.#batch(LEDGER_TOPIC, sessionId, commands);
    const at = this.log.append(LEDGER_TOPIC, encodeCommandBatch(batch));
    const cursor: EventCursor = {
      nextLogOffset: offset(at + 1),
      inputOffset: offset(at),
      sequence: sequence(at + 1),
      eventHash: hash64('0000000000000000'),
    };
    const record = { kind: 'commands', topic: LEDGER_TOPIC, batch, cursor } as const;
    const effects = await this.#ledger.effectsOf(record);
    await this.accounts.apply([{ topic: LEDGER_TOPIC, cursor, effects }]);
  }

  async market(sessionId: 0 | 1, ...commands: Command[]): Promise<void> {
    const topic = eventTopic(MARKET);
    const input = this.#batch(commandTopic(MARKET), sessionId, commands);
    const at = offset(this.log.append(commandTopic(MARKET), encodeCommandBatch(input)));
    const batch = this.#machine.applyBatch(input, at);
    this.log.append(topic, encodeEventBatch(batch));
    const cursor: EventCursor = {
      nextLogOffset: offset(at + 1),
      inputOffset: at,
      sequence: sequence(batch.firstSequence + batch.events.length - 1),
      eventHash: batch.eventHash,
    };
    const effects = await this.#market.effectsOf({ kind: 'events', topic, batch, cursor });
    await this.accounts.apply([{ topic, cursor, effects }]);
  }

  audit() {
    const { log, accounts } = this;
    return runAudit({ log, accounts, clock, clientLogs: [], waitForSettledMs: 0 });
  }
}

async function randomRun(seed: number): Promise<GenuineRun> {
  const run = new GenuineRun();
  const flow = new RandomFlow(seed);
  flow.nowUs = 1_000;
  const session = command({ kind: 'SessionStarted', sessionId: 1, epoch: 1, node: 'n' });
  await run.ledger(0, session);
  for (const accountId of [1, 2, 3]) {
    for (const asset of ['BTC', 'USD']) {
      const amount = money(10n ** 13n);
      const transactionId = `d-${accountId}-${asset}`;
      const deposit = command({ kind: 'Deposit', transactionId, accountId, asset, amount });
      await run.ledger(1, deposit, deposit);
    }
  }
  const amount = money(77n);
  const withdrawal = { transactionId: 'w-1', accountId: 1, asset: 'USD', amount };
  await run.ledger(1, command({ kind: 'Withdraw', ...withdrawal }));
  await run.market(0, session, command({ kind: 'DefineMarket', definition }));
  for (let at = 0; at < BATCHES; at += 1) {
    const commands = Array.from({ length: flow.below(4) }, () => flow.next());
    await run.market(1, ...commands);
  }
  await run.market(0, command({ kind: 'SnapshotMarked', markId: 1 }));
  return run;
}

/** An order that was to replace another is refused for that, under the id of an open one. */
const REFUSED_UNDER_AN_OPEN_ID = 11;

test('what engine and settlement make of random commands is clean', async () => {
  const seed = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000);
  console.log(`SEED=${seed}`);
  let holds = 0;
  for (const each of [seed, REFUSED_UNDER_AN_OPEN_ID]) {
    const run = await randomRun(each);
    const report = await run.audit();
    assert.equal(report.ok, true, `SEED=${each} ${renderReport(report)}`);
    assert.ok(report.counts.trades > 100, renderReport(report));
    holds += report.counts.holds;
  }
  assert.ok(holds > 0, 'somebody still wants to trade');
});

test('one record settled without its effects is found', async () => {
  const run = await randomRun(7);
  await run.ledger(
    0,
    command({ kind: 'OpenAccount', accountId: 9, name: 'n', makerFeePpm: null, takerFeePpm: null }),
  );
  const [before] = (await run.accounts.inspect()).cursors.filter(
    (each) => each.topic === LEDGER_TOPIC,
  );
  const deposit = { transactionId: 'late', accountId: 9, asset: 'USD', amount: money(1n) };
  const bytes = encodeCommandBatch({
    sessionId: 0,
    sessionEpoch: 0,
    firstSequence: 0,
    timestampUs: 2_000,
    prevHash: 0,
    commands: [command({ kind: 'Deposit', ...deposit })],
  } as unknown as CommandBatch);
  const at = offset(run.log.append(LEDGER_TOPIC, bytes));
  const cursor = { ...before!.cursor, nextLogOffset: offset(at + 1), inputOffset: at };
  await run.accounts.apply([{ topic: LEDGER_TOPIC, cursor, effects: [] }]);
  const report = await run.audit();
  assert.ok(report.unbalanced > 0, renderReport(report));
});
