/** The README's snippets, run as a newcomer would: in a folder of their own, against a demo exchange. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

interface Snippet {
  readonly file: string | null;
  readonly language: string;
  readonly text: string;
}

const snippets: readonly Snippet[] = [
  ...readme.matchAll(/<!-- run(?:: (\S+))? -->\n```(\w+)\n([\s\S]*?)```/g),
].map((match) => ({
  file: match[1] ?? null,
  language: match[2] as string,
  text: match[3] as string,
}));

const folder = mkdtempSync(join(tmpdir(), 'lockstep-readme-'));
let exchange: ChildProcess;

before(async () => {
  // The work tree as a newcomer sees it, but with a data directory of its own.
  for (const name of readdirSync(root)) {
    if (name !== 'data') symlinkSync(join(root, name), join(folder, name));
  }
  const main = join(root, 'dist/cli/main.js');
  exchange = spawn(process.execPath, [main, 'up', '--demo', '--no-traders', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((ready, failed) => {
    exchange.stdout?.on('data', (text) => String(text).includes('ready in') && ready());
    exchange.on('exit', (code) => failed(new Error(`up ended with ${code}`)));
  });
});

after(async () => {
  const ended = new Promise((done) => exchange.once('exit', done));
  exchange.removeAllListeners('exit');
  exchange.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  exchange.kill('SIGTERM');
  await Promise.race([ended, new Promise((done) => setTimeout(done, 10_000))]);
});

test('the README has snippets to run', () => {
  assert.equal(snippets.filter(({ language }) => language === 'sh').length, 2);
  assert.equal(snippets.filter(({ language }) => language === 'ts').length, 1);
});

test('every command of “Try this in order” and of curl succeeds', async () => {
  for (const { text } of snippets.filter(({ language }) => language === 'sh')) {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', text], { cwd: folder });
    assert.ok(stdout.length > 0);
    if (text.includes('-- audit')) {
      assert.match(stdout, /0 lost, 0 duplicated, money conserved, hashes equal/);
    }
    if (text.includes('curl')) assert.match(stdout, /"status":"open"/);
  }
});

test('the TypeScript example places its order', async () => {
  for (const { file, text } of snippets.filter(({ language }) => language === 'ts')) {
    // It has no types to strip; only its import goes to the compiled client.
    const client = pathToFileURL(join(root, 'dist/client/rest-client.js')).href;
    const path = join(folder, `${file}.mjs`);
    writeFileSync(path, text.replace("'./client/rest-client.ts'", `'${client}'`));
    const { stdout } = await run(process.execPath, [path], { cwd: folder });
    assert.match(stdout, /^\d+ open/);
  }
});
