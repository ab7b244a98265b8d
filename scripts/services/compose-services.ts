import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServicesRecord } from '../../ports/config/services-record.ts';
import { freePorts } from '../../ports/process/free-ports.ts';
import { brokersAnswer } from './kafka-cluster.ts';
import { ARCHIVE_BUCKET, type ServicesOptions, SNAPSHOT_BUCKET } from './native-services.ts';
import { redisAnswers } from './redis-server.ts';
import { runTool } from './run-tool.ts';
import { createBucket, s3Answers } from './s3-server.ts';
import { findTool } from './tool-path.ts';

/** dist/scripts/services → the work tree. */
const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

const ASK_DEADLINE_MS = 20_000;
/** The images are pulled the first time. */
const UP_DEADLINE_MS = 900_000;
const DOWN_DEADLINE_MS = 120_000;

const stillStarting = (): null => null;

/** Whether there is a Docker engine with compose. */
export async function composeEngineAnswers(): Promise<boolean> {
  const docker = findTool('docker');
  if (docker === null) return false;
  try {
    const ask = (words: readonly string[]): Promise<string> =>
      runTool({
        command: docker,
        arguments: words,
        deadlineMs: ASK_DEADLINE_MS,
        purpose: 'asking for a Docker engine',
      });
    await ask(['version', '--format', '{{.Server.Version}}']);
    await ask(['compose', 'version']);
    return true;
  } catch {
    return false;
  }
}

/** The servers of docker-compose.yml on free ports of this machine. Throws ServiceError. */
export async function startWithCompose(
  options: Omit<ServicesOptions, 'life'>,
): Promise<ServicesRecord> {
  const ports = await freePorts(options.brokers + 2);
  const kafkaPorts = ports.slice(0, options.brokers);
  const [redisPort, s3Port] = ports.slice(options.brokers) as [number, number];
  const project = `lockstep-${randomBytes(4).toString('hex')}`;
  const access = {
    endpoint: `http://127.0.0.1:${s3Port}`,
    accessKeyId: `lockstep-${randomBytes(6).toString('hex')}`,
    secretAccessKey: randomBytes(24).toString('hex'),
  };
  const secrets = {
    STORE_PASSWORD: randomBytes(24).toString('hex'),
    S3_ACCESS_KEY_ID: access.accessKeyId,
    S3_SECRET_ACCESS_KEY: access.secretAccessKey,
    MASTER_KEY: randomBytes(32).toString('hex'),
    KAFKA_CLUSTER_ID: `L${randomBytes(16).toString('base64url').slice(1)}`,
  };
  const s3Service = options.s3 === 'minio' ? 'minio' : 's3';
  const kafka = options.brokers === 3 ? ['kafka-1', 'kafka-2', 'kafka-3'] : ['kafka'];
  options.say('docker compose up …');
  try {
    await compose(project, ['up', '--detach', '--wait', ...kafka, 'redis', s3Service], {
      deadlineMs: UP_DEADLINE_MS,
      environment: {
        ...Object.fromEntries(
          kafkaPorts.map((port, index) => [portVariable(options.brokers, index), String(port)]),
        ),
        REDIS_PORT: String(redisPort),
        [options.s3 === 'minio' ? 'MINIO_PORT' : 'S3_PORT']: String(s3Port),
        ...secrets,
      },
    });
    const brokers = kafkaPorts.map((port) => `127.0.0.1:${port}`);
    await brokersAnswer(brokers, stillStarting);
    await redisAnswers(redisPort, stillStarting);
    await s3Answers(access.endpoint, stillStarting);
    for (const bucket of [SNAPSHOT_BUCKET, ARCHIVE_BUCKET]) await createBucket(access, bucket);
    return {
      engine: { kind: 'compose', project },
      brokers,
      redis: `redis://127.0.0.1:${redisPort}`,
      redisPassword: secrets.STORE_PASSWORD,
      s3: { kind: options.s3, ...access, bucket: SNAPSHOT_BUCKET, archiveBucket: ARCHIVE_BUCKET },
      folder: options.folder,
      processes: [],
    };
  } catch (error) {
    await down(project);
    throw error;
  }
}

const portVariable = (brokers: 1 | 3, index: number): string =>
  brokers === 1 ? 'KAFKA_PORT' : `KAFKA_${index + 1}_PORT`;

/** Containers and volumes of the record's project, and no others. */
export async function stopWithCompose(record: ServicesRecord): Promise<void> {
  if (record.engine.kind === 'compose') await down(record.engine.project);
}

async function down(project: string): Promise<void> {
  await compose(project, ['--profile', '*', 'down', '--volumes', '--timeout', '10'], {
    deadlineMs: DOWN_DEADLINE_MS,
    // Interpolated, but of no effect on what is removed.
    environment: {
      STORE_PASSWORD: 'none',
      S3_ACCESS_KEY_ID: 'none',
      S3_SECRET_ACCESS_KEY: 'none',
      MASTER_KEY: 'none',
    },
  });
}

function compose(
  project: string,
  words: readonly string[],
  options: {
    readonly deadlineMs: number;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<string> {
  return runTool({
    command: 'docker',
    arguments: ['compose', '--project-name', project, ...words],
    folder: ROOT,
    deadlineMs: options.deadlineMs,
    environment: options.environment,
    purpose: 'docker compose',
  });
}
