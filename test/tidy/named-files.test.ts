/** What pages link to, and what pages and comments name, is in the tree: whoever reads can follow. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const paths: readonly string[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const names = new Set(paths.map((path) => basename(path)));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** History: it names what was there then. */
const HISTORY = /^(?:CHANGELOG\.md$|docs\/performance-log\/)/;
const LINK = /\]\(([^)#\s]+)/g;
/** A whole name: no placeholder such as `x.contract.ts`, and no ending such as `.test.ts`. */
const NAMED =
  /(?<![\w./*<{-])(?!x\.)((?:[\w-]+\/)*[\w-]+\.(?:(?:test|contract)\.)?(?:ts|mjs|md|proto))\b/g;
const ADR = /\bADR (\d+)\b/g;
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

function brokenLinks(page: string, text: string): readonly string[] {
  return [...text.matchAll(LINK)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const path = normalize(join(dirname(page), target)).replace(/\/$/, '');
    const isThere = paths.some((each) => each === path || each.startsWith(`${path}/`));
    return isThere ? [] : [`${page}: links to ${target}`];
  });
}

function strangersIn(path: string, words: string): readonly string[] {
  const files = [...words.matchAll(NAMED)]
    .map(([, name = '']) => name)
    .filter((name) =>
      name.includes('/')
        ? !paths.some((each) => `/${each}`.endsWith(`/${name}`))
        : !names.has(name),
    );
  const decisions = [...words.matchAll(ADR)]
    .map(([, number = '']) => `docs/adr/${number.padStart(4, '0')}-`)
    .filter((start) => !paths.some((each) => each.startsWith(start)));
  return [...files, ...decisions].map((name) => `${path}: names ${name}`);
}

const commentsOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => COMMENT.test(line))
    .join('\n');

test('pages link to what is there', () => {
  const pages = paths.filter((path) => path.endsWith('.md'));
  assert.ok(pages.length > 40);
  assert.deepEqual(
    pages.flatMap((page) => brokenLinks(page, textOf(page))),
    [],
  );
});

test('comments name files and decisions that are there', () => {
  const sources = paths.filter(
    (path) => path.endsWith('.ts') && !path.startsWith('proto/generated/'),
  );
  assert.ok(sources.length > 400);
  assert.deepEqual(
    sources.flatMap((path) => strangersIn(path, commentsOf(textOf(path)))),
    [],
  );
});

test('READMEs and pages of today name files and decisions that are there', () => {
  const pages = paths.filter(
    (path) =>
      path.endsWith('.md') &&
      !HISTORY.test(path) &&
      // A decision is of its day, and a baseline of its run.
      !/^(docs\/adr|bench\/baseline)\//.test(path),
  );
  assert.ok(pages.length > 20);
  const quoted = (text: string) =>
    [...text.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word).join(' ');
  assert.deepEqual(
    pages.flatMap((path) => strangersIn(path, quoted(textOf(path)))),
    [],
  );
});

test('a name that nothing bears is found', () => {
  assert.deepEqual(strangersIn('a.ts', 'see BEYOND.md and cli/nowhere.ts, ADR 9999'), [
    'a.ts: names BEYOND.md',
    'a.ts: names cli/nowhere.ts',
    'a.ts: names docs/adr/9999-',
  ]);
  assert.deepEqual(
    strangersIn('a.ts', '`x.contract.ts`, *.test.ts, ADR 1, test/tidy/rules.ts'),
    [],
  );
  assert.deepEqual(brokenLinks('docs/a.md', '[b](b.md) [c](../README.md) [d](https://e.f/g)'), [
    'docs/a.md: links to b.md',
  ]);
});
