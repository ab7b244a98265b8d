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

const SOURCE = `() => {
  const statusOf = (code) => %GetOptimizationStatus(code);
  const compile = (code) => %OptimizeFunctionOnNextCall(code, 'concurrent');
  // The inside of a function is read when it is called first.
  statusOf(statusOf);
  compile(statusOf);
  return { statusOf, compile };
}`;

interface Natives {
  readonly statusOf: (code: unknown) => number;
  readonly compile: (code: unknown) => void;
}

setFlagsFromString('--no-flush-bytecode');

/**
 * What a piece of source with such questions comes to; null: this V8 does not know them. Functions in it must be called
 * once within `read`, which is when V8 reads their inside.
 */
export function withNatives<T, Read>(source: string, name: string, read: (made: T) => Read) {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return read(new Script(source, { filename: name }).runInThisContext() as T);
  } catch {
    return null;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

// Without answers all counts as compiled, by V8's own limits.
const { statusOf, compile } = withNatives(
  SOURCE,
  'compilation',
  (made: () => Natives): Natives => made(),
) ?? { statusOf: () => COMPILED, compile: () => {} };

/** By the compiler that inlines, and what it assumed still holds. */
export const isCompiled = (code: unknown): boolean => (statusOf(code) & COMPILED) === COMPILED;

/** In the background, from the next call on. */
export const compileSoon = compile;
