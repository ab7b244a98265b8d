import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
  findServicesRecord,
  type ServicesRecord,
  servicesRecordPath,
} from '../../ports/config/services-record.ts';
import { composeEngineAnswers, startWithCompose, stopWithCompose } from './compose-services.ts';
import { healthOf, NativeServices, stopProcessesOf } from './native-services.ts';
import type { S3Kind } from './s3-server.ts';

export interface WantedServices {
  readonly brokers: 1 | 3;
  readonly s3: S3Kind;
  /** Not with a Docker engine, although one may answer. */
  readonly native: boolean;
}

/**
 * The servers of this work tree. Those that run already stay, whatever was wanted; what an earlier
 * start left half dead is ended first. Throws ServiceError.
 */
export async function startServices(
  wanted: WantedServices,
  say: (message: string) => void,
): Promise<{ readonly record: ServicesRecord; readonly started: boolean }> {
  const before = findServicesRecord();
  if (before !== null) {
    const problems = (await healthOf(before)).filter(({ problem }) => problem !== null);
    if (problems.length === 0) return { record: before, started: false };
    say(`${problems.map(({ name }) => name).join(', ')} no longer answer; starting anew …`);
    await stopServices();
  }
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-services-'));
  try {
    const record =
      !wanted.native && (await composeEngineAnswers())
        ? await startWithCompose({ ...wanted, folder, say })
        : await startNatively({ ...wanted, folder, say });
    writeRecord(record);
    return { record, started: true };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startNatively(
  options: WantedServices & {
    readonly folder: string;
    readonly say: (message: string) => void;
  },
): Promise<ServicesRecord> {
  const services = await NativeServices.start({ ...options, life: 'until-stopped' });
  return services.record();
}

/** false: there were none. Their data goes too. */
export async function stopServices(): Promise<boolean> {
  const record = findServicesRecord();
  if (record === null) return false;
  if (record.engine.kind === 'compose') await stopWithCompose(record);
  else await stopProcessesOf(record);
  rmSync(record.folder, { recursive: true, force: true });
  rmSync(servicesRecordPath(), { force: true });
  return true;
}

/** Keys stand in it: for the owner only. */
function writeRecord(record: ServicesRecord): void {
  const path = servicesRecordPath();
  const newPath = `${path}.${process.pid}.new`;
  writeFileSync(newPath, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(newPath, path);
}
