import { markdownTable } from '../report/result-folder.ts';
import type { Figure } from '../report/run-record.ts';
import { bestPeer, type CoreRow } from './core-rows.ts';
import type { CoreMixResult } from './core-scenario.ts';

/** A mix whose trades were wrong is no measurement. */
export const isValidCore = (results: readonly CoreMixResult[]): boolean =>
  results.length > 0 &&
  results.every(({ rows }) => rows.some(({ isOurs, trades }) => isOurs && trades === 'equal'));

export function coreFigures(results: readonly CoreMixResult[]): readonly Figure[] {
  return results.flatMap(({ mix, rows, latency }): Figure[] => {
    const ours = rows.find(({ isOurs }) => isOurs);
    if (ours?.median === null || ours === undefined) return [];
    const peer = bestPeer(rows);
    const ratio = peer?.ratio ?? null;
    return [
      {
        name: `core ${mix}`,
        value: ours.median,
        unit: 'M commands/s',
        better: 'higher',
        peer: peer === null || ratio === null ? null : { name: peer.engine, ratio },
      },
      {
        name: `core ${mix} a CPU second`,
        value: ours.perCpuSecond ?? 0,
        unit: 'M commands',
        better: 'higher',
        peer:
          peer === null || peer.cpuRatio === null
            ? null
            : { name: peer.engine, ratio: peer.cpuRatio },
      },
      ...(latency === null
        ? []
        : [
            {
              name: `core ${mix} p99`,
              value: latency.p99Us,
              unit: 'µs',
              better: 'lower' as const,
              peer: null,
            },
          ]),
    ];
  });
}

export const CORE_HEAD = [
  'engine',
  'best',
  'median',
  'ours is',
  'by turns',
  'a CPU second',
  'ours is, CPU',
  'by turns, CPU',
  'trades',
  'note',
] as const;

const times = (ratio: number | null): string | null =>
  ratio === null ? null : `${ratio.toFixed(2)}x`;

export const coreCells = (row: CoreRow): readonly (string | number | null)[] => [
  [row.engine, row.version].filter((text) => text !== '').join(' '),
  row.best,
  row.median,
  times(row.ratio),
  times(row.turnRatio),
  row.perCpuSecond,
  times(row.cpuRatio),
  times(row.turnCpuRatio),
  row.trades,
  row.note,
];

export function coreMarkdown(results: readonly CoreMixResult[]): readonly string[] {
  return [
    'Million commands per second, one thread, in process, warm; contestants by turns. “Ours is”: our',
    'median divided by theirs. “A CPU second”: the best run by processor time of the whole process.',
    '“By turns”: the median of what ours is of theirs in the same round.',
    ...results.flatMap(({ mix, commands, rows, latency }) => [
      '',
      `## Mix ${mix}, ${commands.toLocaleString('en-US')} commands`,
      '',
      ...markdownTable(
        [...CORE_HEAD, 'not comparable because'],
        rows.map((row) => [...coreCells(row), row.notComparableBecause]),
      ),
      ...(latency === null
        ? []
        : [
            '',
            `One command (clock included): p50 ${latency.p50Us}, p99 ${latency.p99Us}, p99.9 ` +
              `${latency.p999Us}, p99.99 ${latency.p9999Us}, max ${latency.maxUs} µs; ` +
              `${latency.garbageCollections} garbage collections.`,
          ]),
    ]),
  ];
}
