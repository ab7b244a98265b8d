/**
 * LOBSTER's files: NASDAQ order flow of one share, message by message, and the ten best levels of
 * the book after each (lobsterdata.com). Prices there are dollars × 10,000; here they are whole
 * cents, which is NASDAQ's tick. Hidden executions may lie between two cents and never rest, so
 * they carry no price here.
 */

export type LobsterSide = 'buy' | 'sell';

/** `side` is always that of the resting order. */
export type LobsterMessage =
  | (LobsterOrder & { readonly kind: 'submit' })
  /** A part of the order is canceled: `size` shares leave, the rest keeps its place. */
  | (LobsterOrder & { readonly kind: 'reduce' })
  | (LobsterOrder & { readonly kind: 'delete' })
  /** `size` shares of this resting order traded at its price. */
  | (LobsterOrder & { readonly kind: 'execute' })
  | { readonly kind: 'hidden-execution' | 'cross' | 'halt'; readonly row: number };

export interface LobsterOrder {
  /** 1 is the first message. */
  readonly row: number;
  readonly orderId: string;
  readonly size: number;
  readonly priceCents: number;
  readonly side: LobsterSide;
}

export interface LobsterLevel {
  readonly priceCents: number;
  readonly size: number;
}

/** The best levels of NASDAQ's book after one message, best first. */
export interface LobsterBook {
  readonly bids: readonly LobsterLevel[];
  readonly asks: readonly LobsterLevel[];
}

export class LobsterFileError extends Error {
  readonly code = 'LOBSTER_FILE_INVALID';
}

const KINDS = [
  'submit',
  'reduce',
  'delete',
  'execute',
  'hidden-execution',
  'cross',
  'halt',
] as const;
const ABSENT_LEVEL_PRICE = 9_999_999_999;

const lines = (text: string): readonly string[] =>
  text.split(/\r?\n/).filter((line) => line.trim() !== '');

function integer(text: string | undefined, what: string): number {
  if (text === undefined || !/^-?\d{1,15}$/.test(text.trim())) {
    throw new LobsterFileError(`${what} is not a whole number: ${text ?? 'missing'}`);
  }
  return Number(text);
}

function toCents(price: number, where: string): number {
  if (price <= 0 || price % 100 !== 0) {
    throw new LobsterFileError(`${where}: price ${price} is not a whole number of cents`);
  }
  return price / 100;
}

export function parseMessages(text: string): readonly LobsterMessage[] {
  return lines(text).map((line, index) => parseMessage(line, index + 1));
}

function parseMessage(line: string, row: number): LobsterMessage {
  const where = `message ${row}`;
  const fields = line.split(',');
  if (fields.length < 6) throw new LobsterFileError(`${where}: expected 6 fields: ${line}`);
  const [, type, orderId, size, price, direction] = fields;
  const kind = KINDS[integer(type, `${where}: type`) - 1];
  if (kind === undefined) throw new LobsterFileError(`${where}: unknown type ${type}`);
  if (kind === 'hidden-execution' || kind === 'cross' || kind === 'halt') return { kind, row };
  const towards = integer(direction, `${where}: direction`);
  if (towards !== 1 && towards !== -1) {
    throw new LobsterFileError(`${where}: direction is 1 or -1, not ${towards}`);
  }
  const shares = integer(size, `${where}: size`);
  if (shares <= 0) throw new LobsterFileError(`${where}: size ${shares} is not positive`);
  return {
    kind,
    row,
    orderId: String(integer(orderId, `${where}: order id`)),
    size: shares,
    priceCents: toCents(integer(price, `${where}: price`), where),
    side: towards === 1 ? 'buy' : 'sell',
  };
}

export function parseBooks(text: string): readonly LobsterBook[] {
  return lines(text).map((line, index) => {
    const where = `book row ${index + 1}`;
    const cells = line.split(',').map((cell) => integer(cell, where));
    if (cells.length === 0 || cells.length % 4 !== 0) {
      throw new LobsterFileError(`${where}: ${cells.length} columns are not four per level`);
    }
    const levels = (first: number): readonly LobsterLevel[] => {
      const found: LobsterLevel[] = [];
      for (let column = first; column < cells.length; column += 4) {
        const price = cells[column] ?? 0;
        const size = cells[column + 1] ?? 0;
        if (Math.abs(price) === ABSENT_LEVEL_PRICE || size === 0) continue;
        found.push({ priceCents: toCents(price, where), size });
      }
      return found;
    };
    return { asks: levels(0), bids: levels(2) };
  });
}

/** The book before the first message: the first row less what that message did. */
export function startingBook(first: LobsterBook, message: LobsterMessage): LobsterBook {
  if (!('orderId' in message)) return first;
  const delta = message.kind === 'submit' ? -message.size : message.size;
  const undo = (levels: readonly LobsterLevel[]): readonly LobsterLevel[] => {
    const others = levels.filter(({ priceCents }) => priceCents !== message.priceCents);
    const level = levels.find(({ priceCents }) => priceCents === message.priceCents);
    const size = (level?.size ?? 0) + delta;
    return size > 0 ? [...others, { priceCents: message.priceCents, size }] : others;
  };
  return message.side === 'buy'
    ? { bids: undo(first.bids), asks: first.asks }
    : { bids: first.bids, asks: undo(first.asks) };
}

export const centsText = (cents: number): string =>
  `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
