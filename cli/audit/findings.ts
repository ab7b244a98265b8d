/**
 * What the checker found wrong, sorted into the six words of its verdict.
 *
 *   lost        something acknowledged or recorded is not there
 *   duplicated  something is there twice
 *   reordered   the right things in the wrong order (price-time priority broken)
 *   unbalanced  money: a balance, hold, fee or sum is not what the logs say
 *   conflicts   two records that must be equal are not (copies, hash links)
 *   wrong       everything else: a different event, price, fee, damaged bytes
 */
export const FAULT_KINDS = [
  'lost',
  'duplicated',
  'reordered',
  'unbalanced',
  'conflicts',
  'wrong',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Finding {
  readonly kind: FaultKind;
  /** Topic, account or order that it is about. */
  readonly where: string;
  readonly text: string;
}

/** A report shows the first faults only: one broken record tends to bring a thousand more. */
export const DETAILS_MAX = 20;

/** Collects faults: counts all of them, keeps the first ones. */
export class Findings {
  readonly details: Finding[] = [];
  readonly #counts = new Map<FaultKind, number>();

  add(kind: FaultKind, where: string, text: string): void {
    this.#counts.set(kind, this.count(kind) + 1);
    if (this.details.length < DETAILS_MAX) this.details.push({ kind, where, text });
  }

  count(kind: FaultKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  total(): number {
    return FAULT_KINDS.reduce((sum, kind) => sum + this.count(kind), 0);
  }
}
