import type { ExchangeStatus, MarketDuty } from '../../client/api-types.ts';

export interface EngineDuty {
  readonly engine: string;
  readonly duty: MarketDuty;
}

/** What each engine that is up says of the market. */
export function engineDuties(status: ExchangeStatus, market: string): readonly EngineDuty[] {
  return status.processes
    .filter(({ service, state }) => service === 'engine' && state === 'up')
    .flatMap(({ name, markets }) =>
      markets.flatMap((duty) =>
        typeof duty !== 'string' && duty.market === market ? [{ engine: name, duty }] : [],
      ),
    );
}

export function enginesWithRole(
  status: ExchangeStatus,
  market: string,
  role: MarketDuty['role'],
): readonly string[] {
  return engineDuties(status, market)
    .filter(({ duty }) => duty.role === role)
    .map(({ engine }) => engine);
}
