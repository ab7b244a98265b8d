/**
 * Who says that it is there when: each once in a round, a few in a turn, as clients that know nothing of
 * one another. All at once, thousands are a burst of tens of milliseconds that no real ones make.
 */
export const PONG_ROUND_MS = 5_000;
const TURNS = 250;
export const PONG_TURN_MS = PONG_ROUND_MS / TURNS;

/** Those of the `turn`-th turn, counted without end. */
export function ofTurn<Each>(all: readonly Each[], turn: number): readonly Each[] {
  const place = turn % TURNS;
  const edge = (at: number): number => Math.floor((all.length * at) / TURNS);
  return all.slice(edge(place), edge(place + 1));
}
