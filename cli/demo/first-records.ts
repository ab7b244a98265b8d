import process from 'node:process';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { loadMasterKey } from '../../ports/data-directory.ts';
import { openPorts } from '../../ports/open-ports.ts';
import { sealSecret } from '../../ports/secret-box.ts';
import { type Command, Scope } from '../../proto/messages.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import { accountId, timestampUs } from '../../proto/units.ts';
import type { DemoAccount } from '../connection.ts';
import { appendControl } from '../store-access.ts';
import { ASSET_SCALE } from './demo-markets.ts';

const ADMIN_ACCOUNT = accountId(1);
const ASSETS = ['BTC', 'ETH', 'USD'];

/**
 * The first records of an empty ledger: assets, and an administrator whose key opens the admin API.
 * Everything else goes through that API. Nothing runs on the data directory yet.
 */
export async function appendFirstRecords(
  dataDirectory: string,
  admin: DemoAccount,
): Promise<'appended' | 'ledger-not-empty'> {
  const config = configOfDirectory(dataDirectory);
  const ports = await openPorts({
    ...config,
    dataDir: dataDirectory,
    durability: 'disk',
    processName: `cli-${process.pid}`,
    faults: undefined,
  });
  try {
    await ports.log.createTopic(LEDGER_TOPIC);
    const { end } = await ports.log.bounds(LEDGER_TOPIC);
    if (end > 0) return 'ledger-not-empty';
    const masterKey = config.masterKey ?? loadMasterKey(dataDirectory);
    await appendControl(ports, LEDGER_TOPIC, firstRecords(masterKey, admin));
    return 'appended';
  } finally {
    await ports.close();
  }
}

function firstRecords(masterKey: Uint8Array, admin: DemoAccount): readonly Command[] {
  return [
    ...ASSETS.map((asset): Command => ({ kind: 'DefineAsset', asset, scale: ASSET_SCALE })),
    {
      kind: 'OpenAccount',
      accountId: ADMIN_ACCOUNT,
      name: admin.name,
      makerFeePpm: null,
      takerFeePpm: null,
    },
    {
      kind: 'CreateApiKey',
      apiKey: admin.apiKey,
      accountId: ADMIN_ACCOUNT,
      sealedSecret: sealSecret(masterKey, Buffer.from(admin.secret, 'utf8')),
      scopes: [Scope.read, Scope.trade, Scope.cancel, Scope.withdraw, Scope.admin],
      ipAllowList: [],
      expiresAtUs: timestampUs(0),
    },
  ];
}
