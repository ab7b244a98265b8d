/** One fixed run that every platform must end alike: see scripts/state-hash.ts. */
import { offset } from '../../../proto/units.ts';
import type { BookFactory } from '../book/book.ts';
import { MarketMachine } from '../market-machine.ts';
import { FLOW_MARKET } from './flow-definition.ts';
import { MixedFlow } from './mixed-flow.ts';

const SEED = 20_261_121;
const COMMANDS = 100_000;

export interface SeededRunResult {
  readonly commands: number;
  readonly eventHash: string;
  readonly stateHash: string;
  readonly restingOrders: number;
}

/** Ends with the record in which the 100,000th command is. */
export function seededRun(
  book: BookFactory,
  rules: { readonly rulesMax: number } = { rulesMax: 2 },
): SeededRunResult {
  const flow = new MixedFlow(SEED, rules);
  const machine = new MarketMachine({ market: FLOW_MARKET, book });
  let commands = 0;
  while (commands < COMMANDS) {
    const batch = flow.next();
    machine.applyBatch(batch, offset(machine.offset + 1));
    commands += batch.commands.length;
  }
  return {
    commands,
    eventHash: machine.eventHash(),
    stateHash: machine.stateHash(),
    restingOrders: machine.restingOrderCount,
  };
}
