/**
 * Puts a fault into a copy of an embedded data directory, so that it can be shown that the next
 * audit of that copy finds it. Never for a directory that anything runs on.
 *
 *   COPY/log ──read all──▶ records ──fault──▶ a new COPY/log     COPY/accounts: its entries changed
 */
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LmdbAccountStorage } from '../../ports/account-store/lmdb-account-store.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import { noDoorbell } from '../../ports/event-log/doorbell.ts';
import { LmdbEventLog } from '../../ports/event-log/lmdb-event-log.ts';
import { offset } from '../../proto/units.ts';
import { ClientRecordWriter } from './client-record.ts';
import { LogPages } from './log-pages.ts';
import {
  ACCOUNT_FAULTS,
  type AccountFault,
  followPlantedLogs,
  plantInAccounts,
} from './plant-accounts.ts';
import {
  LOG_FAULTS,
  type LogFault,
  type LogRecords,
  PlantError,
  plantInLogs,
} from './plant-log.ts';

export const FAULTS = [...LOG_FAULTS, ...ACCOUNT_FAULTS, 'lost-order'] as const;
export type Fault = (typeof FAULTS)[number];

const APPEND_AT_ONCE = 1_000;

/** Throws PlantError when the copy holds nothing that suits the fault. */
export async function plantOnCopy(options: {
  readonly fault: Fault;
  /** A copy of a data directory, with no process running on it. */
  readonly folder: string;
  /** Of the copy; `lost-order` is written into it. */
  readonly clientLog: string;
}): Promise<void> {
  const { fault, folder, clientLog } = options;
  if (fault === 'lost-order') {
    claimAnOrder(clientLog);
    return;
  }
  const storage = new LmdbAccountStorage({ folder: join(folder, 'accounts') });
  try {
    if (isAccountFault(fault)) {
      plantInAccounts(fault, storage);
      return;
    }
    const logFolder = join(folder, 'log');
    const logs = await readLogs(logFolder);
    plantInLogs(fault, logs);
    await replaceLogs(logFolder, logs);
    followPlantedLogs(storage, logs);
  } finally {
    await storage.close();
  }
}

function isAccountFault(fault: LogFault | AccountFault): fault is AccountFault {
  return ACCOUNT_FAULTS.some((known) => known === fault);
}

/** The record tells of an acknowledgement that the exchange never gave. */
function claimAnOrder(clientLog: string): void {
  const writer = new ClientRecordWriter(clientLog);
  const id = `planted-${randomUUID()}`;
  writer.write({ t: 'request', id, client_order_id: id, account: '1', market: 'BTC-USD' });
  writer.write({ t: 'answer', id, client_order_id: id, outcome: 'accepted' });
  writer.close();
}

function openLog(folder: string): LmdbEventLog {
  return new LmdbEventLog({
    folder,
    durability: 'process',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
}

async function readLogs(folder: string): Promise<LogRecords> {
  const log = openLog(folder);
  try {
    const logs: LogRecords = new Map();
    for (const topic of await log.topics()) {
      const { earliest, end } = await log.bounds(topic);
      const pages = new LogPages(log, topic, { from: earliest, end });
      const records: Uint8Array[] = [];
      for (;;) {
        const record = await pages.next();
        if (record === null) break;
        records.push(record.bytes);
      }
      logs.set(topic, records);
    }
    if (logs.size === 0) throw new PlantError(`${folder} holds no topic`);
    return logs;
  } finally {
    await log.close();
  }
}

/** The log only appends, so a changed one is written anew and then put in place of the old one. */
async function replaceLogs(folder: string, logs: LogRecords): Promise<void> {
  const fresh = `${folder}.planted`;
  await rm(fresh, { recursive: true, force: true });
  const log = openLog(fresh);
  try {
    for (const [topic, records] of logs) {
      await log.createTopic(topic);
      for (let at = 0; at < records.length; at += APPEND_AT_ONCE) {
        const first = await log.append(topic, records.slice(at, at + APPEND_AT_ONCE));
        if (first !== offset(at)) throw new PlantError(`${topic} was written by someone else, too`);
      }
    }
  } finally {
    await log.close();
  }
  await rm(folder, { recursive: true });
  await rename(fresh, folder);
}
