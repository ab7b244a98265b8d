/** The README's ccxt script, as it stands there. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { npmClients } from './client-cache.ts';
import { clientExchange } from './client-exchange.ts';

const LINES_MAX = 15;
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

test('loads markets, places, watches and cancels in at most fifteen lines', async () => {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const [, file, script] = /<!-- run with ccxt: (\S+) -->\n```js\n([\s\S]*?)```/.exec(page) ?? [];
  assert.ok(file !== undefined && script !== undefined);
  assert.ok(script.trimEnd().split('\n').length <= LINES_MAX);
  const entry = (await npmClients()).resolve('ccxt');
  const modules = entry.slice(0, entry.lastIndexOf('/ccxt/'));
  const exchange = await clientExchange();
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-docs-'));
  try {
    mkdirSync(join(folder, 'data'));
    const accounts = Object.values(exchange.accounts);
    const record = { baseUrl: exchange.baseUrl, accounts };
    writeFileSync(join(folder, 'data/demo.json'), JSON.stringify(record));
    symlinkSync(modules, join(folder, 'node_modules'));
    writeFileSync(join(folder, file), script);
    const run = promisify(execFile)(process.execPath, [join(folder, file)], {
      cwd: folder,
      timeout: 60_000,
    });
    const { stdout } = await run;
    assert.match(stdout, /BTC\/USD/);
    assert.match(stdout, /placed open watched open\ncanceled canceled\n/);
  } finally {
    await exchange.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
