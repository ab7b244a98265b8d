import process from 'node:process';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { loadMasterKey } from '../../ports/data-directory.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { openPorts } from '../../ports/open-ports.ts';
import { sealSecret } from '../../ports/secret-box.ts';
import { decodeCommandBatch } from '../../proto/codec.ts';
import { type Command, Scope } from '../../proto/messages.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import { accountId, offset, timestampUs } from '../../proto/units.ts';
import type { DemoAccount } from '../connection.ts';
import { appendControl } from '../store-access.ts';
import { ASSET_SCALE } from './demo-markets.ts';

const ADMIN_ACCOUNT = accountId(1);
const ASSETS = ['BTC', 'ETH', 'USD'];
const PAGE = { records: 512, bytes: 1024 * 1024 };

/**
 * The first records of an exchange without accounts: assets, and an administrator whose key opens
 * the admin API. Everything else goes through that API. `administrator` is called, and has kept the
 * key, before the record is written: a crash between the two leaves none whose key nobody has.
 */
export async function appendFirstRecords(
  dataDirectory: string,
  administrator: () => DemoAccount,
): Promise<'appended' | 'accounts-there'> {
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
    if (await opensAccounts(ports.log)) return 'accounts-there';
    const masterKey = config.masterKey ?? loadMasterKey(dataDirectory);
    await appendControl(ports, LEDGER_TOPIC, firstRecords(masterKey, administrator()));
    return 'appended';
  } finally {
    await ports.close();
  }
}

/** Whether anybody could ever use the admin API; sessions alone may have begun before. */
async function opensAccounts(log: Pick<EventLog, 'bounds' | 'read'>): Promise<boolean> {
  const { earliest, end } = await log.bounds(LEDGER_TOPIC);
  // What was shortened began with them.
  if (earliest > 0) return true;
  let next = 0;
  while (next < end) {
    const records = await log.read(LEDGER_TOPIC, offset(next), PAGE);
    for (const { offset: at, bytes } of records) {
      const { commands } = decodeCommandBatch(bytes);
      if (commands.some(({ kind }) => kind === 'OpenAccount')) return true;
      next = at + 1;
    }
    if (records.length === 0) break;
  }
  return false;
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
