import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chart, chartSvg, short } from './chart.ts';

const CHART: Chart = {
  title: 'p99 < rate & more',
  x: { label: 'orders/s', scale: 'linear' },
  y: { label: 'ms', scale: 'log' },
  series: [
    {
      name: 'p99',
      style: 'line-and-dots',
      points: [
        [100, 1],
        [200, 10],
        [300, 1000],
      ],
    },
    {
      name: 'p50',
      style: 'line',
      points: [
        [100, 1],
        [300, 2],
      ],
    },
  ],
  marks: [{ at: 150, label: 'kill' }],
};

const pointsOf = (svg: string): readonly (readonly number[])[] =>
  (/points="([^"]+)"/.exec(svg)?.[1] ?? '').split(' ').map((pair) => pair.split(',').map(Number));

test('a chart is well-formed, refers to nothing outside, and follows light and dark', () => {
  const svg = chartSvg(CHART);
  const opened = [...svg.matchAll(/<(\w+)(?:\s[^>]*[^/])?>/g)].map((match) => match[1]);
  const closed = [...svg.matchAll(/<\/(\w+)>/g)].map((match) => match[1]);
  assert.deepEqual([...opened].sort(), [...closed].sort());
  assert.match(svg, /prefers-color-scheme: dark/);
  assert.match(svg, /p99 &lt; rate &amp; more/);
  assert.equal([...svg.matchAll(/href|url\(|<script|<image/g)].length, 0);
});

test('a logarithmic axis puts equal factors at equal distances', () => {
  const [first = [], second = [], third = []] = pointsOf(chartSvg(CHART));
  const [rise, more] = [first[1]! - second[1]!, second[1]! - third[1]!];
  assert.ok(Math.abs(more - 2 * rise) < 0.3, `${rise}, ${more}`);
  assert.equal(first[0]! < second[0]!, true);
});

test('an empty series, and one of equal values, still make a chart', () => {
  for (const points of [
    [],
    [
      [1, 5],
      [2, 5],
    ],
    [[0, 0]],
  ] as [number, number][][]) {
    const svg = chartSvg({ ...CHART, series: [{ name: 'x', style: 'line', points }] });
    assert.doesNotMatch(svg, /NaN|Infinity/);
  }
});

test('numbers are short', () => {
  assert.deepEqual([0, 950, 1500, 2_000_000].map(short), ['0', '950', '1.5k', '2M']);
});
