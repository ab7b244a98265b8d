/** A unit test of the source tree: who may import whom, what the core may not call, how big a file gets. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type Ban,
  CORE_BANS,
  EMPTY_FILE_NAMES,
  HOUSE_BANS,
  IMPORT_LAWS,
  LINES_MAX,
  README_LINES_MAX,
} from './rules.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

interface Source {
  readonly path: string;
  readonly text: string;
}

function sources(): readonly Source[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
  return paths
    .filter((path) => !path.startsWith('proto/generated/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const isTest = (path: string): boolean =>
  /\.(test|contract)\.ts$/.test(path) || path.startsWith('test/') || path.includes('/testing/');

/** Comments and strings may speak of what code may not do. */
function codeOnly(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/\/\/[^\n]*/g, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replace(/`(?:[^`\\]|\\.)*`/g, (literal) => literal.replace(/[^\n]/g, ' '));
}

function importsOf(source: Source): readonly string[] {
  const found = source.text.matchAll(
    /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

function resolveImport(from: string, specifier: string): string {
  return join(dirname(from), specifier);
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('@')
    ? specifier.split('/').slice(0, 2).join('/')
    : (specifier.split('/')[0] as string);

function breaches(bans: readonly Ban[], source: Source): string[] {
  return codeOnly(source.text)
    .split('\n')
    .flatMap((line, index) =>
      bans
        .filter((ban) => ban.pattern.test(line))
        .map((ban) => `${source.path}:${index + 1} ${line.trim()} → use ${ban.instead}`),
    );
}

function lawBreaches(source: Source): string[] {
  const law = IMPORT_LAWS.filter((candidate) => source.path.startsWith(candidate.folder)).sort(
    (a, b) => b.folder.length - a.folder.length,
  )[0];
  if (law === undefined) return [`${source.path}: no import law covers this folder`];
  return importsOf(source).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = resolveImport(source.path, specifier);
      return law.ours.some((prefix) => target.startsWith(prefix))
        ? []
        : [`${source.path} imports ${target}; ${law.folder} may import ${law.ours.join(', ')}`];
    }
    if (law.outside === 'any' || law.outside.includes(packageOf(specifier))) return [];
    return [`${source.path} imports ${specifier}; ${law.folder} imports nothing from outside`];
  });
}

const all = sources();
const production = all.filter((source) => !isTest(source.path));

test('the tree has sources to check', () => {
  assert.ok(production.length > 20, `${production.length} production files found`);
});

test('every folder keeps the import law', () => {
  assert.deepEqual(production.flatMap(lawBreaches), []);
});

test('nobody imports sim, bench (but the command line) or test', () => {
  const wrong = production.flatMap((source) =>
    importsOf(source)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => resolveImport(source.path, specifier))
      .filter(
        (target) => /^(sim|test)\//.test(target) && !source.path.startsWith(target.slice(0, 4)),
      )
      .map((target) => `${source.path} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('engine/core calls nothing that differs between two replays', () => {
  const core = production.filter((source) => source.path.startsWith('engine/core/'));
  assert.ok(core.length > 5);
  assert.deepEqual(
    core.flatMap((source) => breaches(CORE_BANS, source)),
    [],
  );
});

test('no source holds what the house bans', () => {
  const own = all.filter((source) => !source.path.startsWith('test/tidy/'));
  assert.deepEqual(
    own.flatMap((source) => breaches(HOUSE_BANS, source)),
    [],
  );
});

test('the bans themselves can fail', () => {
  const sample = (text: string): Source => ({ path: 'engine/core/sample.ts', text });
  assert.equal(breaches(CORE_BANS, sample('const now = Date.now();')).length, 1);
  assert.equal(breaches(CORE_BANS, sample('// a Date in a comment')).length, 0);
  assert.equal(lawBreaches(sample("import { x } from 'node:fs';")).length, 1);
  assert.equal(lawBreaches(sample("import { x } from '../../ports/ports.ts';")).length, 1);
  assert.equal(lawBreaches(sample("import { x } from '../../proto/units.ts';")).length, 0);
});

test('files are named after one concept, in kebab case', () => {
  const wrong = all.filter(
    ({ path }) => !/^[a-z0-9./-]+$/.test(path) || EMPTY_FILE_NAMES.test(path.replace(/\.ts$/, '')),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test('every limit is one that something keeps', () => {
  const file = production.find(({ path }) => path === 'proto/limits.ts');
  const names = [...(file?.text ?? '').matchAll(/^ {2}(\w+): /gm)].map((match) => match[1]);
  const unused = names.filter(
    (name) =>
      !all.some(({ path, text }) => path !== 'proto/limits.ts' && text.includes(`.${name}`)),
  );
  assert.ok(names.length > 20);
  assert.deepEqual(unused, []);
});

/** A ratchet: files in it may shrink and leave, none may grow and none may join. */
test(`files stay within ${LINES_MAX} lines`, () => {
  const ratchet = JSON.parse(readFileSync(join(root, 'test/tidy/ratchet.json'), 'utf8')) as Record<
    string,
    number
  >;
  const wrong = all.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1;
    const most = ratchet[path] ?? LINES_MAX;
    return lines > most ? [`${path}: ${lines} lines, at most ${most}`] : [];
  });
  const stale = Object.keys(ratchet).filter((path) => {
    const source = all.find((candidate) => candidate.path === path);
    return source === undefined || source.text.split('\n').length - 1 <= LINES_MAX;
  });
  assert.deepEqual({ wrong, stale }, { wrong: [], stale: [] });
});

test(`every top-level folder opens with a README of at most ${README_LINES_MAX} lines`, () => {
  const folders = new Set(
    all
      .map(({ path }) => path.split('/'))
      .filter((parts) => parts.length > 1)
      .map(([top]) => top as string),
  );
  const wrong = [...folders].flatMap((folder) => {
    const path = join(root, folder, 'README.md');
    if (!existsSync(path)) return [`${folder}/README.md is missing`];
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const words = ['Reads', 'Writes', 'Never', 'Start at'];
    const missing = words.filter((word) => !lines.some((line) => line.includes(word)));
    return [
      ...(lines.length > README_LINES_MAX ? [`${folder}/README.md: ${lines.length} lines`] : []),
      ...missing.map((word) => `${folder}/README.md does not say “${word}”`),
    ];
  });
  assert.deepEqual(wrong, []);
});

test('every dependency has its line of why', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const why = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const missing = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    (name) => !why.includes(`\`${name}\``),
  );
  assert.deepEqual(missing, []);
});
