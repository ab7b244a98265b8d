import { chartSvg } from '../report/chart.ts';
import { type ExtraFiles, markdownTable } from '../report/result-folder.ts';
import type { CostAxis, GrowthResult } from './growth-scenario.ts';

const COST_HEAD = ['at', 'best ns', 'median ns', 'resting orders', 'RSS MiB'] as const;
const whole = (value: number): string => value.toLocaleString('en-US');

const costCells = ({ points }: CostAxis): readonly (readonly (string | number)[])[] =>
  points.map((point) => [
    whole(point.at),
    Math.round(point.bestNs),
    Math.round(point.medianNs),
    whole(point.restingOrders),
    point.rssMiB,
  ]);

export const growthMarkdown = ({ costs, tail, processes }: GrowthResult): readonly string[] => [
  ...costs.flatMap((axis) => [
    `## ${axis.name}`,
    '',
    `${axis.about}; nanoseconds of processor time per command, exponent ${axis.exponent}.`,
    '',
    ...markdownTable(COST_HEAD, costCells(axis)),
    '',
  ]),
  '## Tail behind the snapshot',
  '',
  ...markdownTable(
    ['commands', 'recovery ms', 'replay M/s'],
    tail.map(({ at, recoveryMs, millionPerSecond }) => [whole(at), recoveryMs, millionPerSecond]),
  ),
  '',
  '## Engine processes',
  '',
  ...markdownTable(
    ['processes', 'M commands/s together'],
    processes.map(({ at, millionPerSecond }) => [at, millionPerSecond]),
  ),
];

export const growthFiles = (result: GrowthResult): ExtraFiles => ({
  'growth.json': `${JSON.stringify(result, null, 1)}\n`,
  ...Object.fromEntries(
    result.costs.map((axis) => [`growth-${axis.name.replaceAll(' ', '-')}.svg`, costSvg(axis)]),
  ),
});

const costSvg = ({ name, points, exponent }: CostAxis): string =>
  chartSvg({
    title: `cost of a command against ${name} (exponent ${exponent})`,
    x: { label: name, scale: 'log' },
    y: { label: 'ns of CPU per command', scale: 'linear' },
    series: [
      {
        name: 'median',
        style: 'line-and-dots',
        points: points.map(({ at, medianNs }): [number, number] => [at, medianNs]),
      },
    ],
  });
