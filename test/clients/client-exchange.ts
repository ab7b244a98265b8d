/** A real exchange for clients of others: processes, two markets, three accounts with keys. */
import { generateKeyPairSync } from 'node:crypto';
import type { DemoAccount } from '../../cli/connection.ts';
import { findDemoRecord } from '../../cli/connection.ts';
import { RestClient } from '../../client/rest-client.ts';
import { ExchangeProcesses } from '../testing/exchange-processes.ts';

export const NAMES = ['alice', 'bob', 'carol'] as const;
export type Name = (typeof NAMES)[number];

type KeyType = 'ed25519' | 'rsa';

export interface ClientExchange {
  readonly processes: ExchangeProcesses;
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly accounts: Readonly<Record<Name, DemoAccount>>;
  readonly admin: RestClient;
  readonly operator: DemoAccount;
  /** A key of the account of which the exchange has the public half. */
  keyPair(
    name: Name,
    type: KeyType,
  ): Promise<{ readonly apiKey: string; readonly privateKey: string }>;
  close(): Promise<void>;
}

export async function clientExchange(
  orderServiceOptions: readonly string[] = [],
): Promise<ClientExchange> {
  const processes = await ExchangeProcesses.prepare({ durability: 'process', orderServiceOptions });
  processes.startAll();
  const [alice, bob, carol] = await processes.setUp(NAMES).catch(async (error: unknown) => {
    // What was started would keep the test alive.
    await processes.close();
    throw error;
  });
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error('accounts');
  const { baseUrl } = processes;
  const operator = findDemoRecord(processes.data)?.accounts.find(({ name }) => name === 'admin');
  if (operator === undefined) throw new Error('no administrator');
  const admin = new RestClient({ baseUrl, credentials: operator });
  return {
    processes,
    baseUrl,
    wsUrl: baseUrl.replace('http', 'ws'),
    accounts: { alice, bob, carol },
    admin,
    operator,
    keyPair: (name, type) => keyPair(admin, name, type),
    async close() {
      admin.close();
      await processes.close();
    },
  };
}

async function keyPair(admin: RestClient, name: Name, type: KeyType) {
  const pair =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
      : generateKeyPairSync('ed25519');
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const account = await admin.request<{ account_id: string }>('POST', '/v1/admin/accounts', {
    name,
  });
  const key = await admin.request<{ api_key: string }>('POST', '/v1/admin/keys', {
    account_id: account.account_id,
    scopes: ['read', 'trade', 'cancel'],
    [`${type}_public_key`]: publicPem,
  });
  return { apiKey: key.api_key, privateKey };
}
