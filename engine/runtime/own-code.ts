/**
 * Code of a market's own, for the path of its orders (engine/core/hot/order-path.ts).
 *
 * V8 takes what a function closes over for a constant, and what hangs on it and never changes as well, as
 * long as the function was made once: of two closures of one piece of source it knows neither by its path.
 * So each path has a piece of source for itself, whose name tells V8 that it is another one. 1.3 times the
 * throughput on A and B (30 November 2026, Node 20.20, CPU time, by turns). See docs/adr/0029.
 */
import { Script } from 'node:vm';
import type { OrderPath, OwnCode } from '../core/hot/order-path.ts';
import type { MarketMachine } from '../core/market-machine.ts';
import { inlineWholePath } from './whole-path-inlined.ts';

/**
 * `OrderPath.applyRows`, written out: a loop that V8 counts as this function's own, so that it is compiled after so
 * many commands, not records. A call per command of a function that is another one for each market took 50
 * instructions.
 */
const SOURCE = `(path) => (rows, from, to) => {
  const end = to | 0;
  let index = from | 0;
  while (index < end && rows.read(index)) {
    path.apply(index);
    index += 1;
  }
  return index;
}`;
/**
 * Commands until a market has code of its own. It takes 50 to 200 ms of CPU to compile and saves some 40 ns a
 * command; compiled from the start, it took them from a takeover, the first time that an engine is in a hurry.
 * See docs/adr/0035.
 */
export const BUSY_AFTER_COMMANDS = 100_000;

let pieces = 0;

export function ownCode(path: OrderPath): ReturnType<OwnCode> {
  if (pieces === 0) inlineWholePath();
  pieces += 1;
  const script = new Script(SOURCE, { filename: `order-path-${pieces}` });
  return (script.runInThisContext() as OwnCode)(path);
}

/** Gives a market code of its own once it is busy. */
export class OwnCodeWhenBusy {
  readonly #machine: Pick<MarketMachine, 'takeCode'>;
  #commandsLeft = BUSY_AFTER_COMMANDS;

  constructor(machine: Pick<MarketMachine, 'takeCode'>) {
    this.#machine = machine;
  }

  /** Between two records: so many commands are to be applied, or were. */
  count(commands: number): void {
    if (this.#commandsLeft <= 0) return;
    this.#commandsLeft -= commands;
    if (this.#commandsLeft <= 0) this.#machine.takeCode(ownCode);
  }
}
