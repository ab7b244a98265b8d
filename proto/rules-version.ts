/**
 * Which rules a market plays by: RulesActivated in its log says from when on, and a log from before a
 * version keeps meaning what it meant. A new market is given the latest by whoever defines it.
 *
 *   1  as first released
 *   2  orders may wait for a trigger; the market remembers its last trade price (it is in the state hash)
 */
export const RulesVersion = { first: 1, triggers: 2 } as const;

export const RULES_VERSION_LATEST = RulesVersion.triggers;
