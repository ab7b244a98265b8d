import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { CommandSpec } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';

/** docs/cli.md, made from the command table. `node dist/cli/command-reference.js --write` updates it. */
export function commandReference(): string {
  const codes = Object.entries(EXIT_CODE_MEANINGS).map(([code, means]) => `| ${code} | ${means} |`);
  return [
    '# The command line',
    '',
    'Made from `cli/command-table.ts`; run `node scripts/run.mjs cli/command-reference.ts --write`.',
    '',
    'Run as `npm run -s lockstep -- <command>`. Data goes to stdout, words to stderr. Every command takes',
    '`--json` (objects carry `schemaVersion`, prices and quantities are decimal strings), `--help` and',
    '`--no-color`; `NO_COLOR` is obeyed.',
    '',
    '| Exit code | Meaning |',
    '|---|---|',
    ...codes,
    '',
    ...COMMANDS.flatMap(section),
  ].join('\n');
}

function section(spec: CommandSpec): readonly string[] {
  const usage = spec.arguments.map(({ name, presence }) =>
    presence === 'required' ? `<${name}>` : `[${name}]`,
  );
  const parts = [
    `## ${spec.name}`,
    '',
    `\`lockstep ${[spec.name, ...usage, '[options]'].join(' ')}\``,
    '',
    `${spec.summary}.${spec.details === undefined ? '' : ` ${spec.details}`}`,
    '',
    '| Argument or option | Default | Meaning |',
    '|---|---|---|',
    ...spec.arguments.map(({ name, help }) => `| \`${name}\` | | ${help} |`),
    ...spec.options.map(({ flags, default: fallback, help, choices }) => {
      const among = choices === undefined ? '' : ` (${choices.join(', ')})`;
      return `| \`${flags}\` | ${fallback ?? ''} | ${help}${among} |`;
    }),
    '',
    ...spec.examples.map(({ line, does }) => `- \`lockstep ${line}\`: ${does}`),
    '',
    `Exit codes: ${spec.exitCodes.join(', ')}.`,
    '',
  ];
  return parts;
}

/** From the source tree and from dist/ alike: the nearest folder upwards that has a package.json. */
export function referencePath(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    try {
      readFileSync(join(folder, 'package.json'));
      return join(folder, 'docs', 'cli.md');
    } catch {
      const parent = resolve(folder, '..');
      if (parent === folder) throw new Error('no package.json above the command line');
      folder = parent;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--write') writeFileSync(referencePath(), commandReference());
  else process.stdout.write(commandReference());
}
