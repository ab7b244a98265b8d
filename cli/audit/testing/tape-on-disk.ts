/** A tape in a data directory as the exchange leaves it: the embedded log and account store. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BALANCES, CURSORS, HOLDS, unmoved } from '../../../ports/account-store/account-rows.ts';
import { keys } from '../../../ports/account-store/account-tables.ts';
import { LmdbAccountStorage } from '../../../ports/account-store/lmdb-account-store.ts';
import { systemClock } from '../../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../../ports/crash-points/crash-points.ts';
import { openDataDirectory } from '../../../ports/data-directory.ts';
import { noDoorbell } from '../../../ports/event-log/doorbell.ts';
import { LmdbEventLog } from '../../../ports/event-log/lmdb-event-log.ts';
import { type ClientLine, ClientRecordWriter } from '../client-record.ts';
import type { Tape } from './tape.ts';

export async function putOnDisk(
  tape: Tape,
  folder: string,
  clientLines: readonly ClientLine[],
): Promise<void> {
  openDataDirectory(folder);
  const log = new LmdbEventLog({
    folder: join(folder, 'log'),
    durability: 'process',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
  for (const [topic, records] of tape.log.records) {
    await log.createTopic(topic);
    await log.append(topic, records);
  }
  await log.close();
  await putAccounts(tape, join(folder, 'accounts'));
  const path = join(folder, 'client-record.ndjson');
  writeFileSync(path, '');
  const writer = new ClientRecordWriter(path);
  for (const line of clientLines) writer.write(line);
  writer.close();
}

async function putAccounts({ accounts }: Tape, folder: string): Promise<void> {
  const storage = new LmdbAccountStorage({ folder });
  storage.write((changes) => {
    for (const [key, balance] of accounts.balances) {
      const [account, asset] = key.split('/');
      changes.putRow(BALANCES, Number(account), asset!, unmoved(balance as never));
    }
    for (const [order, { amount, ...hold }] of accounts.holds) {
      const stored = { ...hold, settled: amount, pendingAmends: [] };
      changes.putRow(HOLDS, Number(order), '', stored as never);
    }
    for (const [id, account] of accounts.opened) {
      changes.put(keys.account(id as never), JSON.stringify(account));
    }
    for (const id of accounts.applied) changes.put(keys.applied(id), '1');
    for (const [asset, amount] of accounts.issued) changes.put(keys.issued(asset), `${amount}`);
    for (const [topic, cursor] of accounts.cursors) {
      changes.putRow(CURSORS, 0, topic, { topic, cursor });
    }
  });
  await storage.close();
}
