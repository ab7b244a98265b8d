import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../../ports/process/free-ports.ts';
import { goProgram } from './fetched-programs.ts';
import { RestartableServer } from './restartable-server.ts';
import { type ServerLife, ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export type S3Kind = 'versitygw' | 'minio';

// The SDK warns on every start that its releases after January 2027 want a newer Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const START_DEADLINE_MS = 60_000;
const REGION = 'us-east-1';

export interface S3Options {
  readonly folder: string;
  readonly kind?: S3Kind;
  /** Made once it answers. */
  readonly buckets?: readonly string[];
  readonly say?: (message: string) => void;
  /** `with-us` where nothing else is said. */
  readonly life?: ServerLife;
}

export interface S3Access {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An S3 server on 127.0.0.1 with keys of its own. Keeps its port and its objects. */
export class S3Server extends RestartableServer {
  readonly access: S3Access;
  readonly #kind: S3Kind;
  readonly #program: string;
  readonly #port: number;
  readonly #folder: string;
  readonly #life: ServerLife;

  private constructor(program: string, port: number, options: S3Options) {
    super();
    this.#program = program;
    this.#life = options.life ?? 'with-us';
    this.#kind = options.kind ?? 'versitygw';
    this.#port = port;
    this.#folder = options.folder;
    this.access = {
      endpoint: `http://127.0.0.1:${port}`,
      accessKeyId: `lockstep-${randomBytes(6).toString('hex')}`,
      secretAccessKey: randomBytes(24).toString('hex'),
    };
  }

  /** Throws ServiceError; nothing is left running then. */
  static async start(options: S3Options): Promise<S3Server> {
    const program = await goProgram(options.kind ?? 'versitygw', options.say ?? (() => {}));
    for (const name of ['objects', 'attributes']) {
      mkdirSync(join(options.folder, name), { recursive: true, mode: 0o700 });
    }
    const server = new S3Server(program, await freePort(), options);
    await server.restart();
    try {
      for (const bucket of options.buckets ?? []) await createBucket(server.access, bucket);
      return server;
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  /** With the keys inside. */
  get url(): string {
    return urlOf(this.access);
  }

  /** Where a file of an object can be torn or flipped by hand (versitygw: bucket/key). */
  get objectsFolder(): string {
    return join(this.#folder, 'objects');
  }

  protected answers(): Promise<void> {
    return s3Answers(this.access.endpoint, () => this.process.diagnosis());
  }

  protected launch(): ServerProcess {
    const { accessKeyId, secretAccessKey } = this.access;
    const address = `127.0.0.1:${this.#port}`;
    const logPath = join(this.#folder, `${this.#kind}.log`);
    // Keys by the environment: an argument is readable by everybody on the machine.
    if (this.#kind === 'minio') {
      return ServerProcess.start({
        command: this.#program,
        arguments: ['server', '--quiet', '--address', address, this.objectsFolder],
        environment: { MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey },
        logPath,
        life: this.#life,
      });
    }
    return ServerProcess.start({
      command: this.#program,
      arguments: [
        ...['--quiet', '--port', address, '--region', REGION, 'posix'],
        // Attributes of objects beside them: not every file system has extended attributes.
        ...['--sidecar', join(this.#folder, 'attributes'), this.objectsFolder],
      ],
      environment: { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey },
      logPath,
      life: this.#life,
    });
  }
}

export function urlOf({ endpoint, accessKeyId, secretAccessKey }: S3Access): string {
  const url = new URL(endpoint);
  url.username = accessKeyId;
  url.password = secretAccessKey;
  return url.href.replace(/\/$/, '');
}

/** Resolves once it answers at all: a request without a key is refused, which is an answer. */
export function s3Answers(endpoint: string, diagnosis: () => string | null): Promise<void> {
  return until(
    'S3',
    START_DEADLINE_MS,
    async () => {
      const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
      await answer.arrayBuffer();
      // MinIO answers 503 while it initialises.
      return answer.status < 500;
    },
    diagnosis,
  );
}

/** A bucket that is there already is as good. */
export async function createBucket(access: S3Access, bucket: string): Promise<void> {
  const { endpoint, accessKeyId, secretAccessKey } = access;
  const client = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'BucketAlreadyOwnedByYou' && name !== 'BucketAlreadyExists') throw error;
  } finally {
    client.destroy();
  }
}
