import type { MarketReport, MarketRole } from '../../ports/coordination/coordination.ts';
import { epoch, type Hash64, offset, sequence } from '../../proto/units.ts';
import type { MarketFold } from './market-fold.ts';

/** How a replica stands; `fold` undefined: it recovers. */
export function marketReport(options: {
  readonly market: string;
  readonly role: MarketRole;
  readonly problem: string | null;
  readonly fold: MarketFold | undefined;
  /** At the last mark. */
  readonly stateHash: Hash64 | null;
  /** End of the command log when it was last looked at. */
  readonly logEnd: number;
}): MarketReport {
  const { market, role, problem, fold, stateHash, logEnd } = options;
  const next = fold?.next ?? offset(0);
  return {
    market,
    role,
    epoch: fold?.machine.leadership.epoch ?? epoch(0),
    offset: next,
    sequence: fold?.machine.sequence ?? sequence(0),
    stateHash,
    lag: Math.max(0, logEnd - next),
    problem,
  };
}
