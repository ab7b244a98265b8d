import type { SettlementStep } from '../ports/account-store/account-store.ts';

/**
 * Steps in their order, as many together as have about so many effects. Each slice is one
 * transaction, and while it lasts no order is admitted: the account store has one writer at a time.
 */
export function* slices<Step extends SettlementStep>(
  steps: readonly Step[],
  effectsMax: number,
): Generator<readonly Step[]> {
  let from = 0;
  let effects = 0;
  for (const [index, step] of steps.entries()) {
    effects += step.effects.length;
    if (effects < effectsMax && index + 1 < steps.length) continue;
    yield steps.slice(from, index + 1);
    from = index + 1;
    effects = 0;
  }
}
