import './whole-path-inlined.ts';
import type { MarketSnapshot } from '../../proto/messages.ts';
import { fastBook as book } from '../core/book/fast-book.ts';
import { MarketMachine } from '../core/market-machine.ts';

/** What a replica needs of the state machine. Tests put one in that throws or errs. */
export type Machine = Pick<
  MarketMachine,
  | 'applyBatch'
  | 'passOver'
  | 'snapshot'
  | 'stateHash'
  | 'eventHash'
  | 'leadership'
  | 'sequence'
  | 'restingOrderCount'
>;

export interface MachineFactory {
  create(market: string): Machine;
  /** Throws when the snapshot's parts contradict each other or its state hash. */
  restore(snapshot: MarketSnapshot): Machine;
}

export const marketMachines: MachineFactory = {
  create: (market) => new MarketMachine({ market, book }),
  restore: (snapshot) => MarketMachine.restore(snapshot, { market: snapshot.market, book }),
};
