/**
 * The client's own record: what a load generator asked for and what it was told, one JSON object per
 * line (NDJSON), written by whoever sends orders and read by the checker. docs/audit.md is the
 * format's page.
 *
 * A request line is written before the request is sent, an answer line after the answer came. A
 * process that dies between the two leaves a request without an answer, which counts as `unknown`.
 */
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ClientRequest {
  readonly t: 'request';
  /** Unique within the file; an answer names the request it answers. */
  readonly id: string;
  readonly client_order_id: string;
  /** Account id in digits, or the name under which the account was opened. */
  readonly account: string;
  readonly market: string;
  readonly side?: 'buy' | 'sell';
  readonly type?: 'limit' | 'market';
  /** Decimal strings, as sent. */
  readonly price?: string;
  readonly quantity?: string;
  readonly quote_quantity?: string;
  readonly sent_at_ms?: number;
}

/**
 * `accepted`: the exchange said that the order exists. `rejected`: it said that this order does not
 * and never will. `unknown`: no answer, or one that says nothing about the order (a timeout, 5xx, 429).
 */
export type ClientOutcome = 'accepted' | 'rejected' | 'unknown';

export interface ClientTrade {
  readonly trade_id: string;
  readonly price: string;
  readonly quantity: string;
}

export interface ClientAnswer {
  readonly t: 'answer';
  /** Of the request; may be left out when client_order_id is unique. */
  readonly id?: string;
  readonly client_order_id: string;
  readonly outcome: ClientOutcome;
  /** The stable code of a refusal, if the answer had one. */
  readonly code?: string;
  readonly order_id?: string;
  readonly status?: string;
  /** Decimal string: filled quantity in base units. */
  readonly filled?: string;
  /** The market's sequence up to which the answer speaks. */
  readonly sequence?: number;
  /** All trades of the order up to then. */
  readonly trades?: readonly ClientTrade[];
  readonly received_at_ms?: number;
}

export type ClientLine = ClientRequest | ClientAnswer;

/** Appends lines; each is handed to the kernel before `write` returns, so a kill -9 keeps it. */
export class ClientRecordWriter {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a', 0o600);
  }

  write(line: ClientLine): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

export class ClientRecordError extends Error {
  readonly code = 'CLIENT_RECORD_INVALID';
}

/** Lines in order. A torn last line (its writer was killed) is left out; any other is an error. */
export async function* readClientRecord(path: string): AsyncGenerator<ClientLine> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  let torn: string | null = null;
  for await (const text of lines) {
    if (torn !== null) throw new ClientRecordError(`${path}:${number}: ${torn}`);
    number += 1;
    if (text.trim() === '') continue;
    const parsed = parseLine(text);
    if (typeof parsed === 'string') torn = parsed;
    else yield parsed;
  }
  if (torn !== null && number === 1) throw new ClientRecordError(`${path}:1: ${torn}`);
}

/** The line, or what is wrong with it. */
export function parseLine(text: string): ClientLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  if (value === null || typeof value !== 'object') return 'not an object';
  const line = value as Record<string, unknown>;
  if (typeof line['client_order_id'] !== 'string') return 'client_order_id is missing';
  if (line['t'] === 'request') {
    for (const field of ['id', 'account', 'market']) {
      if (typeof line[field] !== 'string') return `${field} is missing`;
    }
    return value as ClientRequest;
  }
  if (line['t'] !== 'answer') return 't is neither request nor answer';
  if (!['accepted', 'rejected', 'unknown'].includes(String(line['outcome']))) {
    return 'outcome is not accepted, rejected or unknown';
  }
  return value as ClientAnswer;
}
