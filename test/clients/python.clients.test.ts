/** Python clients, unmodified, each in a virtual environment of its own, against one exchange. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { RestClient } from '../../client/rest-client.ts';
import { pythonScript, pythonWith } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';
import { tlsFront } from './tls-front.ts';

const run = promisify(execFile);
const PROGRAM_MS = 150_000;
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

describe('Python clients', () => {
  let exchange: ClientExchange;

  before(async () => {
    exchange = await clientExchange();
  });
  after(() => exchange?.close());

  async function passes(
    requirements: string,
    program: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const python = await pythonWith(requirements);
    const env = {
      ...process.env,
      EXCHANGE_BASE: exchange.baseUrl,
      EXCHANGE_ACCOUNTS: JSON.stringify(exchange.accounts),
      PYTHONDONTWRITEBYTECODE: '1',
      ...more,
    };
    const options = { env, timeout: PROGRAM_MS, maxBuffer: OUTPUT_BYTES_MAX };
    const { stdout } = await run(python, [pythonScript(program)], options);
    assert.match(stdout, /^ok$/m);
  }

  test('ccxt trades', () => passes('clients.txt', 'ccxt_trades.py'));
  test('python-binance trades', () => passes('clients.txt', 'python_binance_trades.py'));
  test('freqtrade connects dry, and trades live', () =>
    passes('freqtrade.txt', 'freqtrade_trades.py'));

  test('cryptofeed follows a market that trades', async () => {
    const trading = new AbortController();
    // It takes no address but wss://.
    const front = await tlsFront(Number(new URL(exchange.baseUrl).port));
    const traded = trade(exchange, trading.signal);
    try {
      await passes('cryptofeed.txt', 'cryptofeed_follows.py', {
        EXCHANGE_WSS: `wss://localhost:${front.port}`,
        SSL_CERT_FILE: front.certificatePath,
      });
    } finally {
      trading.abort();
      await traded;
      front.close();
    }
  });
});

/** A small trade every moment, until told otherwise. */
async function trade(exchange: ClientExchange, signal: AbortSignal): Promise<void> {
  const { baseUrl, accounts } = exchange;
  const [alice, bob] = [accounts.alice, accounts.bob].map(
    (credentials) => new RestClient({ baseUrl, credentials }),
  );
  while (!signal.aborted) {
    const limit = { market: 'BTC-USD', type: 'limit', price: '25000', quantity: '0.01' } as const;
    await alice!.place({ ...limit, side: 'buy', quantity: '0.02' });
    await bob!.place({ ...limit, side: 'sell' });
    await new Promise((done) => setTimeout(done, 100));
  }
  alice!.close();
  bob!.close();
}
