/**
 * Whether V8 has compiled a function, and the wish that it do so.
 *
 * Only V8's own tests are meant to ask, by syntax that is no JavaScript, which is let in for these few lines
 * alone. V8 forgets the inside of functions that were not called for long and reads them anew, which it could not
 * then; so it is told to keep them, which costs a server nothing and keeps what it has learnt of them, too.
 */
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** Bits of the answer, as of V8 11: optimized, and by the compiler that inlines. */
const COMPILED = (1 << 4) | (1 << 6);

const SOURCE = `(() => {
  const statusOf = (code) => %GetOptimizationStatus(code);
  const compile = (code) => %OptimizeFunctionOnNextCall(code, 'concurrent');
  // The inside of a function is read when it is called first.
  statusOf(statusOf);
  compile(statusOf);
  return { statusOf, compile };
})()`;

interface Natives {
  readonly statusOf: (code: unknown) => number;
  readonly compile: (code: unknown) => void;
}

function natives(): Natives {
  setFlagsFromString('--no-flush-bytecode');
  setFlagsFromString('--allow-natives-syntax');
  try {
    return new Script(SOURCE, { filename: 'compilation' }).runInThisContext() as Natives;
  } catch {
    // A V8 that knows no such questions: all counts as compiled, by its own limits.
    return { statusOf: () => COMPILED, compile: () => {} };
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

const { statusOf, compile } = natives();

/** By the compiler that inlines, and what it assumed still holds. */
export const isCompiled = (code: unknown): boolean => (statusOf(code) & COMPILED) === COMPILED;

/** In the background, from the next call on. */
export const compileSoon = compile;
