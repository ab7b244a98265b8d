import type { Figure } from '../report/run-record.ts';
import type { CodecRow } from './codec-scenario.ts';

export const CODEC_HEAD = ['work', 'codec', 'bytes', 'best ns', 'median ns', 'ours is'] as const;

export const codecCells = (row: CodecRow): readonly (string | number)[] => [
  row.work,
  row.codec,
  row.bytesPerMessage,
  row.bestNs,
  row.medianNs,
  `${row.ratio.toFixed(2)}x`,
];

/** Against protobufjs, which reads and writes the same bytes. */
export function codecFigures(rows: readonly CodecRow[]): readonly Figure[] {
  const works = [...new Set(rows.map(({ work }) => work))];
  return works.flatMap((work): Figure[] => {
    const [ours, peer] = rows.filter((row) => row.work === work);
    if (ours === undefined || peer === undefined) return [];
    return [
      {
        name: work,
        value: ours.medianNs,
        unit: 'ns',
        better: 'lower',
        peer: { name: peer.codec, ratio: peer.ratio },
      },
    ];
  });
}
