/**
 * Code of a market's own, for the path of its orders (engine/core/hot/order-path.ts).
 *
 * V8 takes what a function closes over for a constant, and what hangs on it and never changes as well, as
 * long as the function was made once: of two closures of one piece of source it knows neither by its path.
 * So each path has a piece of source for itself, whose name tells V8 that it is another one. 1.3 times the
 * throughput on A and B (30 November 2026, Node 20.20, CPU time, by turns). See docs/adr/0029.
 *
 *   100,000 commands ──▶ own code, window open ──▶ 500 commands ──▶ compile ──▶ compiled, window closed
 *     (20,000 where rules changed)     ▲                                               │
 *                                      └──────────── an assumption failed ─────────────┘
 */
import { Script } from 'node:vm';
import {
  type CommandRows,
  type OrderPath,
  type OwnCode,
  sharedCode,
} from '../core/hot/order-path.ts';
import type { MarketMachine } from '../core/market-machine.ts';
import { compileSoon, isCompiled, withNatives } from './compilation.ts';
import { type InliningWindow, inliningWindow } from './whole-path-inlined.ts';

/**
 * `OrderPath.applyRows`, written out: a loop that V8 counts as this function's own, so that it is compiled after so
 * many commands, not records. A call per command of a function that is another one for each market took 50
 * instructions.
 *
 * `IS_UNCOMPILED` is false in compiled code, and costs nothing there. V8 may compile anew within the record in which an
 * assumption failed, so whoever looked between two records would find code made by V8's own limits and never know. It is
 * asked where commands are run in a row and where each is a call.
 */
const source = (isUncompiled: string) => `(path, uncompiled) => (rows, from, to) => {
  const end = to | 0;
  let index = from | 0;
  if (${isUncompiled}) uncompiled();
  while (index < end && rows.read(index)) {
    if (${isUncompiled}) uncompiled();
    path.apply(index);
    index += 1;
  }
  return index;
}`;
const IS_UNCOMPILED = '%IsBeingInterpreted()';
type Made = (path: OrderPath, uncompiled: () => void) => Rows;
const NO_ROWS: CommandRows = { read: () => false };

/**
 * Commands until a market has code of its own. It takes 50 to 200 ms of CPU to compile and saves some 40 ns a
 * command; compiled from the start, it took them from a takeover, the first time that an engine is in a hurry.
 * See docs/adr/0035.
 */
export const BUSY_AFTER_COMMANDS = 100_000;
/** The same for one whose rules change then: that makes its path anew. */
export const BUSY_AGAIN_AFTER_COMMANDS = 20_000;
/** Commands through code that is not compiled, until V8 is asked for it; it may do it sooner by itself. */
const ASKED_AFTER_COMMANDS = 500;

type Rows = ReturnType<OwnCode>;

let pieces = 0;

/** `uncompiled`: called before commands go through code that V8 has not compiled. */
export function ownCode(path: OrderPath, uncompiled = () => {}): Rows {
  pieces += 1;
  const name = `order-path-${pieces}`;
  const asking = withNatives(source(IS_UNCOMPILED), name, (made: Made) => {
    const rows = made(path, uncompiled);
    rows(NO_ROWS, 0, 0);
    return rows;
  });
  if (asking !== null) return asking;
  return (new Script(source('false'), { filename: name }).runInThisContext() as Made)(
    path,
    uncompiled,
  );
}

/** Gives a market code of its own once it is busy, and sees to it that it is compiled as one piece. */
export class OwnCodeWhenBusy {
  readonly #machine: Pick<MarketMachine, 'takeCode'>;
  readonly #window: InliningWindow;
  readonly #name = Symbol('a market');
  #commandsLeft = BUSY_AFTER_COMMANDS;
  /** Of its present path; null: it goes through shared code. */
  #rows: Rows | null = null;
  /** Since its code was made or was compiled. */
  #commandsUncompiled = 0;
  #isCompiled = false;

  constructor(machine: Pick<MarketMachine, 'takeCode'>, window = inliningWindow) {
    this.#machine = machine;
    this.#window = window;
  }

  /** Between two records: so many commands are to be applied, or were. */
  count(commands: number): void {
    if (this.#rows !== null) return this.#watch(this.#rows, commands);
    this.#commandsLeft -= commands;
    if (this.#commandsLeft <= 0) this.#machine.takeCode((path) => this.#codeOf(path));
  }

  /** Called at once, and again whenever the market's path is made anew. */
  #codeOf(path: OrderPath): Rows {
    const isEarned = this.#rows === null && this.#commandsLeft <= 0;
    if (isEarned) {
      this.#rows = ownCode(path, () => this.#isCompiled && this.#wait());
      this.#wait();
      return this.#rows;
    }
    this.#rows = null;
    this.#commandsLeft = BUSY_AGAIN_AFTER_COMMANDS;
    this.#window.close(this.#name);
    return sharedCode(path);
  }

  #wait(): void {
    this.#window.open(this.#name);
    this.#commandsUncompiled = 0;
    this.#isCompiled = false;
  }

  #watch(rows: Rows, commands: number): void {
    this.#window.look();
    if (isCompiled(rows)) {
      this.#window.close(this.#name);
      this.#isCompiled = true;
      return;
    }
    if (this.#isCompiled) this.#wait();
    if (this.#commandsUncompiled >= ASKED_AFTER_COMMANDS) return;
    this.#commandsUncompiled += commands;
    if (this.#commandsUncompiled >= ASKED_AFTER_COMMANDS) compileSoon(rows);
  }
}
