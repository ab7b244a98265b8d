/** Two runs of one scenario, figure by figure, as ratios to the peer of the same run where there is one. */
import type { Figure, RunRecord } from './run-record.ts';

export interface ComparedFigure {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly by: 'ratio to the peer' | 'value';
  /** 0.1: ten per cent better; -0.1: ten per cent worse. */
  readonly change: number;
  readonly verdict: 'better' | 'same' | 'worse' | 'gone';
}

/** Throws when the runs have nothing in common: comparing nothing finds nothing. */
export function compareRuns(
  before: RunRecord,
  after: RunRecord,
  options: { readonly toleratedShare: number },
): readonly ComparedFigure[] {
  if (before.scenario !== after.scenario) {
    throw new Error(`${before.scenario} and ${after.scenario} cannot be compared`);
  }
  if (!before.valid || !after.valid) throw new Error('one of the runs is not a valid measurement');
  const later = new Map(after.figures.map((figure) => [figure.name, figure]));
  if (!before.figures.some(({ name }) => later.has(name))) {
    throw new Error('the runs have no figure in common');
  }
  return before.figures.map((figure) => {
    const other = later.get(figure.name);
    return other === undefined ? gone(figure) : compared(figure, other, options.toleratedShare);
  });
}

const gone = ({ name, value }: Figure): ComparedFigure => ({
  name,
  before: value,
  after: 0,
  by: 'value',
  change: -1,
  verdict: 'gone',
});

function compared(before: Figure, after: Figure, toleratedShare: number): ComparedFigure {
  const { name } = before;
  const ratios =
    before.peer !== null && after.peer !== null && before.peer.name === after.peer.name
      ? [before.peer.ratio, after.peer.ratio]
      : null;
  const [left = 0, right = 0] = ratios ?? [before.value, after.value];
  // A greater ratio is always better; a greater value is only where more is.
  const lessIsBetter = ratios === null && before.better === 'lower';
  const change = lessIsBetter ? left / right - 1 : right / left - 1;
  const verdict = change < -toleratedShare ? 'worse' : change > toleratedShare ? 'better' : 'same';
  const by = ratios === null ? 'value' : 'ratio to the peer';
  return { name, before: left, after: right, by, change, verdict };
}
