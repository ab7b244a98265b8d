import type { LobsterBook, LobsterLevel, LobsterSide } from './lobster-files.ts';
import { centsText } from './lobster-files.ts';

/** How deep our book is compared with NASDAQ's, on both sides. */
export const COMPARED_LEVELS = 3;

export interface Difference {
  readonly row: number;
  readonly side: LobsterSide;
  /** 1 is the best. */
  readonly level: number;
  readonly ours: string;
  readonly theirs: string;
  readonly cause: string;
}

/** A level that NASDAQ's book shows and our flow never filled: it stood beyond the tenth level. */
export interface SurfacedLevel extends LobsterLevel {
  readonly row: number;
  readonly side: LobsterSide;
}

const SIDES: readonly LobsterSide[] = ['buy', 'sell'];
const sideOf = (book: LobsterBook, side: LobsterSide): readonly LobsterLevel[] =>
  side === 'buy' ? book.bids : book.asks;
const levelText = (level: LobsterLevel | undefined): string =>
  level === undefined ? 'nothing' : `${level.size} at ${centsText(level.priceCents)}`;

/**
 * Compares row by row and explains every first difference: one entry per cause, at the row where it
 * first shows. What LOBSTER's ten-level files do not contain is a message about a level beyond the
 * tenth; such a level surfaces later, in its book only.
 */
export class BookComparison {
  #rows = 0;
  #agreeing = 0;
  readonly #differences: Difference[] = [];
  readonly #causesSeen = new Set<string>();
  /** Levels first seen in NASDAQ's book without a message of ours: `side price` → row. */
  readonly #surfacedAt = new Map<string, number>();

  /**
   * What row `row` of NASDAQ's book shows below the compared levels and ours lacks. Remembered, to
   * explain a difference later; the caller may place it, since no message ever will.
   */
  surfaced(row: number, theirs: LobsterBook, ours: LobsterBook): readonly SurfacedLevel[] {
    return SIDES.flatMap((side) => {
      const sizes = new Map(sideOf(ours, side).map((level) => [level.priceCents, level.size]));
      return sideOf(theirs, side)
        .slice(COMPARED_LEVELS)
        .flatMap(({ priceCents, size }) => {
          const missing = size - (sizes.get(priceCents) ?? 0);
          if (missing <= 0) return [];
          const key = `${side} ${priceCents}`;
          if (!this.#surfacedAt.has(key)) this.#surfacedAt.set(key, row);
          return [{ row, side, priceCents, size: missing }];
        });
    });
  }

  compare(row: number, theirs: LobsterBook, ours: LobsterBook): void {
    this.#rows += 1;
    let agrees = true;
    for (const side of SIDES) {
      const mine = sideOf(ours, side);
      const level = sideOf(theirs, side)
        .slice(0, COMPARED_LEVELS)
        .findIndex((their, index) => !equal(their, mine[index]));
      if (level < 0) continue;
      agrees = false;
      this.#explain({ row, side, level }, sideOf(theirs, side)[level], mine[level]);
    }
    if (agrees) this.#agreeing += 1;
  }

  report(): {
    readonly rows: number;
    readonly agreeing: number;
    readonly differences: readonly Difference[];
  } {
    return { rows: this.#rows, agreeing: this.#agreeing, differences: this.#differences };
  }

  #explain(
    at: { readonly row: number; readonly side: LobsterSide; readonly level: number },
    theirs: LobsterLevel | undefined,
    ours: LobsterLevel | undefined,
  ): void {
    const key = `${at.side} ${theirs?.priceCents ?? 'none'}`;
    if (this.#causesSeen.has(key)) return;
    this.#causesSeen.add(key);
    const surfacedAt = this.#surfacedAt.get(key);
    this.#differences.push({
      row: at.row,
      side: at.side,
      level: at.level + 1,
      ours: levelText(ours),
      theirs: levelText(theirs),
      cause:
        surfacedAt === undefined
          ? 'unexplained'
          : `beyond the tenth level when it was entered, so the file has no message for it; it ` +
            `surfaced in NASDAQ's book at row ${surfacedAt}`,
    });
  }
}

const equal = (one: LobsterLevel, other: LobsterLevel | undefined): boolean =>
  other !== undefined && one.priceCents === other.priceCents && one.size === other.size;
