/** `lockstep audit` and its hidden `--plant`: opens a data directory, checks it, says what it found. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AccountStoreError } from '../../ports/account-store/account-store.ts';
import { ConfigError } from '../../ports/config/config-error.ts';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { DataDirectoryError, lockDataDirectory } from '../../ports/data-directory.ts';
import { EventLogError } from '../../ports/event-log/event-log.ts';
import { openPorts } from '../../ports/open-ports.ts';
import { runAudit } from './audit.ts';
import { ClientRecordError } from './client-record.ts';
import { FAULTS, type Fault, plantOnCopy } from './plant.ts';
import { PlantError } from './plant-log.ts';
import { renderReport } from './report.ts';

export interface AuditCommandOptions {
  readonly data: string;
  /** Paths of client records; empty: `<data>/client-record.ndjson` if it is there. */
  readonly clientLog: readonly string[];
  readonly json: boolean;
  /** Where the report goes; default: stdout. */
  readonly write?: (text: string) => void;
  /** Where problems go; default: stderr. */
  readonly complain?: (text: string) => void;
}

const OK = 0;
const USAGE = 2;
const NOT_READABLE = 3;
const INTEGRITY_VIOLATED = 4;

const CLIENT_RECORD = 'client-record.ndjson';
const WAIT_FOR_SETTLED_MS = 5_000;
/** Longer than a live process stays without a heartbeat. */
const LISTEN_FOR_PEERS_MS = 300;

/** Resolves to the exit code: 0 all well, 3 the data directory cannot be read, 4 anything wrong. */
export async function auditCommand(options: AuditCommandOptions): Promise<number> {
  const write = options.write ?? ((text) => process.stdout.write(text));
  return withExitCode(options, async () => {
    assertDataDirectory(options.data);
    const ports = await openPorts({
      ...configOfDirectory(options.data),
      dataDir: options.data,
      durability: 'process',
      processName: `audit-${process.pid}`,
      faults: undefined,
    });
    try {
      const report = await runAudit({
        log: ports.log,
        accounts: ports.accounts,
        views: ports.views,
        clock: ports.clock,
        clientLogs: clientLogsOf(options),
        waitForSettledMs: WAIT_FOR_SETTLED_MS,
      });
      write(options.json ? `${JSON.stringify(report)}\n` : renderReport(report));
      return report.ok ? OK : INTEGRITY_VIOLATED;
    } finally {
      await ports.close();
    }
  });
}

/** For developers: plants the fault into a copy of a data directory. Resolves to the exit code. */
export async function plantCommand(
  options: Omit<AuditCommandOptions, 'json'> & { readonly fault: string },
): Promise<number> {
  const fault = FAULTS.find((known): known is Fault => known === options.fault);
  const complain = options.complain ?? ((text) => process.stderr.write(text));
  if (fault === undefined) {
    complain(`no fault ${options.fault}; there are: ${FAULTS.join(', ')}\n`);
    return USAGE;
  }
  return withExitCode(options, async () => {
    assertDataDirectory(options.data);
    await assertNobodyLives(options.data);
    const lock = lockDataDirectory(options.data);
    try {
      const clientLog = options.clientLog[0] ?? join(options.data, CLIENT_RECORD);
      await plantOnCopy({ fault, folder: options.data, clientLog });
    } finally {
      lock.release();
    }
    return OK;
  });
}

function assertDataDirectory(data: string): void {
  if (existsSync(join(data, 'lockstep.json'))) return;
  throw new DataDirectoryError('DATA_DIR_DAMAGED', `${data} is not a data directory`);
}

function clientLogsOf(options: AuditCommandOptions): readonly string[] {
  if (options.clientLog.length > 0) return options.clientLog;
  const usual = join(options.data, CLIENT_RECORD);
  return existsSync(usual) ? [usual] : [];
}

/** A plant beside running processes would be a real fault. */
async function assertNobodyLives(data: string): Promise<void> {
  const ports = await openPorts({
    dataDir: data,
    durability: 'process',
    processName: `plant-${process.pid}`,
    faults: undefined,
  });
  try {
    await ports.clock.sleep(LISTEN_FOR_PEERS_MS);
    const alive = ports.coordination.peers().filter((peer) => peer.state !== 'down');
    if (alive.length === 0) return;
    const names = alive.map((peer) => peer.report.name).join(', ');
    throw new DataDirectoryError('DATA_DIR_IN_USE', `${data} is in use by ${names}`);
  } finally {
    await ports.close();
  }
}

async function withExitCode(
  options: Pick<AuditCommandOptions, 'complain' | 'write'> & { readonly json?: boolean },
  action: () => Promise<number>,
): Promise<number> {
  const complain = options.complain ?? ((text) => process.stderr.write(text));
  try {
    return await action();
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === null) throw error;
    const { code, message } = error as Error & { code: string };
    if (options.json === true) {
      const write = options.write ?? ((text) => process.stdout.write(text));
      write(`${JSON.stringify({ schemaVersion: 1, error: { code, message, hint: null } })}\n`);
    }
    complain(`${code}: ${message}\n`);
    return exitCode;
  }
}

/** null: a bug, not a state of the world. */
function exitCodeOf(error: unknown): number | null {
  if (error instanceof EventLogError && error.code === 'LOG_DAMAGED') return INTEGRITY_VIOLATED;
  if (error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_BROKEN') {
    return INTEGRITY_VIOLATED;
  }
  const ofTheWorld =
    error instanceof EventLogError ||
    error instanceof AccountStoreError ||
    error instanceof DataDirectoryError ||
    error instanceof ConfigError ||
    error instanceof ClientRecordError ||
    error instanceof PlantError ||
    (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)));
  return ofTheWorld ? NOT_READABLE : null;
}
