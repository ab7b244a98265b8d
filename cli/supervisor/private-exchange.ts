import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { meshFolderOf } from '../../ports/embedded/mesh-folder.ts';
import { AdminClient } from '../admin-client.ts';
import { type DemoAccount, findDemoRecord } from '../connection.ts';
import {
  ADMIN,
  openFundedAccount,
  setUpMarkets,
  writeFirstRecords,
} from '../demo/demo-exchange.ts';
import type { ExchangeShape } from './process-specs.ts';
import { RunningExchange } from './running-exchange.ts';

export interface PrivateExchangeOptions extends Omit<ExchangeShape, 'dataDirectory' | 'port'> {
  /** null: a temporary folder, removed at the end. */
  readonly dataDirectory: string | null;
  readonly accounts: readonly string[];
  readonly funds: Readonly<Record<string, string>>;
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

export interface PrivateExchange {
  readonly exchange: RunningExchange;
  readonly accounts: readonly DemoAccount[];
  readonly admin: DemoAccount;
  /** Leaves nothing of it behind, unless its folder is to be kept. It must have been stopped. */
  remove(): Promise<void>;
}

/** An exchange of a command's own, with the demonstration's markets and funded accounts. */
export async function startPrivateExchange(
  options: PrivateExchangeOptions,
): Promise<PrivateExchange> {
  const temporary = options.dataDirectory === null;
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'lockstep-'));
  const remove = async (): Promise<void> => {
    if (!temporary || !existsSync(dataDirectory)) return;
    const { setUp } = configOfDirectory(dataDirectory);
    if (setUp.kind === 'servers' && setUp.log.topicPrefix !== '') {
      // Loaded by whoever has servers only: their clients take their time.
      const { discardExchange } = await import('../../ports/discard-exchange.ts');
      await discardExchange(setUp);
    }
    rmSync(meshFolderOf(dataDirectory), { recursive: true, force: true });
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  let exchange: RunningExchange | null = null;
  try {
    exchange = await RunningExchange.start({
      ...options,
      dataDirectory,
      port: 0,
      prepare: writeFirstRecords,
    });
    await exchange.ready(options.interrupted);
    const admin = findDemoRecord(dataDirectory)?.accounts.find(({ name }) => name === ADMIN);
    if (admin === undefined) throw new Error('demo.json has no administrator');
    const client = new AdminClient({ baseUrl: exchange.adminUrl, credentials: admin });
    try {
      await setUpMarkets(client);
      const accounts = await Promise.all(
        options.accounts.map((name) => openFundedAccount(client, name, options.funds)),
      );
      exchange.startSecondWave();
      return { exchange, accounts, admin, remove };
    } finally {
      client.close();
    }
  } catch (error) {
    await exchange?.stop();
    await remove();
    throw error;
  }
}
