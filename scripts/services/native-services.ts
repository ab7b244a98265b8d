import type { ServicesRecord } from '../../ports/config/services-record.ts';
import { brokersAnswer, KafkaCluster } from './kafka-cluster.ts';
import { RedisServer, redisAnswers } from './redis-server.ts';
import { type S3Kind, S3Server, s3Answers } from './s3-server.ts';
import { type ServerLife, ServerProcess } from './server-process.ts';

export const SNAPSHOT_BUCKET = 'exchange-snapshots';
export const ARCHIVE_BUCKET = 'exchange-archive';

export interface ServicesOptions {
  readonly brokers: 1 | 3;
  readonly s3: S3Kind;
  /** Empty; data and logs. */
  readonly folder: string;
  readonly say: (message: string) => void;
  readonly life: ServerLife;
}

/** One Kafka, one Redis and one S3 server as processes of this machine. */
export class NativeServices {
  readonly kafka: KafkaCluster;
  readonly redis: RedisServer;
  readonly s3: S3Server;
  readonly #options: ServicesOptions;

  private constructor(
    servers: { readonly kafka: KafkaCluster; readonly redis: RedisServer; readonly s3: S3Server },
    options: ServicesOptions,
  ) {
    this.kafka = servers.kafka;
    this.redis = servers.redis;
    this.s3 = servers.s3;
    this.#options = options;
  }

  /** Resolves once all answer. Throws ServiceError, of the first that cannot; none is left then. */
  static async start(options: ServicesOptions): Promise<NativeServices> {
    const { folder, say, life } = options;
    const [kafka, redis, s3] = await Promise.allSettled([
      KafkaCluster.start({ folder, brokers: options.brokers, say, life }),
      RedisServer.start({ folder: `${folder}/redis`, say, life }),
      S3Server.start({
        folder: `${folder}/s3`,
        kind: options.s3,
        buckets: [SNAPSHOT_BUCKET, ARCHIVE_BUCKET],
        say,
        life,
      }),
    ]);
    if (kafka.status === 'rejected' || redis.status === 'rejected' || s3.status === 'rejected') {
      const results = [kafka, redis, s3];
      await Promise.all(
        results.flatMap((each) => (each.status === 'fulfilled' ? [each.value.kill()] : [])),
      );
      throw results.find((each) => each.status === 'rejected')?.reason;
    }
    return new NativeServices({ kafka: kafka.value, redis: redis.value, s3: s3.value }, options);
  }

  /** What the tests of the services suite find their servers in. */
  environment(): Readonly<Record<string, string>> {
    return {
      LOCKSTEP_TEST_KAFKA: this.kafka.brokers.join(','),
      LOCKSTEP_TEST_REDIS: this.redis.url,
      LOCKSTEP_TEST_S3: this.s3.url,
    };
  }

  record(): ServicesRecord {
    const { kafka, redis, s3 } = this;
    return {
      engine: { kind: 'native' },
      brokers: kafka.brokers,
      redis: redis.url,
      redisPassword: null,
      s3: {
        kind: this.#options.s3,
        ...s3.access,
        bucket: SNAPSHOT_BUCKET,
        archiveBucket: ARCHIVE_BUCKET,
      },
      folder: this.#options.folder,
      processes: [
        ...kafka.processes.map((each, index) => ({ name: `kafka-${index + 1}`, ...each.identity })),
        { name: 'redis', ...redis.process.identity },
        { name: this.#options.s3, ...s3.process.identity },
      ],
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.kafka.stop(), this.redis.stop(), this.s3.stop()]);
  }
}

/** Whether each server of the record answers; the reason of the first that does not. */
export async function healthOf(
  record: ServicesRecord,
): Promise<readonly { readonly name: string; readonly problem: string | null }[]> {
  const dead = (): string => 'it does not answer';
  const checks: readonly (readonly [string, () => Promise<void>])[] = [
    ['kafka', () => brokersAnswer(record.brokers, dead)],
    ['redis', () => redisAnswers(Number(new URL(record.redis).port), dead)],
    [record.s3.kind, () => s3Answers(record.s3.endpoint, dead)],
  ];
  return Promise.all(
    checks.map(async ([name, check]) => {
      try {
        await check();
        return { name, problem: null };
      } catch (error) {
        return { name, problem: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

/** Ends those of the record that are still the processes that we started. */
export async function stopProcessesOf(record: ServicesRecord): Promise<void> {
  await Promise.all(
    record.processes.map(({ pid, start }) => ServerProcess.of({ pid, start }, '').stop()),
  );
}
