/**
 * Lets V8 compile the path of an order through the core as one piece, from now on, in this process.
 *
 * The core is many small functions on purpose. V8 stops inlining once a function has taken in 920 bytes
 * of bytecode, or meets one of more than 460, so the path falls into some twenty compiled pieces that
 * check shapes and spill registers at each border. With these limits it is one piece, and what it works
 * on are constants of it when it is the market's own (own-code.ts): what is left outside has none. What an
 * order meets less than once in a hundred times stays outside, and so does the hash of many events.
 * The limits are read when a function gets hot. Until then V8's own are right: small pieces compile in a
 * tenth of the time, and a market that is not busy has no use for more (docs/adr/0035).
 */
import { setFlagsFromString } from 'node:v8';

export function inlineWholePath(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=20000');
  setFlagsFromString('--max-inlined-bytecode-size-absolute=20000');
  setFlagsFromString('--max-inlined-bytecode-size=1000');
  setFlagsFromString('--min-inlining-frequency=0.01');
}
