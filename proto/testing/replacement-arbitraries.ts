import fc from 'fast-check';
import type { Replacement } from '../messages.ts';
import { REPLACEMENT_RULE_MAX } from '../ranges.ts';
import { choice, id, plain, price } from './unit-arbitraries.ts';

const known = { orderId: id<never>(), rule: choice<never>(REPLACEMENT_RULE_MAX) };
const held = fc.record({ priceTicks: price<never>(), lots: id<never>() }, plain);

/** undefined: the field is left out. */
export const replacement: fc.Arbitrary<Replacement | undefined> = fc.option(
  fc.oneof(fc.record(known, plain), fc.record({ ...known, held }, plain)),
  { nil: undefined },
);
