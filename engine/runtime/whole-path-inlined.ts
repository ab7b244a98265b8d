/**
 * Lets V8 compile the path of an order through the core as one piece, while it is let.
 *
 * The core is many small functions on purpose. V8 stops inlining once a function has taken in 920 bytes
 * of bytecode, or meets one of more than 460, so the path falls into some twenty compiled pieces that
 * check shapes and spill registers at each border. With these limits it is one piece, and what it works
 * on are constants of it when it is the market's own (own-code.ts): what is left outside has none. What an
 * order meets less than once in a hundred times stays outside, and so does the hash of many events.
 *
 * The limits are of the process, and read while a function is compiled. For whatever else gets hot they are
 * wrong: a reader of the log takes in all of LMDB's and takes a second to compile, again and again. So they
 * hold only while a market waits for its own code to be compiled (docs/adr/0054).
 *
 * All but one: how large a function may be to be taken in. V8 asks twice in one compilation, in a thread of its
 * own, and ends the process when a function that was not too large has become so in between. That limit is raised
 * once, with the first import, and never lowered.
 */
import { setFlagsFromString } from 'node:v8';

interface InliningLimits {
  readonly 'max-inlined-bytecode-size-cumulative': number;
  readonly 'max-inlined-bytecode-size-absolute': number;
  readonly 'min-inlining-frequency': number;
}

/** Those of Node 20. */
export const V8_LIMITS: InliningLimits = {
  'max-inlined-bytecode-size-cumulative': 920,
  'max-inlined-bytecode-size-absolute': 4600,
  'min-inlining-frequency': 0.15,
};

const WHOLE_PATH_LIMITS: InliningLimits = {
  'max-inlined-bytecode-size-cumulative': 20_000,
  'max-inlined-bytecode-size-absolute': 20_000,
  'min-inlining-frequency': 0.01,
};

/** Bytes of bytecode of the largest function that is taken in; of the process, for good. */
const TAKEN_IN_BYTES_MAX = 1000;

setFlagsFromString(`--max-inlined-bytecode-size=${TAKEN_IN_BYTES_MAX}`);

function setLimits(limits: InliningLimits): void {
  for (const [flag, value] of Object.entries(limits)) setFlagsFromString(`--${flag}=${value}`);
}

/** Until those who wait are forgotten: a market that is dropped, or idle from now on, does not say so. */
export const LOOKS_MAX = 50_000;

/** Open while somebody waits for a function that takes in a whole path. */
export class InliningWindow {
  /** Names of those who wait; they themselves may be dropped. */
  readonly #waiting = new Set<symbol>();
  readonly #set: (limits: InliningLimits) => void;
  #looks = 0;

  constructor(set = setLimits) {
    this.#set = set;
  }

  open(name: symbol): void {
    this.#looks = 0;
    if (this.#waiting.size === 0) this.#set(WHOLE_PATH_LIMITS);
    this.#waiting.add(name);
  }

  close(name: symbol): void {
    if (this.#waiting.delete(name) && this.#waiting.size === 0) this.#set(V8_LIMITS);
  }

  get isOpen(): boolean {
    return this.#waiting.size > 0;
  }

  /** Somebody looks, who waits or not. */
  look(): void {
    if (this.#waiting.size === 0) return;
    this.#looks += 1;
    if (this.#looks < LOOKS_MAX) return;
    this.#waiting.clear();
    this.#set(V8_LIMITS);
  }
}

/** The process's. */
export const inliningWindow = new InliningWindow();
