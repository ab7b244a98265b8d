/**
 * What a replica is for its market, and what it may become.
 *
 *   recovering ──▶ standby ◀──▶ claiming ──▶ primary
 *        │            │  ▲───────────────────────┘ a later claim stands in the log
 *        │            ▼
 *        ├──────▶ halted ──▶ standby, claiming, primary     (from any; back when quarantined)
 *        └──────▶ diverged                                  (from any; for good)
 */

import type { MarketRole } from '../../ports/coordination/coordination.ts';
import { assert } from '../../proto/assert.ts';
import type { Epoch } from '../../proto/units.ts';
import type { Divergence } from './divergence.ts';
import type { Poison } from './market-fold.ts';

export type Role =
  /** Loads a snapshot and replays the log; knows nothing yet. */
  | { readonly kind: 'recovering' }
  /** Applies the log and emits nothing; compares itself with what the primary emits. */
  | { readonly kind: 'standby' }
  /** Has asked to lead, in the log, and has not read the answer there yet. */
  | { readonly kind: 'claiming'; readonly epoch: Epoch }
  /** Leads, because the log says so at the point up to which it has read; emits. */
  | { readonly kind: 'primary'; readonly epoch: Epoch }
  /** Stands before a poison record until an operator quarantines it. */
  | { readonly kind: 'halted'; readonly poison: Poison }
  /** Made something else of the log than what was emitted; never leads again. */
  | { readonly kind: 'diverged'; readonly divergence: Divergence };

type RoleKind = Role['kind'];

const MAY_BECOME: Readonly<Record<RoleKind, readonly RoleKind[]>> = {
  recovering: ['standby', 'halted', 'diverged'],
  // Straight to primary: by a claim whose append seemed to fail and landed all the same.
  standby: ['claiming', 'primary', 'halted', 'diverged'],
  claiming: ['primary', 'standby', 'halted', 'diverged'],
  // Diverged: it read what was emitted before its time only after it had won.
  primary: ['standby', 'halted', 'diverged'],
  halted: ['standby', 'claiming', 'primary', 'diverged'],
  diverged: [],
};

export function assertTransition(from: RoleKind, to: RoleKind): void {
  assert(MAY_BECOME[from].includes(to), `a replica that is ${from} cannot become ${to}`);
}

export const haltedBy = (poison: Poison): Role => ({ kind: 'halted', poison });

/** As others are told. */
export function reportedRole(role: Role): MarketRole {
  return role.kind === 'claiming' ? 'standby' : role.kind;
}

export function problemOfRole(role: Role): string | null {
  if (role.kind === 'halted') {
    return `halted at command record ${role.poison.offset}: ${role.poison.problem}`;
  }
  return role.kind === 'diverged' ? `diverged: ${role.divergence.problem}` : null;
}
