/**
 * Line charts as SVG: no script, no font, no image, so that GitHub shows them; light and dark by CSS.
 *
 *   title
 *   y ┤      ╭─╮  ┆ mark
 *     ┤ ╭────╯ ╰──┆───          scales are linear or logarithmic
 *     └──┴────┴───┴───▶ x
 */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** Absent: chosen by the range. */
  readonly ticks?: readonly Tick[];
  readonly from?: number;
  readonly to?: number;
}

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
  readonly style: 'line' | 'line-and-dots' | 'bars';
}

/** A moment on the x axis: a kill, a snapshot, a collection of garbage. */
export interface ChartMark {
  readonly at: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly ChartSeries[];
  readonly marks?: readonly ChartMark[];
}

const WIDTH = 760;
const HEIGHT = 380;
const BOX = { left: 70, right: 20, top: 56, bottom: 48 };
const PLOT = {
  width: WIDTH - BOX.left - BOX.right,
  height: HEIGHT - BOX.top - BOX.bottom,
  bottom: HEIGHT - BOX.bottom,
};
/** Apart from one another also for eyes that see no red or no green. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1b1f24 }
  .title { font-size: 15px; font-weight: 600 }
  .frame { fill: #ffffff } .grid { stroke: #d8dee4 } .mark { stroke: #57606a; stroke-dasharray: 3 3 }
  .s0 { stroke: #0b62c4; fill: #0b62c4 } .s1 { stroke: #b24a00; fill: #b24a00 }
  .s2 { stroke: #1a7f64; fill: #1a7f64 } .s3 { stroke: #8250df; fill: #8250df }
  .line { fill: none; stroke-width: 1.8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .frame { fill: #0e1116 } .grid { stroke: #30363d } .mark { stroke: #8b949e }
    .s0 { stroke: #4da3ff; fill: #4da3ff } .s1 { stroke: #ff9f40; fill: #ff9f40 }
    .s2 { stroke: #4fd1b0; fill: #4fd1b0 } .s3 { stroke: #c297ff; fill: #c297ff }
    .line { fill: none }
  }`;
const COLOURS = 4;

export function chartSvg(chart: Chart): string {
  const points = chart.series.flatMap((series) => series.points);
  const x = new Scale(
    chart.x,
    points.map(([at]) => at),
    BOX.left,
    BOX.left + PLOT.width,
  );
  const y = new Scale(
    chart.y,
    points.map(([, value]) => value),
    PLOT.bottom,
    BOX.top,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(chart.title)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="frame" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${BOX.left}" y="22">${escaped(chart.title)}</text>`,
    ...axes(chart, x, y),
    ...(chart.marks ?? []).flatMap((mark) => drawnMark(mark, x)),
    ...chart.series.flatMap((series, index) => drawnSeries(series, `s${index % COLOURS}`, x, y)),
    ...chart.series.flatMap(legend),
    '</svg>',
    '',
  ].join('\n');
}

class Scale {
  readonly ticks: readonly Tick[];
  readonly #isLog: boolean;
  readonly #from: number;
  readonly #to: number;
  readonly #start: number;
  readonly #end: number;

  constructor(axis: Axis, values: readonly number[], start: number, end: number) {
    this.#isLog = axis.scale === 'log';
    const usable = this.#isLog ? values.filter((value) => value > 0) : values;
    const least = axis.from ?? (this.#isLog ? fold(usable, Math.min, 1) : 0);
    const most = axis.to ?? fold(usable, Math.max, 1);
    this.#from = this.#isLog ? Math.log10(least) : least;
    this.#to = this.#isLog
      ? Math.log10(Math.max(most, least * 1.01))
      : Math.max(most, least + 1e-9);
    this.#start = start;
    this.#end = end;
    this.ticks = axis.ticks ?? (this.#isLog ? decades(least, most) : evenTicks(least, most));
  }

  /** Beyond the range is drawn at its edge. */
  at(value: number): string {
    const worth = this.#isLog ? Math.log10(Math.max(value, 10 ** this.#from)) : value;
    const share = Math.min(1, Math.max(0, (worth - this.#from) / (this.#to - this.#from)));
    return (this.#start + share * (this.#end - this.#start)).toFixed(1);
  }
}

const fold = (
  values: readonly number[],
  pick: (a: number, b: number) => number,
  none: number,
): number => (values.length === 0 ? none : values.reduce((a, b) => pick(a, b)));

function decades(least: number, most: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most * 1.0001; power += 1) {
    if (10 ** power >= least * 0.9999) ticks.push({ at: 10 ** power, label: short(10 ** power) });
  }
  return ticks;
}

function evenTicks(least: number, most: number): readonly Tick[] {
  const rough = (most - least) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? power;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(least / step) * step; at <= most + step * 1e-9; at += step) {
    ticks.push({ at, label: short(at) });
  }
  return ticks;
}

/** 1500000 → 1.5M */
export function short(value: number): string {
  const [divisor, letter] = value >= 1e6 ? [1e6, 'M'] : value >= 1e3 ? [1e3, 'k'] : [1, ''];
  return `${Number((value / divisor).toPrecision(4))}${letter}`;
}

function axes(chart: Chart, x: Scale, y: Scale): readonly string[] {
  const right = BOX.left + PLOT.width;
  return [
    ...y.ticks.flatMap(({ at, label }) => [
      `<line class="grid" x1="${BOX.left}" x2="${right}" y1="${y.at(at)}" y2="${y.at(at)}"/>`,
      `<text x="${BOX.left - 8}" y="${Number(y.at(at)) + 4}" text-anchor="end">${escaped(label)}</text>`,
    ]),
    ...x.ticks.flatMap(({ at, label }) => [
      `<line class="grid" x1="${x.at(at)}" x2="${x.at(at)}" y1="${BOX.top}" y2="${PLOT.bottom}"/>`,
      `<text x="${x.at(at)}" y="${PLOT.bottom + 18}" text-anchor="middle">${escaped(label)}</text>`,
    ]),
    `<text x="${BOX.left + PLOT.width / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(chart.x.label)}</text>`,
    `<text x="14" y="${BOX.top + PLOT.height / 2}" text-anchor="middle" transform="rotate(-90 14 ${BOX.top + PLOT.height / 2})">${escaped(chart.y.label)}</text>`,
  ];
}

function drawnMark({ at, label }: ChartMark, x: Scale): readonly string[] {
  return [
    `<line class="mark" x1="${x.at(at)}" x2="${x.at(at)}" y1="${BOX.top}" y2="${PLOT.bottom}"/>`,
    `<text x="${x.at(at)}" y="${BOX.top - 4}" text-anchor="middle">${escaped(label)}</text>`,
  ];
}

function drawnSeries(
  { points, style }: ChartSeries,
  colour: string,
  x: Scale,
  y: Scale,
): readonly string[] {
  if (style === 'bars') {
    return points.map(([at, value]) => {
      const top = y.at(value);
      const height = (PLOT.bottom - Number(top)).toFixed(1);
      return `<rect class="${colour}" x="${(Number(x.at(at)) - 4).toFixed(1)}" y="${top}" width="8" height="${height}"/>`;
    });
  }
  const path = points.map(([at, value]) => `${x.at(at)},${y.at(value)}`).join(' ');
  const dots =
    style === 'line'
      ? []
      : points.map(
          ([at, value]) => `<circle class="${colour}" cx="${x.at(at)}" cy="${y.at(value)}" r="3"/>`,
        );
  return [`<polyline class="line ${colour}" style="fill:none" points="${path}"/>`, ...dots];
}

function legend({ name }: ChartSeries, index: number): readonly string[] {
  const left = BOX.left + index * 165;
  return [
    `<rect class="s${index % COLOURS}" x="${left}" y="32" width="10" height="10"/>`,
    `<text x="${left + 15}" y="41">${escaped(name)}</text>`,
  ];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
