/** What accounts pay: their own rates, those of their tier, or those of the market. */
import type { MarketDefinition, OpenAccount } from '../../proto/messages.ts';
import type { Ppm } from '../../proto/units.ts';

/** A row of the fee table. */
export interface FeeTier {
  readonly tier: string;
  /** Empty: in every market that has no row of its own. */
  readonly market: string;
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
}

export interface FeeTierReads {
  /** All rows, of one tier after the other. */
  feeTiers(): Promise<readonly FeeTier[]>;
}

export interface PutFeeTier {
  readonly kind: 'put-fee-tier';
  readonly row: FeeTier;
}

export interface FeeRates {
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
}

/** Of an account that trades: `feeRows` are those of its tier. */
export function feeRates(
  account: Pick<OpenAccount, 'makerFeePpm' | 'takerFeePpm'> & {
    readonly feeRows: readonly FeeTier[];
  },
  definition: MarketDefinition,
): FeeRates {
  const { feeRows: rows } = account;
  const row =
    rows.find(({ market }) => market === definition.market) ??
    rows.find(({ market }) => market === '') ??
    definition;
  return {
    makerFeePpm: account.makerFeePpm ?? row.makerFeePpm,
    takerFeePpm: account.takerFeePpm ?? row.takerFeePpm,
  };
}
