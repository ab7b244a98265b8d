/** What every projection is: a pure fold of records into writes, which may read its own rows. */

import type { AddedRows } from '../ports/view-store/added-rows.ts';
import type { ProjectionName } from '../ports/view-store/tables.ts';
import type { ViewKey, ViewWrite } from '../ports/view-store/view-store.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import type { CommandBatch, EventBatch } from '../proto/messages.ts';
import type { Offset } from '../proto/units.ts';
import type { StepOrders } from './step-orders.ts';

export interface RowAddress {
  readonly table: string;
  readonly key: ViewKey;
  /** See `rowName`; absent: not asked for yet. */
  readonly name?: string;
}

/** Rows as they stand before the batch; undefined: there is none. */
export interface RowReader {
  row(address: RowAddress): unknown;
}

export interface MarketContext extends RowReader {
  readonly market: string;
  /** null until the market is defined; no order or trade comes before. */
  readonly units: MarketUnits | null;
}

export interface LedgerContext extends RowReader {
  readonly topic: string;
  /** Offset of the record. */
  readonly offset: Offset;
}

export interface Projection {
  readonly name: ProjectionName;
  readonly events: EventsFold;
  /** `soon`: an account looks for what it just did. `later`: a moment more costs nobody anything. */
  readonly due: 'soon' | 'later';
  /** For those that fold `commands.ledger` too. */
  readonly ledger: LedgerFold | null;
}

export type EventsFold = RowsFold | AddsFold | OrdersFold;

/** Writes rows again and again: of one step, only the last write of each is stored. */
export interface RowsFold {
  readonly kind: 'rows';
  /** The rows that `foldEvents` will ask for, so that the fold itself need not wait. */
  rowsForEvents(batch: EventBatch, market: string): readonly RowAddress[];
  /** Adds to `writes`. */
  foldEvents(batch: EventBatch, context: MarketContext, writes: ViewWrite[]): void;
}

/** Only ever adds rows, and reads none. */
export interface AddsFold {
  readonly kind: 'adds';
  of(market: string): AddingFold;
}

/** Of one market. */
export interface AddingFold {
  foldEvents(batch: EventBatch, units: MarketUnits | null): void;
  /** Of the batches since `clear`. */
  readonly added: readonly AddedRows[];
  /** They are stored: a new step begins. */
  clear(): void;
}

/** Writes what the events change into the orders of the step (step-orders.ts). */
export interface OrdersFold {
  readonly kind: 'orders';
  foldEvents(batch: EventBatch, orders: StepOrders, units: MarketUnits | null): void;
}

export interface LedgerFold {
  rowsForCommands(batch: CommandBatch): readonly RowAddress[];
  foldCommands(batch: CommandBatch, context: LedgerContext): readonly ViewWrite[];
}

/** Only the last element of a key may be a text of a client, so no two rows have one name. */
export const rowName = ({ table, key, name }: RowAddress): string => name ?? nameOf(table, key);

/** The address of a row that is asked for more than once: its name is made here, and only here. */
export const rowAddress = (table: string, key: ViewKey): RowAddress => ({
  table,
  key,
  name: nameOf(table, key),
});

function nameOf(table: string, key: ViewKey): string {
  let name = table;
  for (const element of key) name += `\n${element}`;
  return name;
}

/** A write that knows its row's name. */
export interface NamedWrite extends ViewWrite {
  readonly name: string;
}

/** Rows of before the batch, overlaid by what the batch itself has written so far. */
export class RowsInBatch {
  readonly writes: NamedWrite[] = [];
  readonly #written = new Map<string, unknown>();
  readonly #before: RowReader;

  constructor(before: RowReader) {
    this.#before = before;
  }

  get(address: RowAddress): unknown {
    const name = rowName(address);
    return this.#written.has(name) ? this.#written.get(name) : this.#before.row(address);
  }

  put(address: RowAddress, value: unknown): void {
    const { table, key } = address;
    const name = rowName(address);
    this.#written.set(name, value);
    this.writes.push({ table, key, value, name });
  }

  remove(address: RowAddress): void {
    this.put(address, undefined);
  }
}
