import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureReserves } from '../../bench/account-store/reserves.ts';
import { environment } from '../../bench/environment.ts';
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { openLmdbAccountStore } from '../../ports/account-store/lmdb-account-store.ts';
import { openRedisAccountStore } from '../../ports/account-store/redis/redis-account-store.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import type { CommandInput } from '../command.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { type Output, table } from '../output.ts';

interface OpenedStore {
  readonly kind: 'redis' | 'lmdb';
  readonly store: AccountStore;
  /** Removes everything that the measurement wrote. */
  remove(): Promise<void>;
}

export async function benchAccountsCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const plan = {
    batch: input.count('batch'),
    accounts: input.count('accounts'),
    seconds: input.count('seconds'),
    inFlight: input.count('inFlight'),
  };
  if (Object.values(plan).some((value) => value < 1) || plan.batch > 10_000) {
    throw usageError('--batch takes 1 to 10000, the others at least 1');
  }
  const redisUrl = input.text('redis');
  const opened = redisUrl === null ? openLmdb() : await openRedis(redisUrl, output);
  try {
    const result = await measureReserves(opened.store, plan, interrupted);
    if (result === null) return ExitCode.interrupted;
    const machine = environment();
    output.result(
      {
        bench: {
          scenario: 'account-store',
          loop: 'closed: a throughput, not a latency',
          store: opened.kind,
          ...plan,
          environment: machine,
          ...result,
        },
      },
      () => [
        `${machine.cpu}, ${machine.cores} cores, kernel ${machine.kernel}, node ${machine.node}, commit ${machine.commit}`,
        ...table(
          [
            'store',
            'orders per batch',
            'batch p50 ms',
            'p99',
            'max',
            'settled/s',
            'CPU µs reserve',
            'settle',
          ],
          [
            [
              opened.kind,
              plan.batch,
              result.batchMs.p50,
              result.batchMs.p99,
              result.batchMs.max,
              result.settledPerSecond,
              result.cpuUs.reserve,
              result.cpuUs.settle,
            ],
          ],
        ),
        output.style('bold', `reserved: ${result.reservesPerSecond} orders/s`),
      ],
    );
    return ExitCode.ok;
  } finally {
    await opened.remove();
  }
}

function openLmdb(): OpenedStore {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  const store = openLmdbAccountStore({ folder, crashPoints: noCrashPoints });
  return {
    kind: 'lmdb',
    store,
    async remove() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An exchange of its own in that Redis; what else is there is left alone. */
async function openRedis(url: string, output: Output): Promise<OpenedStore> {
  const { protocol, hostname, port, username, password, pathname } = parseUrl(url);
  const store = await openRedisAccountStore({
    connection: {
      host: hostname,
      port: Number(port || '6379'),
      username: username === '' ? null : decodeURIComponent(username),
      password: password === '' ? null : decodeURIComponent(password),
      tls: protocol === 'rediss:' ? { ca: null } : null,
      database: Number(pathname.slice(1) || '0'),
      namespace: `bench-${randomBytes(6).toString('hex')}`,
    },
    safety: 'development',
    clock: systemClock,
    crashPoints: noCrashPoints,
    onWarning: (problem) => output.say(problem),
  });
  return {
    kind: 'redis',
    store,
    async remove() {
      await store.clear();
      await store.close();
    },
  };
}

function parseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['redis:', 'rediss:'].includes(parsed.protocol)) {
    throw usageError(`--redis takes a URL such as redis://127.0.0.1:6379, got "${url}"`);
  }
  return parsed;
}
