import assert from 'node:assert/strict';
import { type PostingRow, postingsOfRow } from '../../ports/view-store/postings.ts';
import { type AcceptedOrderRow, type OrderRow, TABLE } from '../../ports/view-store/tables.ts';
import type { ViewKey, ViewWrite } from '../../ports/view-store/view-store.ts';
import { marketUnits } from '../../proto/market-units.ts';
import type { Command, EventBatch, EventBody } from '../../proto/messages.ts';
import {
  type AccountId,
  commandSequence,
  epoch,
  type OrderId,
  offset,
  sequence,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { batchOf, definition } from '../../settlement/testing/samples.ts';
import type { FoldedOrderRow } from '../order-rows.ts';
import { postingsProjection } from '../postings.ts';
import { type Projection, type RowAddress, rowName } from '../projection.ts';
import { StepOrders } from '../step-orders.ts';

/** Tables in memory. */
export class Tables {
  readonly #rows = new Map<string, { key: ViewKey; table: string; value: unknown }>();
  readonly #orders = new StepOrders('BTC-USD');

  get(table: string, key: ViewKey): unknown {
    return this.#rows.get(rowName({ table, key }))?.value;
  }

  all<Row>(table: string): readonly Row[] {
    return [...this.#rows.values()].flatMap((row) =>
      row.table === table ? [row.value as Row] : [],
    );
  }

  postings(): readonly PostingRow[] {
    return [...this.#rows.values()].flatMap(({ key, table, value }) =>
      table === TABLE.postings ? postingsOfRow(key, value) : [],
    );
  }

  fold(projection: Projection, events: readonly EventBody[], firstSequence = 1): void {
    this.foldBatch(projection, batchOf(events, { firstSequence: sequence(firstSequence) }));
  }

  foldBatch({ events }: Projection, batch: EventBatch): void {
    const units = marketUnits(definition());
    if (events.kind === 'orders') {
      for (const [account, id] of this.#orders.missing(batch)) {
        this.#orders.found(id, this.get(TABLE.orders, [account, id]) as FoldedOrderRow | undefined);
      }
      events.foldEvents(batch, this.#orders, units);
      const last = batch.firstSequence + batch.events.length - 1;
      this.write(this.#orders.endStep(sequence(last)));
      return;
    }
    if (events.kind === 'adds') {
      const adding = events.of('BTC-USD');
      adding.foldEvents(batch, units);
      for (const added of adding.added) {
        this.write(added.rows().map((row) => ({ table: added.table, ...row })));
      }
      return;
    }
    const loaded = new Set(events.rowsForEvents(batch, 'BTC-USD').map(rowName));
    const writes: ViewWrite[] = [];
    const row = ({ table, key }: RowAddress) => {
      assert.ok(loaded.has(rowName({ table, key })), 'only rows that were announced are read');
      return this.get(table, key);
    };
    events.foldEvents(batch, { market: 'BTC-USD', units, row }, writes);
    this.write(writes);
  }

  /** Ids of the account's open orders. */
  open(account: AccountId): readonly OrderId[] {
    return [...this.#orders.open.of(account)];
  }

  foldLedger(commands: readonly Command[], at: { session: number; first: number; offset: number }) {
    const batch = {
      sessionId: sessionId(at.session),
      sessionEpoch: epoch(at.session === 0 ? 0 : 1),
      firstSequence: commandSequence(at.first),
      timestampUs: timestampUs(5),
      prevHash: 0,
      commands,
    };
    const context = {
      topic: 'commands.ledger',
      offset: offset(at.offset),
      row: ({ table, key }: { table: string; key: ViewKey }) => this.get(table, key),
    };
    this.write(postingsProjection.ledger!.foldCommands(batch, context));
  }

  write(writes: readonly { table: string; key: ViewKey; value: unknown }[]): void {
    for (const write of writes) {
      if (write.value === undefined) this.#rows.delete(rowName(write));
      else this.#rows.set(rowName(write), { ...write, value: structuredClone(write.value) });
    }
  }

  order(account: number, id: number): AcceptedOrderRow {
    const row = this.get(TABLE.orders, [account, id]) as OrderRow;
    assert.ok(row.status !== 'rejected');
    return row;
  }
}
