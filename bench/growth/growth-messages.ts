import type { Mix } from '../workload/mixes.ts';

/** One point of an axis, measured by a process of its own. */
export interface GrowthRequest {
  readonly mix: Mix;
  /** Behind the preloaded orders, in each market. */
  readonly flowCommands: number;
  /** Each with its own book, served by turns of a hundred commands. */
  readonly markets: number;
  /** Among so many accounts the orders are spread; null: as the workload says (1,000). */
  readonly accounts: number | null;
  readonly rounds: number;
}

export interface GrowthPoint {
  readonly commands: number;
  readonly bestNs: number;
  readonly medianNs: number;
  readonly restingOrders: number;
  readonly rssMiB: number;
  /** Million operations per second, by the same process. */
  readonly yardstick: number;
}
