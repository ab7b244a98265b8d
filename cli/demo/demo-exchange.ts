import { randomBytes } from 'node:crypto';
import { ApiError } from '../../client/api-error.ts';
import { AdminClient, type ScopeName } from '../admin-client.ts';
import { type DemoAccount, type DemoRecord, findDemoRecord } from '../connection.ts';
import { CommandError, ExitCode } from '../exit-codes.ts';
import type { RunningExchange } from '../supervisor/running-exchange.ts';
import { DEMO_MARKETS } from './demo-markets.ts';
import { writeDemoRecord } from './demo-record.ts';
import { appendFirstRecords } from './first-records.ts';

export const ADMIN = 'admin';
const TRADERS = ['trader-1', 'trader-2', 'trader-3', 'trader-4'];
const PEOPLE = ['alice', 'bob'];
const FUNDS = { BTC: '1000', ETH: '10000', USD: '100000000' } as const;
const SCOPES: readonly ScopeName[] = ['read', 'trade', 'cancel', 'withdraw'];

/**
 * The ledger's first records make an administrator with a key, for which there is no API yet; the
 * key goes to demo.json. `accounts-there`: an exchange that has accounts is left as it is.
 */
export function makeAdministrator(dataDirectory: string): Promise<'appended' | 'accounts-there'> {
  return appendFirstRecords(dataDirectory, () => {
    const known = knownAdministrator(dataDirectory);
    if (known !== undefined) return known;
    const admin: DemoAccount = {
      name: ADMIN,
      apiKey: randomBytes(16).toString('hex'),
      secret: randomBytes(32).toString('hex'),
      scopes: [...SCOPES, 'admin'],
    };
    writeDemoRecord(dataDirectory, { baseUrl: '', wsUrl: '', accounts: [admin] });
    return admin;
  });
}

/** For whoever goes on with the administrator's key. Throws NO_DEMO_KEYS. */
export async function writeFirstRecords(dataDirectory: string): Promise<void> {
  await makeAdministrator(dataDirectory);
  if (knownAdministrator(dataDirectory) !== undefined) return;
  throw new CommandError(
    {
      code: 'NO_DEMO_KEYS',
      exitCode: ExitCode.failed,
      hint: 'Start without --demo, or on another --data folder.',
    },
    `${dataDirectory} holds an exchange whose keys are not in demo.json`,
  );
}

const knownAdministrator = (dataDirectory: string): DemoAccount | undefined =>
  findDemoRecord(dataDirectory)?.accounts.find(({ name }) => name === ADMIN);

/** Markets, accounts, keys and money through the admin API; what exists already stays as it is. */
export async function setUpDemo(
  exchange: Pick<RunningExchange, 'baseUrl' | 'wsUrl' | 'adminUrl' | 'dataDirectory'>,
): Promise<DemoRecord> {
  const { baseUrl, wsUrl, adminUrl, dataDirectory } = exchange;
  const before = findDemoRecord(dataDirectory);
  const admin = before?.accounts.find(({ name }) => name === ADMIN);
  if (admin === undefined) throw new Error('demo.json has no administrator');
  const client = new AdminClient({ baseUrl: adminUrl, credentials: admin });
  try {
    await setUpMarkets(client);
    const others = await Promise.all(
      [...PEOPLE, ...TRADERS].map(
        async (name) =>
          before?.accounts.find((account) => account.name === name) ??
          (await openFundedAccount(client, name, FUNDS)),
      ),
    );
    const record = { baseUrl, wsUrl, accounts: [admin, ...others] };
    writeDemoRecord(dataDirectory, record);
    return record;
  } finally {
    client.close();
  }
}

export async function setUpMarkets(client: AdminClient): Promise<void> {
  await Promise.all(
    DEMO_MARKETS.map((market) =>
      client.defineMarket(market).catch((error: unknown) => {
        // It was changed, or closed, since.
        if (!(error instanceof ApiError) || error.code !== 'MARKET_EXISTS') throw error;
      }),
    ),
  );
}

export function startTraders(exchange: RunningExchange): void {
  exchange.addProcess({
    name: 'traders',
    source: 'cli/demo/traders.js',
    arguments: ['--data', exchange.dataDirectory],
    restartDelayMs: 1_000,
  });
}

/** An account with money in each asset named, and a key for it. */
export async function openFundedAccount(
  client: AdminClient,
  name: string,
  funds: Readonly<Record<string, string>>,
): Promise<DemoAccount> {
  const accountId = await client.openAccount(name);
  const deposits = Object.entries(funds).map(([asset, amount]) =>
    client.deposit({ transactionId: `${name}-${asset}`, accountId, asset, amount }),
  );
  const [key] = await Promise.all([client.createKey(accountId, SCOPES), ...deposits]);
  return { name, ...key, scopes: SCOPES };
}
