/**
 * Lets V8 compile the path of an order through the core as one piece, in whichever process imports this.
 *
 * The core is many small functions on purpose. V8 stops inlining once a function has taken in 920 bytes
 * of bytecode, or meets one of more than 460, so the path falls into some twenty compiled pieces that
 * check shapes and spill registers at each border. With these limits it is three or four pieces:
 * 1.2 times the throughput on A, B and C, 1.1 on L (29 November 2026, Node 20.20, CPU time, by turns).
 * The limits are read when a function gets hot, so it suffices to set them before the first command.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--max-inlined-bytecode-size-cumulative=8000');
setFlagsFromString('--max-inlined-bytecode-size=2000');
