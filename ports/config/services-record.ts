/**
 * `.services.json` of the work tree, mode 600: the servers that `npm run services -- up` started, and
 * how to reach them. `up --profile kafka` takes from it what it was not given.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ProcessIdentity } from '../process/process-identity.ts';

export interface ServicesRecord {
  /** `native`: processes of ours. `compose`: containers of this compose project. */
  readonly engine:
    | { readonly kind: 'native' }
    | { readonly kind: 'compose'; readonly project: string };
  readonly brokers: readonly string[];
  /** `redis://127.0.0.1:6379`. */
  readonly redis: string;
  /** null: only this machine reaches it. */
  readonly redisPassword: string | null;
  readonly s3: {
    readonly kind: 'versitygw' | 'minio';
    readonly endpoint: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly bucket: string;
    readonly archiveBucket: string;
  };
  /** Data and logs. */
  readonly folder: string;
  readonly processes: readonly (ProcessIdentity & { readonly name: string })[];
}

/** Of this work tree, so that two clones on one machine do not share servers unknowingly. */
export const servicesRecordPath = (): string =>
  process.env['LOCKSTEP_SERVICES'] ??
  // dist/ports/config/services-record.js
  join(resolve(fileURLToPath(new URL('../../../', import.meta.url))), '.services.json');

/** null: no servers were started, or they were stopped. Throws on a file that is not JSON. */
export function findServicesRecord(path = servicesRecordPath()): ServicesRecord | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ServicesRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
