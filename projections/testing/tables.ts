import assert from 'node:assert/strict';
import { type PostingRow, postingsOfRow } from '../../ports/view-store/postings.ts';
import {
  type AcceptedOrderRow,
  type OrderReference,
  type OrderRow,
  TABLE,
} from '../../ports/view-store/tables.ts';
import type { ViewKey } from '../../ports/view-store/view-store.ts';
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
import { postingsProjection } from '../postings.ts';
import { type Projection, rowName } from '../projection.ts';

/** Tables in memory. */
export class Tables {
  readonly #rows = new Map<string, { key: ViewKey; table: string; value: unknown }>();

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

  foldBatch(projection: Projection, batch: EventBatch): void {
    const open = new Map(
      (projection.openOrdersForEvents?.(batch) ?? []).map((id) => [id, this.#openOf(id)] as const),
    );
    const asked = [...open].flatMap(([account, ids]) => ids.map((id) => [account, id]));
    const loaded = new Set((projection.rowsForEvents?.(batch, 'BTC-USD') ?? []).map(rowName));
    for (const key of asked) loaded.add(rowName({ table: TABLE.orders, key }));
    const writes = projection.foldEvents(batch, {
      market: 'BTC-USD',
      units: marketUnits(definition()),
      openOrders: (account) => {
        const ids = open.get(account);
        assert.ok(ids !== undefined, 'only accounts that were announced are asked for');
        return ids;
      },
      row: ({ table, key }) => {
        assert.ok(loaded.has(rowName({ table, key })), 'only rows that were announced are read');
        return this.get(table, key);
      },
    });
    this.write(writes);
  }

  #openOf(account: AccountId): readonly OrderId[] {
    const rows = this.all<OrderReference>(TABLE.openOrders);
    return rows
      .map(({ orderId }) => orderId)
      .filter((id) => this.get(TABLE.openOrders, [account, 'BTC-USD', id]) !== undefined);
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
      else this.#rows.set(rowName(write), write);
    }
  }

  order(account: number, id: number): AcceptedOrderRow {
    const row = this.get(TABLE.orders, [account, id]) as OrderRow;
    assert.ok(row.status !== 'rejected');
    return row;
  }
}
