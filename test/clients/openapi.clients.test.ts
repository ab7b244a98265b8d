/** schemathesis, unmodified: whether every endpoint keeps what the OpenAPI document promises. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { shareMarket } from '../../cli/demo/demo-markets.ts';
import { RestClient } from '../../client/rest-client.ts';
import { eventually } from '../testing/eventually.ts';
import { pythonScript, pythonWith } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

const run = promisify(execFile);
const RUN_MS = 600_000;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
const SHOWN = 12_000;
const VIEWS_MS = 20_000;

interface Report {
  readonly complete: boolean;
  readonly operations: { readonly selected: number; readonly tested: number };
  readonly test_cases: { readonly generated: number; readonly unique_failures: number };
  readonly errors: readonly unknown[];
}

/** So that every list has something to show: fills, orders of every status, postings. */
async function trade({ baseUrl, accounts }: ClientExchange): Promise<void> {
  const [alice, bob] = [accounts.alice, accounts.bob].map(
    (credentials) => new RestClient({ baseUrl, credentials }),
  ) as [RestClient, RestClient];
  const limit = { market: 'BTC-USD', type: 'limit', price: '25000', quantity: '0.01' } as const;
  const sell = { ...limit, side: 'sell' } as const;
  for (let index = 0; index < 3; index += 1) {
    await alice.place({ ...limit, side: 'buy', quantity: '0.015' });
    await bob.place(sell);
    await alice.place({ ...limit, side: 'buy', price: '26000', time_in_force: 'ioc' });
  }
  await alice.place({ ...sell, price: '30000' });
  const rejected = alice.place({ ...limit, side: 'buy', price: '31000', post_only: true });
  await assert.rejects(rejected, { code: 'POST_ONLY_WOULD_TRADE' });
  await alice.cancel((await alice.place({ ...sell, price: '40000' })).id);
  await alice.request('POST', '/v1/withdrawals', { asset: 'USD', amount: '1' });
  const { sequence } = await alice.place({ ...sell, price: '50000' });
  await eventually('the views have it', VIEWS_MS, async () => {
    const path = `/v1/fills?market=BTC-USD&min_sequence=${sequence}`;
    const { fills } = await alice.request<{ readonly fills: readonly unknown[] }>('GET', path);
    return fills.length > 0;
  });
  alice.close();
  bob.close();
}

interface Outcome {
  readonly report: Report;
  readonly output: string;
}

describe('the OpenAPI document and the exchange agree', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schemathesis-'));
  let exchange: ClientExchange;
  let endpoints: readonly string[];

  before(async () => {
    exchange = await clientExchange();
    await trade(exchange);
    const document = (await (await fetch(`${exchange.baseUrl}/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, object>>;
    };
    endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  });
  after(async () => {
    await exchange?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function schemathesis(signsAs: string, options: readonly string[]): Promise<Outcome> {
    const python = await pythonWith('schemathesis.txt');
    const reportPath = join(folder, `${signsAs}.json`);
    const settings = ['--config-file', pythonScript('schemathesis.toml'), '--no-color', 'run'];
    const words = [
      ...settings,
      `${exchange.baseUrl}/openapi.json`,
      ...['--warnings', 'off', '--continue-on-failure', '--output-sanitize', 'false'],
      ...['--report', 'json', '--report-json-path', reportPath],
      ...options,
    ];
    const env = {
      ...process.env,
      EXCHANGE_BASE: exchange.baseUrl,
      EXCHANGE_ACCOUNTS: JSON.stringify({ ...exchange.accounts, admin: exchange.operator }),
      EXCHANGE_SIGNS_AS: signsAs,
      PYTHONPATH: dirname(pythonScript('schemathesis_hooks.py')),
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
    };
    const limits = { env, cwd: folder, timeout: RUN_MS, maxBuffer: OUTPUT_BYTES_MAX };
    const output = await run(python, ['-m', 'schemathesis.cli', ...words], limits).then(
      ({ stdout }) => stdout,
      (error: { readonly stdout?: string; readonly stderr?: string }) =>
        `${error.stdout}\n${error.stderr}`,
    );
    const report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
    return { report, output };
  }

  function assertKept({ report, output }: Outcome, casesMin: number): void {
    const { operations, test_cases: cases } = report;
    assert.deepEqual([cases.unique_failures, report.errors.length], [0, 0], output.slice(-SHOWN));
    assert.ok(report.complete, output.slice(-SHOWN));
    assert.ok(operations.tested > 0, 'no operation was tested');
    assert.equal(operations.tested, operations.selected);
    assert.ok(cases.generated >= casesMin, `only ${cases.generated} requests`);
  }

  test('to a trader, at every endpoint', async () => {
    const outcome = await schemathesis('alice', ['--max-examples', '10']);
    assertKept(outcome, 500);
    assert.equal(outcome.report.operations.tested, endpoints.length);
  });

  test('to the operator, at the endpoints of operation', async () => {
    const chosen = ['--include-path-regex', '^/v1/admin/', '--max-examples', '5'];
    const outcome = await schemathesis('admin', chosen);
    assertKept(outcome, 100);
    const admin = endpoints.filter((endpoint) => endpoint.includes('/v1/admin/'));
    assert.equal(outcome.report.operations.tested, admin.length);
  });

  test('and it is still ready for orders', async () => {
    const { admin } = exchange;
    // Of the markets that were there, the operator may have halted or delisted each.
    await admin.request('POST', '/v1/admin/markets', shareMarket('ACME-USD'));
    await admin.request('POST', '/v1/admin/markets/ACME-USD/resume', {});
    // A market is ready once an engine leads it, and this one was defined a moment ago.
    await eventually('orders are taken', VIEWS_MS, () => admin.isReady());
  });
});
