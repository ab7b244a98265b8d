/**
 * Closes the window while V8 compiles beside us what it would not take in with the window closed. A limit that
 * must not be lowered then ends the process.
 */
import process from 'node:process';
import { Script } from 'node:vm';
import { compileSoon } from '../compilation.ts';
import { inliningWindow } from '../whole-path-inlined.ts';

const PIECES = 120;
const WARM_CALLS = 200;
/** Of each function that is called: more than V8's own limit of 460 bytes of bytecode, less than ours. */
const STATEMENTS = 60;
const CALLED = 6;
const LOOKS_APART = 5_000;

type Piece = (rounds: number) => number;

/** Functions that are large, called by one that is hot; each piece is another source, so all are new to V8. */
function pieceOf(number: number): Piece {
  const called = Array.from({ length: CALLED }, (_, index) => {
    const body = Array.from(
      { length: STATEMENTS },
      (_, line) => `n = (n + ${line + number}) ^ ${index + line};`,
    ).join(' ');
    return `const f${index} = (n) => { ${body} return n; };`;
  }).join('\n');
  const calls = Array.from({ length: CALLED }, (_, index) => `sum = f${index}(sum);`).join(' ');
  const source = `(() => { ${called}
    return (rounds) => { let sum = 0; for (let at = 0; at < rounds; at += 1) { ${calls} } return sum; };
  })()`;
  return new Script(source, { filename: `piece-${number}` }).runInThisContext() as Piece;
}

const waiting = Symbol('somebody');
let sum = 0;
for (let number = 0; number < PIECES; number += 1) {
  const piece = pieceOf(number);
  inliningWindow.open(waiting);
  sum ^= piece(WARM_CALLS);
  compileSoon(piece);
  sum ^= piece(1);
  // The compiler is at work now; where in its work the window closes differs from piece to piece.
  for (let look = 0; look < (number % 40) * LOOKS_APART; look += 1) sum ^= look;
  inliningWindow.close(waiting);
}
process.stdout.write(`${JSON.stringify({ isOpen: inliningWindow.isOpen, sum })}\n`);
