import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { NativeServices } from './native-services.ts';
import { S3Server } from './s3-server.ts';

const VARIABLES = ['LOCKSTEP_TEST_KAFKA', 'LOCKSTEP_TEST_REDIS', 'LOCKSTEP_TEST_S3'] as const;

/** MinIO beside the S3 server of every test, for the contracts that are held to both. */
export async function withMinio<Answer>(
  say: (message: string) => void,
  use: () => Promise<Answer>,
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-minio-'));
  let minio: S3Server | null = null;
  try {
    minio = await S3Server.start({ folder, kind: 'minio', say });
    process.env['LOCKSTEP_TEST_MINIO'] = minio.url;
    return await use();
  } finally {
    await minio?.stop();
    delete process.env['LOCKSTEP_TEST_MINIO'];
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Gives the services suite its servers: those that the environment names, or new ones. Throws
 * ServiceError when they cannot be had: the suite then fails, it is never passed over.
 */
export async function withTestServers<Answer>(
  say: (message: string) => void,
  use: () => Promise<Answer>,
): Promise<Answer> {
  const missing = VARIABLES.filter((name) => (process.env[name] ?? '') === '');
  if (missing.length === 0) return use();
  if (missing.length < VARIABLES.length) {
    throw new Error(`set all of ${VARIABLES.join(', ')}, or none; missing: ${missing.join(', ')}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-servers-'));
  let services: NativeServices | null = null;
  // Servers end with this process; a signal has to be an exit for its handlers to run.
  const interrupted = (): void => process.exit(130);
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    services = await NativeServices.start({
      brokers: 1,
      s3: 'versitygw',
      folder,
      say,
      life: 'with-us',
    });
    Object.assign(process.env, services.environment());
    return await use();
  } finally {
    await services?.stop();
    for (const name of VARIABLES) delete process.env[name];
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    rmSync(folder, { recursive: true, force: true });
  }
}
