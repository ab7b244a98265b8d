/** What README.md and docs/binance.md give to whoever has such a client, run as it stands there. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { npmClients, pythonWith } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

const LINES_MAX = 15;
const PROGRAM_MS = 120_000;
const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
/** Where the pages suppose it. */
const DEFAULT_PLACE = '127.0.0.1:4010';

interface Script {
  /** The client, the npm clients, or a file of Python requirements. */
  readonly runner: string;
  readonly file: string;
  readonly text: string;
}

function scriptsOf(page: string): readonly Script[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = text.matchAll(/<!-- run with (\S+): (\S+) -->\n```\w+\n([\s\S]*?)```/g);
  return [...blocks].map(([, runner, file, script]) => ({
    ...{ runner: runner!, file: file!, text: script! },
  }));
}

describe('what the pages give to clients of others', () => {
  let exchange: ClientExchange;
  let folder: string;

  before(async () => {
    exchange = await clientExchange();
    folder = mkdtempSync(join(tmpdir(), 'lockstep-docs-'));
    mkdirSync(join(folder, 'data'));
    const accounts = Object.values(exchange.accounts);
    const record = { baseUrl: exchange.baseUrl, accounts };
    writeFileSync(join(folder, 'data/demo.json'), JSON.stringify(record));
    const entry = (await npmClients()).resolve('ccxt');
    symlinkSync(entry.slice(0, entry.lastIndexOf('/ccxt/')), join(folder, 'node_modules'));
  });
  after(async () => {
    await exchange?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function said(program: string, words: readonly string[]): Promise<string> {
    const { stdout } = await run(program, [...words], { cwd: folder, timeout: PROGRAM_MS });
    return stdout;
  }

  const written = ({ file, text }: Script): string => {
    writeFileSync(join(folder, file), text);
    return join(folder, file);
  };

  test('ccxt loads markets, places, watches and cancels in at most fifteen lines', async () => {
    const [script, ...more] = scriptsOf('README.md');
    assert.ok(script !== undefined && more.length === 0);
    assert.ok(script.text.trimEnd().split('\n').length <= LINES_MAX);
    const output = await said(process.execPath, [written(script)]);
    assert.match(output, /BTC\/USD/);
    assert.match(output, /placed open watched open\ncanceled canceled\n/);
  });

  test('the others place and cancel, or list the markets', async () => {
    const scripts = scriptsOf('docs/binance.md');
    const runners = scripts.map(({ runner }) => runner);
    assert.deepEqual(runners, ['clients.txt', 'npm', 'freqtrade.txt']);
    for (const script of scripts) {
      if (script.runner === 'freqtrade.txt') await listsMarkets(script);
      else {
        const python = script.runner === 'npm' ? null : await pythonWith(script.runner);
        const output = await said(python ?? process.execPath, [written(script)]);
        assert.equal(output, 'placed NEW\ncanceled CANCELED\n', script.file);
      }
    }
  });

  async function listsMarkets(script: Script): Promise<void> {
    const { host } = new URL(exchange.baseUrl);
    assert.ok(script.text.includes(DEFAULT_PLACE));
    const config = written({ ...script, text: script.text.replaceAll(DEFAULT_PLACE, host) });
    const bin = dirname(await pythonWith(script.runner));
    await said(join(bin, 'freqtrade'), ['create-userdir', '--userdir', join(folder, 'user_data')]);
    const output = await said(join(bin, 'freqtrade'), ['list-markets', '--config', config]);
    for (const pair of ['BTC/USD', 'ETH/USD']) assert.ok(output.includes(pair), output);
  }
});
