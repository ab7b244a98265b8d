import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../ports/process/free-ports.ts';
import { redisProgram } from './fetched-programs.ts';
import { RestartableServer } from './restartable-server.ts';
import { type ServerLife, ServerProcess } from './server-process.ts';
import { until } from './until.ts';

const START_DEADLINE_MS = 30_000;

export interface RedisOptions {
  /** An append-only file that is there already is loaded. */
  readonly folder: string;
  /** Absent: none, and only loopback reaches it. */
  readonly password?: string;
  /** More of redis.conf, e.g. `{ 'maxmemory-policy': 'allkeys-lru' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly say?: (message: string) => void;
  /** `with-us` where nothing else is said. */
  readonly life?: ServerLife;
}

/** A Redis on 127.0.0.1 that syncs its append-only file before it answers. Keeps its port. */
export class RedisServer extends RestartableServer {
  readonly port: number;
  readonly folder: string;
  readonly #program: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #password: string | null;
  readonly #life: ServerLife;

  private constructor(program: string, port: number, options: RedisOptions) {
    super();
    this.port = port;
    this.folder = options.folder;
    this.#program = program;
    this.#life = options.life ?? 'with-us';
    this.#settings = options.settings ?? {};
    this.#password = options.password ?? null;
  }

  /** Throws ServiceError; nothing is left running then. */
  static async start(options: RedisOptions): Promise<RedisServer> {
    const program = await redisProgram(options.say ?? (() => {}));
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const server = new RedisServer(program, await freePort(), options);
    await server.restart();
    return server;
  }

  get url(): string {
    const login = this.#password === null ? '' : `:${encodeURIComponent(this.#password)}@`;
    return `redis://${login}127.0.0.1:${this.port}`;
  }

  /** Folder of the append-only file, to copy while the server is down. */
  get appendOnlyFolder(): string {
    return join(this.folder, 'appendonlydir');
  }

  protected answers(): Promise<void> {
    return redisAnswers(this.port, () => this.process.diagnosis());
  }

  protected launch(): ServerProcess {
    const settings = {
      port: String(this.port),
      bind: '127.0.0.1',
      dir: this.folder,
      appendonly: 'yes',
      appendfsync: 'always',
      // The append-only file is the durable copy; a fork for another one would only cost latency.
      save: '',
      'maxmemory-policy': 'noeviction',
      ...(this.#password === null ? {} : { requirepass: this.#password }),
      ...this.#settings,
    };
    return ServerProcess.start({
      command: this.#program,
      arguments: Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]),
      logPath: join(this.folder, 'redis.log'),
      life: this.#life,
    });
  }
}

/** Resolves once it serves commands, and no longer loads its file. Throws ServiceError. */
export function redisAnswers(port: number, diagnosis: () => string | null): Promise<void> {
  return until(
    'Redis',
    START_DEADLINE_MS,
    // A server with a password says so, which is an answer too; one that loads says LOADING.
    async () => /^(\+PONG|-NOAUTH)/.test(await ping(port)),
    diagnosis,
  );
}

function ping(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 2_000 });
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(String(answer));
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed without an answer')));
  });
}
