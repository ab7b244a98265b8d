/** The account store's scripts, whole, each with its digest. */
import { createHash } from 'node:crypto';
import {
  ADMIT,
  CLEAR_OUTBOX,
  OPEN_SESSION,
  SWEEP,
  WITHDRAW_FROM_OUTBOX,
} from './scripts/admission.ts';
import { HOLDS } from './scripts/holds.ts';
import { MONEY } from './scripts/money.ts';
import { APPLY } from './scripts/settlement.ts';
import { BALANCES, BEGIN_ANEW, DROP, FOUND, REOPEN } from './scripts/store.ts';
import { TABLES } from './scripts/tables.ts';

export interface AccountScript {
  readonly text: string;
  /** What Redis calls it, once it is loaded. */
  readonly digest: string;
}

/**
 * - `writes`: refused as a whole when memory is full.
 * - `frees`: writes next to nothing, and must go on when memory is full.
 * - `reads`: never writes.
 */
type Use = 'writes' | 'frees' | 'reads';

const FLAGS: Readonly<Record<Use, string>> = {
  writes: '',
  frees: ' flags=allow-oom',
  reads: ' flags=no-writes',
};

function script(use: Use, ...parts: readonly string[]): AccountScript {
  const text = `#!lua${FLAGS[use]}\n${parts.join('')}`;
  return { text, digest: createHash('sha1').update(text).digest('hex') };
}

const RULES = [MONEY, TABLES, HOLDS] as const;

export const accountScripts = {
  found: script('frees', FOUND),
  beginAnew: script('frees', BEGIN_ANEW),
  drop: script('frees', MONEY, TABLES, DROP),
  reopen: script('frees', MONEY, TABLES, REOPEN),
  openSession: script('writes', MONEY, TABLES, OPEN_SESSION),
  admit: script('writes', ...RULES, ADMIT),
  clearOutbox: script('frees', MONEY, TABLES, CLEAR_OUTBOX),
  withdrawFromOutbox: script('frees', ...RULES, WITHDRAW_FROM_OUTBOX),
  sweep: script('frees', MONEY, TABLES, SWEEP),
  apply: script('writes', ...RULES, APPLY),
  balances: script('reads', MONEY, TABLES, BALANCES),
} satisfies Record<string, AccountScript>;
