import type { ExchangeStatus, MarketDuty, ProcessState } from '../client/api-types.ts';

export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
}

/**
 * Without what is told of processes that have ended since: an order-service notices that some tenths
 * of a second later than whoever started them.
 */
export function ofRunning(
  status: ExchangeStatus,
  running: readonly NamedProcess[],
): ExchangeStatus {
  const pids = new Set(running.map(({ pid }) => pid));
  return { ...status, processes: status.processes.filter(({ pid }) => pids.has(pid)) };
}

type Role = 'primary' | 'standby';

/** The engine with this role for a market, or for the first market of all; null: nobody now. */
export function engineWithRole(
  status: ExchangeStatus,
  role: Role,
  market: string | null,
): NamedProcess | null {
  const wanted = market ?? status.markets[0]?.market ?? null;
  const found = status.processes.find((each) => dutyOf(each, wanted)?.role === role);
  return found === undefined ? null : { name: found.name, pid: found.pid };
}

/** True when every market has a primary, and a standby that is caught up with it. */
export function everyMarketHasStandby(status: ExchangeStatus): boolean {
  return (
    status.markets.length > 0 &&
    status.markets.every(({ market }) => {
      const duties = status.processes.flatMap((each) => dutyOf(each, market) ?? []);
      const isThere = (role: Role): boolean =>
        duties.some((duty) => duty.role === role && duty.problem === null);
      return isThere('primary') && isThere('standby');
    })
  );
}

/** True when every market has a primary that is another process than this one. */
export function everyMarketIsLedWithout(status: ExchangeStatus, pid: number): boolean {
  const others = status.processes.filter((each) => each.pid !== pid);
  return (
    status.markets.length > 0 &&
    status.markets.every(({ market }) =>
      others.some((each) => dutyOf(each, market)?.role === 'primary'),
    )
  );
}

function dutyOf(state: ProcessState, market: string | null): MarketDuty | null {
  if (state.service !== 'engine' || state.state !== 'up' || market === null) return null;
  const duty = state.markets.find((each) => typeof each !== 'string' && each.market === market);
  return typeof duty === 'object' ? duty : null;
}
