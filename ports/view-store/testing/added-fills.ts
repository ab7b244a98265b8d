import { AddedRows, RowNumbers } from '../added-rows.ts';
import { NumberCell, WordCell } from '../cells.ts';
import { type FillRow, TABLE } from '../tables.ts';

const MARKETS = ['A', 'B'];
const LIQUIDITY = ['maker', 'taker'];
const FIELDS = [
  'accountId',
  'orderId',
  'market',
  'tradeId',
  'sequence',
  'liquidity',
  'side',
  'priceTicks',
  'quantityLots',
  'feeMinor',
  'executedAtUs',
] as const satisfies readonly (keyof FillRow)[];
const WORDS = new Map<string, readonly string[]>([
  ['market', MARKETS],
  ['liquidity', LIQUIDITY],
]);

/** Of markets A and B, alike by order: few groups share one. */
export function addedFills(fills: readonly FillRow[]): AddedRows {
  const rows = new RowNumbers(FIELDS.length);
  for (const fill of fills) {
    const at = rows.next();
    for (const [place, field] of FIELDS.entries()) {
      const value = fill[field];
      const words = WORDS.get(field);
      rows.numbers[at + place] =
        words === undefined ? (value as number) : words.indexOf(`${value}`);
    }
  }
  const numberCell = (field: (typeof FIELDS)[number]) => new NumberCell(FIELDS.indexOf(field));
  const cellOf = (field: (typeof FIELDS)[number]) => {
    const words = WORDS.get(field);
    return words === undefined ? numberCell(field) : new WordCell(FIELDS.indexOf(field), words);
  };
  const key = (['accountId', 'market', 'sequence', 'liquidity'] as const).map(cellOf);
  const fields = Object.fromEntries(FIELDS.map((field) => [field, cellOf(field)]));
  return new AddedRows(TABLE.fills, rows, { key, by: numberCell('accountId'), fields });
}
