/**
 * Which rules a market plays by: RulesActivated in its log says from when on, and a log from before a
 * version keeps meaning what it meant. A new market is given the latest by whoever defines it.
 *
 *   1  as first released
 *   2  orders may wait for a trigger; the market remembers its last trade price (it is in the state hash)
 *   3  an order that shows a part of itself may wait for a trigger, or end at a time
 *
 * A build that meets a version it does not know stops there: it would decide otherwise than one that does.
 */
export const RulesVersion = { first: 1, triggers: 2, parts: 3 } as const;

export const RULES_VERSION_LATEST = RulesVersion.parts;

/** An update is needed: no record of the market from this one on can be applied by this build. */
export class RulesTooNew extends Error {
  readonly code = 'RULES_TOO_NEW';

  constructor(market: string, version: number, known: number) {
    super(
      `${market} plays by rules version ${version} from here on, this build knows versions up to ${known}: start a newer one`,
    );
    this.name = 'RulesTooNew';
  }
}
