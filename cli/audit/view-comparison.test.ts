import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ViewKey } from '../../ports/view-store/view-store.ts';
import { eventTopic } from '../../proto/topics.ts';
import { sequence } from '../../proto/units.ts';
import { runAudit } from './audit.ts';
import { renderReport } from './report.ts';
import { assertOnly, busyTape } from './testing/audited-tape.ts';
import { MARKET, type Tape } from './testing/tape.ts';
import type { LoggedTrade, ReadableViews } from './view-comparison.ts';

/** Read tables as the projections would fill them from this tape. */
class Tables implements ReadableViews {
  readonly trades: (LoggedTrade & Record<string, unknown>)[] = [];
  readonly postings = new Map<string, bigint>();
  /** Written after the account store was read. */
  readonly later: { readonly key: string; readonly amount: bigint }[] = [];
  readonly #tape: Tape;

  constructor(tape: Tape) {
    this.#tape = tape;
    for (const batch of tape.batches) {
      batch.events.forEach((event, index) => {
        if (event.kind !== 'TradeExecuted') return;
        this.trades.push({ ...event, sequence: batch.firstSequence + index });
      });
    }
    for (const [key, { available, held }] of tape.accounts.balances) {
      this.postings.set(key, available + held);
    }
  }

  async cursor(_projection: string, topic: string) {
    return this.#tape.accounts.cursor(topic);
  }

  async range(table: string, { from }: { readonly from: ViewKey }) {
    if (table === 'trades') {
      return this.trades.map((trade) => ({ key: [MARKET, trade.tradeId], value: trade }));
    }
    const row = (key: string, amount: bigint, position: number) => ({
      key: [key, 0, eventTopic(MARKET), position, 0],
      value: { reference: 'trade 1', lines: [[key.split('/')[1], amount, 'trade']] },
    });
    return [
      ...[...this.postings].map(([key, amount]) => row(key, amount, 1)),
      ...this.later.map(({ key, amount }) => row(key, amount, LATER)),
    ].filter(({ key }) => String(key[0]).startsWith(`${from[0]}/`));
  }
}

const LATER = 1_000_000;

/** The tables go on while the audit reads. */
function goOn(tables: Tables): void {
  const { cursor } = tables;
  tables.cursor = async (projection, topic) => {
    const stored = await cursor.call(tables, projection, topic);
    return stored === null ? null : { ...stored, sequence: sequence(LATER) };
  };
}

const clock = { monotonicMs: () => 0, sleep: async () => {} };

async function audit(change: (tables: Tables) => void) {
  const tape = busyTape().finish();
  const views = new Tables(tape);
  change(views);
  const { log, accounts } = tape;
  return runAudit({ log, accounts, views, clock, clientLogs: [], waitForSettledMs: 0 });
}

test('tables that tell what the logs tell are clean', async () => {
  const report = await audit(() => {});
  assertOnly(report, []);
  assert.match(renderReport(report), /read tables: 4 trades, [1-9]\d* postings compared/);
});

test('a trade that is missing, made up or told otherwise is found', async () => {
  assertOnly(await audit((tables) => tables.trades.pop()), ['lost']);
  assertOnly(await audit(({ trades }) => trades.push({ ...trades[0]!, tradeId: 99 })), ['wrong']);
  assertOnly(
    await audit(({ trades }) => {
      trades[1] = { ...trades[1]!, priceTicks: 7 };
    }),
    ['wrong'],
  );
});

test('a trade that came after the log was read is no fault', async () => {
  const report = await audit((tables) => {
    goOn(tables);
    tables.trades.push({ ...tables.trades[0]!, tradeId: 99, sequence: LATER });
  });
  assertOnly(report, []);
});

test('postings are compared as of the account store, while the tables go on', async () => {
  const later = (tables: Tables) => {
    goOn(tables);
    tables.later.push({ key: '1/USD', amount: 7n });
  };
  const report = await audit(later);
  assertOnly(report, []);
  assert.match(renderReport(report), /[1-9]\d* postings compared/);
  const wrong = await audit((tables) => {
    later(tables);
    tables.postings.set('1/USD', 5n);
  });
  assertOnly(wrong, ['unbalanced']);
});

test('a table that has not come as far is not judged, and the report says so', async () => {
  const report = await audit((tables) => {
    tables.cursor = async () => null;
    tables.postings.set('1/USD', 5n);
  });
  assertOnly(report, []);
  assert.match(renderReport(report), /read tables: 0 trades, 0 postings compared/);
});

test('postings that do not add up to the balance are found', async () => {
  assertOnly(await audit((tables) => tables.postings.set('1/USD', 5n)), ['unbalanced']);
});
