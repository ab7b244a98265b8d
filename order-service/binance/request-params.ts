/**
 * The parameters of a request: names and values as text, wherever they came from (query, form body,
 * members of a WebSocket request). What is not asked for is not looked at.
 */
import { type DialectError, errors } from './dialect-error.ts';

const PAIRS_MAX = 100;
const DECIMAL = /^(0|[1-9]\d{0,17})(\.\d{1,18})?$/;
const DECIMAL_RANGE = '^([0-9]{1,20})(\\.[0-9]{1,20})?$';
const INTEGER = /^\d{1,16}$/;
const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;
/** Ids that this exchange made may be asked for. */
const ANY_CLIENT_ID = /^[~.A-Z:/a-z0-9_-]{1,36}$/;
const CLIENT_ID_RANGE = '^[\\.A-Z\\:/a-z0-9_-]{1,36}$';
const SYMBOL = /^[A-Z0-9\-_.]{1,20}$/;
const SYMBOL_RANGE = '^[A-Z0-9-_.]{1,20}$';

const ZONE = /^([+-]?)(\d{1,2})(?::([0-5]\d))?$/;
const ZONE_MINUTES_MIN = -12 * 60;
const ZONE_MINUTES_MAX = 14 * 60;

const PAGE_ROWS = 500;
const PAGE_ROWS_MAX = 1_000;

/** Thrown by the getters, and caught where the method is called: a refusal, not a bug. */
export class ParamRefused extends Error {
  readonly error: DialectError;

  constructor(error: DialectError) {
    super(error.msg);
    this.error = error;
  }
}

const refuse = (error: DialectError): never => {
  throw new ParamRefused(error);
};

export class RequestParams {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** undefined: it was not sent, or was empty. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === '' ? undefined : value;
  }

  mandatory(name: string): string {
    return this.text(name) ?? refuse(errors.mandatory(name));
  }

  integer(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!INTEGER.test(text)) return refuse(errors.illegal(name, '^[0-9]{1,20}$'));
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : refuse(errors.value(name));
  }

  /** Above `most` is `most`; 0 is refused. */
  limit(most: number, otherwise: number): number {
    const value = this.integer('limit');
    if (value === undefined) return otherwise;
    return value === 0 ? refuse(errors.value('limit')) : Math.min(value, most);
  }

  /** Rows of one answer, by the measure of all lists. */
  pageRows(): number {
    return this.limit(PAGE_ROWS_MAX, PAGE_ROWS);
  }

  /** Without needless zeros: `1.500` and `01.5`'s like are the client's formatting. */
  decimal(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const plain = plainDecimal(text);
    if (plain === null) return refuse(errors.illegal(name, DECIMAL_RANGE));
    return (plain.split('.')[1]?.length ?? 0) > 8 ? refuse(errors.precision(name)) : plain;
  }

  clientId(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !CLIENT_ID.test(text)) {
      return refuse(errors.illegal(name, CLIENT_ID_RANGE));
    }
    return text;
  }

  anyClientId(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !ANY_CLIENT_ID.test(text)) {
      return refuse(errors.illegal(name, CLIENT_ID_RANGE));
    }
    return text;
  }

  symbol(): string {
    return wellFormedSymbol(this.mandatory('symbol'), 'symbol');
  }

  optionalSymbol(): string | undefined {
    const text = this.text('symbol');
    return text === undefined ? undefined : wellFormedSymbol(text, 'symbol');
  }

  /** A list as JSON text; undefined: it was not sent. */
  list(name: string): readonly string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    let list: unknown;
    try {
      list = JSON.parse(text);
    } catch {
      return refuse(errors.illegal(name, '^\\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\\]$'));
    }
    const isList =
      Array.isArray(list) && list.length > 0 && list.every((each) => typeof each === 'string');
    return isList ? (list as readonly string[]) : refuse(errors.value(name));
  }

  /** How far the zone is ahead of UTC, in minutes: `8`, `-5:30`. */
  zoneMinutes(name: string): number {
    const text = this.text(name);
    if (text === undefined) return 0;
    const match = ZONE.exec(text);
    if (match === null) return refuse(errors.value(name));
    const [, sign, hours, minutes = '0'] = match;
    const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    const isZone = ahead >= ZONE_MINUTES_MIN && ahead <= ZONE_MINUTES_MAX;
    return isZone ? ahead : refuse(errors.value(name));
  }

  flag(name: string, otherwise: 'true' | 'false'): boolean {
    const text = this.text(name) ?? otherwise;
    if (!/^(true|false)$/i.test(text)) return refuse(errors.value(name));
    return text.toLowerCase() === 'true';
  }

  oneOf<const T extends string>(
    name: string,
    values: readonly T[],
    error?: DialectError,
  ): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = values.find((value) => value === text);
    return found ?? refuse(error ?? errors.value(name));
  }
}

function wellFormedSymbol(text: string, name: string): string {
  return SYMBOL.test(text) ? text : refuse(errors.illegal(name, SYMBOL_RANGE));
}

/** null: no decimal number; a sign, an exponent or a bare point is none. */
function plainDecimal(text: string): string | null {
  const trimmed = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  const plain = trimmed.replace(/^0+(?=\d)/, '');
  return DECIMAL.test(plain) ? plain : null;
}

/** `a=1&b=2`, percent-decoded; the later of two equal names counts. */
export function readPairs(text: string, into: Map<string, string>): void {
  if (text === '') return;
  for (const pair of text.split('&', PAIRS_MAX)) {
    const at = pair.indexOf('=');
    if (at <= 0) continue;
    into.set(percentDecoded(pair.slice(0, at)), percentDecoded(pair.slice(at + 1)));
  }
}

/** A malformed escape stands for itself. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
