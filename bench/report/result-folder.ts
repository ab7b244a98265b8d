/** bench/results/<utc>-<commit>-<scenario>/: report.md, run.json, and what else the run has. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentCard } from '../environment.ts';
import { projectFolder } from '../folders.ts';
import type { RunRecord } from './run-record.ts';

/** Further files by name: latency.hgrm, percentiles.svg, timeline.svg, knee.svg … */
export type ExtraFiles = Readonly<Record<string, string>>;

export const defaultResultsFolder = (): string => join(projectFolder(), 'bench', 'results');

/** The folder that it wrote. `body` are the tables of the report. */
export function writeResult(
  resultsFolder: string,
  record: RunRecord,
  parts: { readonly body: readonly string[]; readonly files?: ExtraFiles },
): string {
  const time = record.startedAt.replace(/[-:]/g, '').replace(/\.\d+/, '');
  const name = `${time}-${record.environment.commit}-${record.scenario.replaceAll(' ', '-')}`;
  const folder = join(resultsFolder, name);
  mkdirSync(folder, { recursive: true });
  const files = parts.files ?? {};
  writeFileSync(join(folder, 'run.json'), `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(join(folder, 'report.md'), reportText(record, parts.body, Object.keys(files)));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

function reportText(record: RunRecord, body: readonly string[], files: readonly string[]): string {
  const pictures = files.filter((name) => name.endsWith('.svg'));
  return [
    `# ${record.scenario}`,
    '',
    `- ${record.startedAt}, ${record.seconds.toFixed(0)} s`,
    `- ${environmentCard(record.environment)}`,
    `- durability ${record.durability}, seed ${record.seed ?? 'none'}`,
    `- repeat with \`${record.command}\``,
    ...record.conditions.map((condition) => `- ${condition}`),
    ...(record.valid ? [] : ['', '**Not a valid measurement: no figure of it counts.**']),
    '',
    ...body,
    '',
    ...pictures.map((name) => `![${name.replace('.svg', '')}](${name})`),
    '',
  ].join('\n');
}

/** A table in Markdown. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): readonly string[] {
  const line = (cells: readonly (string | number | null)[]): string =>
    `| ${cells.map((cell) => String(cell ?? '-').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}
