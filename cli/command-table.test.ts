import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { optionKey } from './command.ts';
import { commandReference, referencePath } from './command-reference.ts';
import { COMMAND_GROUPS, COMMANDS } from './command-table.ts';
import { runCommandLine } from './program.ts';

function sink(): { readonly text: () => string; write(text: string): void } {
  let written = '';
  return {
    text: () => written,
    write: (text) => {
      written += text;
    },
  };
}

async function run(...words: readonly string[]) {
  const [stdout, stderr] = [sink(), sink()];
  const exitCode = await runCommandLine(words, {
    stdout,
    stderr,
    environment: { NO_COLOR: '1' },
    interrupted: () => new AbortController().signal,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

test('docs/cli.md is what the command table says', () => {
  assert.equal(
    readFileSync(referencePath(), 'utf8'),
    commandReference(),
    'stale: run node scripts/run.mjs cli/command-reference.ts --write',
  );
});

test('every command takes --json, has an example and names its exit codes', () => {
  assert.ok(COMMANDS.length >= 18);
  for (const spec of COMMANDS) {
    assert.ok(
      spec.options.some(({ flags }) => flags === '--json'),
      `${spec.name} lacks --json`,
    );
    assert.ok(spec.examples.length > 0, `${spec.name} lacks an example`);
    for (const { line } of spec.examples) assert.ok(line.startsWith(spec.name), line);
    assert.deepEqual(spec.exitCodes.slice(0, 3), [0, 1, 2]);
    const keys = spec.options.map(({ flags }) => optionKey(flags));
    assert.equal(new Set(keys).size, keys.length, `${spec.name} names an option twice`);
    const [group, second] = spec.name.split(' ');
    if (second !== undefined) assert.ok(COMMAND_GROUPS[group ?? ''] !== undefined);
  }
});

test('every command can be loaded', async () => {
  for (const spec of COMMANDS) assert.equal(typeof (await spec.load()), 'function', spec.name);
});

test('--help shows options, examples and exit codes', async () => {
  for (const spec of COMMANDS) {
    const { exitCode, stdout } = await run(...spec.name.split(' '), '--help');
    assert.equal(exitCode, 0);
    assert.match(stdout, /Examples:/);
    assert.match(stdout, /Exit codes:/);
  }
});

test('wrong usage ends with exit code 2 and says what would be right', async () => {
  const cases: readonly [readonly string[], RegExp][] = [
    [['ordr'], /Did you mean order/],
    [['book'], /missing required argument 'market'/],
    [['up', '--prot', '1'], /Did you mean --port/],
    [['up', '--port', 'x'], /--port takes a whole number, got "x"/],
    [['up', '--durability', 'maybe'], /takes disk or process/],
    [['kill', 'primary', '--signal', 'HUP'], /takes KILL or STOP or CONT/],
    [['order', 'hold', 'BTC-USD', '1'], /buy or sell, not "hold"/],
    [
      ['order', 'buy', 'BTC-USD', '1', '--time-in-force', 'ioc', '--good-till', '5m'],
      /--good-till is a time in force of its own/,
    ],
    [['up', '--port', '0', '--admin-port', '70000'], /--admin-port takes 0 to 65535, got 70000/],
    [['cancel'], /name one order id, or a market/],
    [['drill', '--kills', '0'], /--kills takes at least 1/],
    [['bench', 'failover', '--kills', '0'], /--kills takes at least 1/],
  ];
  for (const [words, why] of cases) {
    const { exitCode, stderr } = await run(...words);
    assert.equal(exitCode, 2, words.join(' '));
    assert.match(stderr, why);
    const { stdout } = await run(...words, '--json');
    assert.equal(JSON.parse(stdout).error.code, 'USAGE', words.join(' '));
    assert.match(JSON.parse(stdout).error.message, why);
  }
});

test('without an exchange the reading commands end with exit code 3, as JSON if wanted', async () => {
  for (const words of [['status'], ['book', 'BTC-USD'], ['kill', 'primary'], ['down']]) {
    const { exitCode, stdout } = await run(...words, '--json', '--data', '/nonexistent/folder');
    assert.equal(exitCode, 3, words.join(' '));
    const { error, schemaVersion } = JSON.parse(stdout);
    assert.equal(schemaVersion, 1);
    assert.equal(error.code, 'NOT_RUNNING');
  }
});

test('a folder without an exchange is exit code 3, as JSON if wanted', async () => {
  for (const words of [
    ['audit'],
    ['replay'],
    ['snapshot', 'ls'],
    ['recovery-plan'],
    ['archive', 'ls'],
  ]) {
    const { exitCode, stdout } = await run(...words, '--json', '--data', '/nonexistent/folder');
    assert.deepEqual([exitCode, JSON.parse(stdout).error.code], [3, 'NO_DATA'], words.join(' '));
  }
});

test('a file in the place of the data directory is named as what it is', async () => {
  for (const words of [['up'], ['init']]) {
    const { exitCode, stdout } = await run(...words, '--json', '--data', referencePath());
    const { code, message } = JSON.parse(stdout).error;
    assert.deepEqual([exitCode, code], [1, 'DATA_DIR_UNWRITABLE']);
    assert.match(message, /is a file, not a folder/);
  }
});
