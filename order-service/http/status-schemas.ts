/** What the exchange's replies about itself look like, for the OpenAPI description. */
import { boolean, integer, listOf, nullable, object, string } from './reply-schemas.ts';

const nullableInteger = { type: ['integer', 'null'] } as const;

const marketOfStatus = object({
  market: string,
  status: nullable,
  problem: nullable,
  open_for_orders: boolean,
  epoch: nullableInteger,
  offset: nullableInteger,
  sequence: nullableInteger,
  state_hash: nullable,
  event_hash: nullable,
  open_orders: nullableInteger,
  last_snapshot: {
    anyOf: [{ type: 'null' }, object({ offset: integer, taken_at: string, bytes: integer })],
  },
});

const marketOfProcess = object({
  market: string,
  role: string,
  epoch: integer,
  offset: integer,
  sequence: integer,
  state_hash: nullable,
  lag: integer,
  problem: nullable,
});

const processOfStatus = object({
  service: string,
  name: string,
  state: { type: 'string', enum: ['up', 'silent', 'down'] },
  role: nullable,
  pid: integer,
  version: string,
  markets: { type: 'array', items: { anyOf: [string, marketOfProcess] } },
  epoch: integer,
  offset: nullableInteger,
  sequence: nullableInteger,
  lag: nullableInteger,
});

export const status = object({
  durability: string,
  markets: listOf(marketOfStatus),
  processes: listOf(processOfStatus),
});

export const time = object({ time: string, time_us: integer, time_ms: integer });

export const health = object({ status: string, durability: string });

export const readiness = object({
  ready: boolean,
  checks: listOf(object({ name: string, ok: boolean, detail: string })),
});
