/**
 * The units of the exchange: branded numbers with one validating constructor each.
 *
 * Prices, quantities and money of one order are safe integers (at most 2^53 - 1), because every
 * order is bounded so that price x quantity fits (see limits.ts). Money of an account can add up
 * beyond that, so it is `Money`, an int64 held as bigint; bigint begins at the account store and at
 * the ledger commands, and never enters engine/core.
 */
declare const brand: unique symbol;
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Price in ticks of its market, 1 … 2^31 - 1. */
export type PriceTicks = Brand<number, 'PriceTicks'>;
/** Quantity in lots of its market, 0 … 2^53 - 1. */
export type Lots = Brand<number, 'Lots'>;
/** Money of one order or trade in minor units of its asset, 0 … 2^53 - 1. */
export type MinorUnits = Brand<number, 'MinorUnits'>;
/** Money of an account in minor units of its asset, an int64. */
export type Money = Brand<bigint, 'Money'>;
/** Position of an event in its market's event stream; the first is 1, and there are no gaps. */
export type Sequence = Brand<number, 'Sequence'>;
/** Position of a record in a log; the first is 0. */
export type Offset = Brand<number, 'Offset'>;
/** Microseconds since 1970-01-01T00:00:00Z. */
export type TimestampUs = Brand<number, 'TimestampUs'>;
/** 1 … 2^53 - 1; see `order-service` for how the edge composes it. */
export type OrderId = Brand<number, 'OrderId'>;
/** 0 … 2^32 - 1; 0 is the exchange's fee account. */
export type AccountId = Brand<number, 'AccountId'>;
/** Number of an order-service instance, 1 … 255; 0 marks control records. */
export type SessionId = Brand<number, 'SessionId'>;
/** Generation of a session or of a leadership, 1 … 2^32 - 1; 0 means none yet. */
export type Epoch = Brand<number, 'Epoch'>;
/** Number of a command within its session, epoch and topic; the first is 1. */
export type CommandSequence = Brand<number, 'CommandSequence'>;
/** Number of a trade within its market; the first is 1. */
export type TradeId = Brand<number, 'TradeId'>;
/** Parts per million, 0 … 1,000,000. */
export type Ppm = Brand<number, 'Ppm'>;
/** A 64-bit hash, as two unsigned 32-bit halves would print it: 16 lower-case hex digits. */
export type Hash64 = Brand<string, 'Hash64'>;

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const UINT32_MAX = 2 ** 32 - 1;
const INT32_MAX = 2 ** 31 - 1;

/** Thrown by the constructors below: a value that its unit cannot hold. A bug or a broken input. */
export class UnitError extends RangeError {
  readonly code = 'UNIT_OUT_OF_RANGE';
}

function integerIn(unit: string, value: number, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new UnitError(`${unit} must be an integer in ${least} … ${most}, got ${value}`);
  }
  return value;
}

export const priceTicks = (value: number): PriceTicks =>
  integerIn('price in ticks', value, 1, INT32_MAX) as PriceTicks;
export const lots = (value: number): Lots =>
  integerIn('quantity in lots', value, 0, Number.MAX_SAFE_INTEGER) as Lots;
export const minorUnits = (value: number): MinorUnits =>
  integerIn('minor units', value, 0, Number.MAX_SAFE_INTEGER) as MinorUnits;
export const sequence = (value: number): Sequence =>
  integerIn('sequence', value, 0, Number.MAX_SAFE_INTEGER) as Sequence;
export const offset = (value: number): Offset =>
  integerIn('offset', value, 0, Number.MAX_SAFE_INTEGER) as Offset;
export const timestampUs = (value: number): TimestampUs =>
  integerIn('timestamp in microseconds', value, 0, Number.MAX_SAFE_INTEGER) as TimestampUs;
export const orderId = (value: number): OrderId =>
  integerIn('order id', value, 1, Number.MAX_SAFE_INTEGER) as OrderId;
export const accountId = (value: number): AccountId =>
  integerIn('account id', value, 0, UINT32_MAX) as AccountId;
export const sessionId = (value: number): SessionId =>
  integerIn('session id', value, 0, 255) as SessionId;
export const epoch = (value: number): Epoch => integerIn('epoch', value, 0, UINT32_MAX) as Epoch;
export const commandSequence = (value: number): CommandSequence =>
  integerIn('command sequence', value, 0, Number.MAX_SAFE_INTEGER) as CommandSequence;
export const tradeId = (value: number): TradeId =>
  integerIn('trade id', value, 0, Number.MAX_SAFE_INTEGER) as TradeId;
export const ppm = (value: number): Ppm => integerIn('parts per million', value, 0, 1e6) as Ppm;

export function money(value: bigint): Money {
  if (value > INT64_MAX || value < INT64_MIN) {
    throw new UnitError(`money must fit an int64, got ${value}`);
  }
  return value as Money;
}

export function hash64(hex: string): Hash64 {
  if (!/^[0-9a-f]{16}$/.test(hex)) throw new UnitError(`a 64-bit hash is 16 hex digits: ${hex}`);
  return hex as Hash64;
}
