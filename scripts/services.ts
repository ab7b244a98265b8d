/**
 * Kafka, Redis and an S3 server for `up --profile kafka`.
 *
 *   npm run services -- up [--brokers 1|3] [--s3 versitygw|minio] [--native] [--json]
 *   npm run services -- status | down [--json]
 *
 * Where a Docker engine answers, by docker-compose.yml; else as processes of this machine. What was
 * started stands in `.services.json`, so that `up` starts nothing twice and `down` ends only that.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { findServicesRecord, type ServicesRecord } from '../ports/config/services-record.ts';
import { healthOf } from './services/native-services.ts';
import type { S3Kind } from './services/s3-server.ts';
import { ServiceError } from './services/service-error.ts';
import { startServices, stopServices } from './services/started-services.ts';

const USAGE =
  'usage: npm run services -- up|down|status [--brokers 1|3] [--s3 versitygw|minio] [--native] [--json]';

interface Words {
  readonly verb: 'up' | 'down' | 'status';
  readonly brokers: 1 | 3;
  readonly s3: S3Kind;
  readonly native: boolean;
  readonly json: boolean;
}

function wordsOf(): Words | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        brokers: { type: 'string', default: '1' },
        s3: { type: 'string', default: 'versitygw' },
        native: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [verb, ...rest] = positionals;
    const { brokers, s3, native, json } = values;
    if (rest.length > 0 || (verb !== 'up' && verb !== 'down' && verb !== 'status')) return null;
    if (brokers !== '1' && brokers !== '3') return null;
    if (s3 !== 'versitygw' && s3 !== 'minio') return null;
    return { verb, brokers: brokers === '3' ? 3 : 1, s3, native, json };
  } catch {
    return null;
  }
}

const say = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

function tell(json: boolean, facts: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(facts, null, 2)}\n` : `${lines.join('\n')}\n`);
}

/** What may be shown: the keys of the S3 server stay in the file. */
function factsOf(record: ServicesRecord): object {
  const { accessKeyId: _key, secretAccessKey: _secret, ...s3 } = record.s3;
  const { redisPassword: _password, ...rest } = record;
  return { ...rest, s3 };
}

function linesOf(record: ServicesRecord): readonly string[] {
  const { hostname, port } = new URL(record.redis);
  return [
    `kafka   ${record.brokers.join(',')}`,
    `redis   ${record.redis}   (redis-cli -h ${hostname} -p ${port} get snapshot_offset:BTC-USD)`,
    `s3      ${record.s3.endpoint}   (${record.s3.kind}; buckets ${record.s3.bucket}, ${record.s3.archiveBucket})`,
    `data    ${record.folder}`,
  ];
}

async function up(words: Words): Promise<number> {
  const { record, started } = await startServices(words, say);
  tell(words.json, { started, services: factsOf(record) }, [
    started ? 'started' : 'runs already',
    ...linesOf(record),
    'next: npm run -s lockstep -- up --profile kafka --demo',
  ]);
  return 0;
}

async function status(words: Words): Promise<number> {
  const record = findServicesRecord();
  if (record === null) {
    tell(words.json, { running: false }, ['no servers were started; npm run services -- up']);
    return 3;
  }
  const health = await healthOf(record);
  const running = health.every(({ problem }) => problem === null);
  tell(words.json, { running, health, services: factsOf(record) }, [
    ...linesOf(record),
    ...health.map(({ name, problem }) => `${name}: ${problem ?? 'answers'}`),
  ]);
  return running ? 0 : 3;
}

async function down(words: Words): Promise<number> {
  const stopped = await stopServices();
  tell(words.json, { stopped }, [stopped ? 'stopped' : 'no servers were started']);
  return 0;
}

const words = wordsOf();
if (words === null) {
  say(USAGE);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await { up, status, down }[words.verb](words);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (words.json) tell(true, { error: { code: error.code, message: error.message } }, []);
    say(`${error.code}: ${error.message}`);
    process.exitCode = 1;
  }
}
