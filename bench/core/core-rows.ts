/** From runs to the rows of the table: what each engine did, and how ours stands to it. */
import { bestAndMedian, type Series } from '../harness/interleaved-runs.ts';
import type { Peer } from '../peers/peer.ts';
import type { MixName } from '../workload/mixes.ts';
import type { Checkpoint } from '../workload/workload.ts';
import type { MatchingRun } from './core-run.ts';

export type Subject = { readonly name: string; readonly commands: number } & (
  | { readonly kind: 'ours' }
  | { readonly kind: 'peer'; readonly peer: Peer }
);

/** One round, in million commands per second; and per second of processor time. */
export interface Turn {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

export interface CoreRow {
  readonly engine: string;
  readonly version: string;
  readonly language: string;
  readonly isOurs: boolean;
  /** What our layout reaches in C++: a measure, nobody to beat. */
  readonly isFloor: boolean;
  readonly commands: number;
  readonly runs: number;
  /** Million commands per second; null: no run counts. */
  readonly best: number | null;
  readonly median: number | null;
  /** Million commands per second of processor time, best: what a crowded machine disturbs least. */
  readonly perCpuSecond: number | null;
  readonly tradeHash: string | null;
  /** `void`: other trades than the mix must have, so the figure does not count. */
  readonly trades: 'equal' | 'void' | 'none';
  /** Round by round; none when no run counts. */
  readonly turns: readonly Turn[];
  /** Our median / its median. */
  readonly ratio: number | null;
  /** Ours / its, best against best, of processor time. */
  readonly cpuRatio: number | null;
  /** The medians of what ours is of it in the same round: a slow phase of the machine hits both or stays outside. */
  readonly turnRatio: number | null;
  readonly turnCpuRatio: number | null;
  readonly notComparableBecause: string;
  /** Part of the mix, why it was not built, what went wrong. */
  readonly note: string;
}

const NO_RATIOS = { ratio: null, cpuRatio: null, turnRatio: null, turnCpuRatio: null } as const;

export function rowOf(
  subject: Subject,
  series: Series<MatchingRun>,
  truth: { readonly expected: Checkpoint; readonly ofMix: number },
): CoreRow {
  const { runs, problem } = series;
  const isRight = runs.every(
    (run) =>
      run.tradeHash === truth.expected.tradeHash &&
      run.trades === truth.expected.trades &&
      run.commands === truth.expected.commands,
  );
  const counts = runs.length > 0 && isRight;
  const turns = counts ? runs.map(turnOf) : [];
  const speeds = bestAndMedian(turns.map(speedOf));
  const isPart = subject.commands < truth.ofMix;
  const part = isPart ? `the first ${subject.commands.toLocaleString('en-US')} commands` : '';
  const wrong = isRight ? '' : `its trades are others (expected ${truth.expected.tradeHash})`;
  return {
    engine: subject.name,
    ...describe(subject),
    commands: subject.commands,
    runs: runs.length,
    best: counts ? rounded(speeds.best) : null,
    median: counts ? rounded(speeds.median) : null,
    perCpuSecond: counts ? rounded(bestAndMedian(turns.map(cpuSpeedOf)).best) : null,
    tradeHash: runs[0]?.tradeHash ?? null,
    trades: runs.length === 0 ? 'none' : isRight ? 'equal' : 'void',
    turns,
    ...NO_RATIOS,
    note: [part, wrong, problem ?? ''].filter((text) => text !== '').join('; '),
  };
}

function describe(
  subject: Subject,
): Pick<CoreRow, 'version' | 'language' | 'isOurs' | 'isFloor' | 'notComparableBecause'> {
  if (subject.kind === 'ours') {
    const language = 'TypeScript';
    return { version: '', language, isOurs: true, isFloor: false, notComparableBecause: '' };
  }
  const { version, language, role, notComparableBecause } = subject.peer;
  return { version, language, isOurs: false, isFloor: role === 'floor', notComparableBecause };
}

/** What others measured elsewhere is cited in words, never put among what was measured here. */
export function notBuiltRow(peer: Peer, mix: MixName, reason: string): CoreRow {
  const { source } = peer;
  const cited = source.kind === 'not-available' ? source.citedMillionPerSecond[mix] : undefined;
  const citation =
    cited === undefined ? '' : `; elsewhere ${cited} M/s was seen (21 November 2026, a Xeon)`;
  return {
    engine: peer.name,
    version: peer.version,
    language: peer.language,
    isOurs: false,
    isFloor: false,
    commands: 0,
    runs: 0,
    best: null,
    median: null,
    perCpuSecond: null,
    tradeHash: null,
    trades: 'none',
    turns: [],
    ...NO_RATIOS,
    notComparableBecause: peer.notComparableBecause,
    note: `${reason}${citation}`,
  };
}

/** To ours on as many commands. */
export function withRatios(rows: readonly CoreRow[]): readonly CoreRow[] {
  return rows.map((row) => {
    const ours = rows.find(({ isOurs, commands }) => isOurs && commands === row.commands);
    if (row.isOurs || ours === undefined) return row;
    return {
      ...row,
      ratio: quotient(ours.median, row.median),
      cpuRatio: quotient(ours.perCpuSecond, row.perCpuSecond),
      turnRatio: byTurns(ours.turns, row.turns, speedOf),
      turnCpuRatio: byTurns(ours.turns, row.turns, cpuSpeedOf),
    };
  });
}

/** The fastest of those that did all commands, with the right trades. */
export function bestPeer(rows: readonly CoreRow[]): CoreRow | null {
  const whole = Math.max(...rows.map(({ commands }) => commands));
  return rows
    .filter(({ isOurs, isFloor }) => !isOurs && !isFloor)
    .filter(({ median, commands }) => median !== null && commands === whole)
    .reduce<CoreRow | null>(
      (best, row) => (best === null || (row.median ?? 0) > (best.median ?? 0) ? row : best),
      null,
    );
}

const turnOf = ({ commands, seconds, cpuSeconds }: MatchingRun): Turn => ({
  perSecond: commands / seconds / 1e6,
  perCpuSecond: commands / Math.max(cpuSeconds, 1e-6) / 1e6,
});

const speedOf = ({ perSecond }: Turn): number => perSecond;
const cpuSpeedOf = ({ perCpuSecond }: Turn): number => perCpuSecond;

/** Of the rounds that both did. */
function byTurns(
  ours: readonly Turn[],
  theirs: readonly Turn[],
  of: (turn: Turn) => number,
): number | null {
  const ratios = ours.slice(0, theirs.length).map((turn, round) => of(turn) / of(theirs[round]!));
  return ratios.length === 0 ? null : rounded(bestAndMedian(ratios).median);
}

const quotient = (ours: number | null, theirs: number | null): number | null =>
  ours === null || theirs === null ? null : rounded(ours / theirs);

const rounded = (value: number): number => Number(value.toPrecision(4));
