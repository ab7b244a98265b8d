/** The real process, killed with SIGKILL where it hurts most: everything is settled once all the same. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { openPorts } from '../ports/open-ports.ts';
import type { Ports } from '../ports/ports.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { conservationProblems } from './conservation.ts';
import { settledTopics } from './events-in.ts';
import { rebuild } from './rebuild.ts';
import { RandomExchange } from './testing/random-exchange.ts';
import { until } from './testing/test-ports.ts';

/** With a busy machine's delays; it takes some 0.3 s. */
const HEALED_WITHIN_MS = 15_000;

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

class SettlementProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  errors = '';

  constructor(dataDir: string, fault = '') {
    this.#child = spawn(
      process.execPath,
      [MAIN, '--data', dataDir, '--durability', 'process', '--log-level', 'warn'],
      { env: { ...process.env, FAULT: fault }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#child.stderr?.on('data', (chunk) => {
      this.errors += String(chunk);
    });
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => resolve({ code, signal }));
    });
    after(() => this.#child.kill('SIGKILL'));
  }

  stop(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }
}

async function settled(ports: Ports): Promise<void> {
  await until('all logs are settled', async () => {
    for (const topic of await settledTopics(ports.log)) {
      const { end } = await ports.log.bounds(topic);
      const next = (await ports.accounts.cursor(topic))?.nextLogOffset ?? 0;
      // The second copy of a batch has no effect, so no cursor is stored behind it.
      if (next < end - 1 || (next < end && topic === 'commands.ledger')) return false;
    }
    return true;
  });
}

let seed = 17;
function number(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed;
}

async function trade(exchange: RandomExchange, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const [kind, a, b, c, d] = [number(), number(), number(), number(), number()];
    await exchange.move({ kind, a, b, c, d });
  }
}

/** Balances and holds as text. */
async function books(ports: Pick<Ports, 'accounts'>): Promise<readonly string[]> {
  const { balances, holds } = await ports.accounts.inspect();
  return [
    ...balances
      .filter(({ available, held }) => available + held !== 0n)
      .map((each) => `${each.accountId} ${each.asset} ${each.available} ${each.held}`),
    ...holds.map((hold) => `order ${hold.orderId} ${hold.amount}`),
  ].sort();
}

for (const fault of [
  'CP13-before-settle:3',
  'CP14-inside-settle:3',
  'CP15-settled-before-next:3',
]) {
  test(`a kill at ${fault} neither loses nor doubles an effect`, { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    const ports = await openPorts({
      dataDir,
      durability: 'process',
      processName: 'test',
      faults: undefined,
    });
    const exchange = new RandomExchange(ports.accounts, ports.log);
    const first = new SettlementProcess(dataDir);
    await exchange.begin(() => settled(ports));
    await trade(exchange, 40);
    await settled(ports);
    assert.deepEqual(await first.stop(), { code: 0, signal: null });

    const killed = new SettlementProcess(dataDir, fault);
    let isOver = false;
    void killed.ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await trade(exchange, 5);
      await systemClock.sleep(5);
    }
    assert.equal((await killed.ended).signal, 'SIGKILL');
    await trade(exchange, 20);

    const startedMs = systemClock.monotonicMs();
    const healed = new SettlementProcess(dataDir);
    await settled(ports);
    const healedMs = systemClock.monotonicMs() - startedMs;
    assert.ok(healedMs < HEALED_WITHIN_MS, `settled ${healedMs} ms after the restart`);
    assert.deepEqual(conservationProblems(await ports.accounts.inspect()), []);

    // What the logs say, folded from nothing, is the judge.
    const options = {
      log: ports.log,
      clock: systemClock,
      eventsLateMsMax: 0,
      isStopped: () => false,
    };
    const expected = memoryAccountStore();
    await expected.apply((await rebuild(options))?.steps ?? []);
    assert.deepEqual(await books(ports), await books({ accounts: expected }));
    assert.deepEqual(await healed.stop(), { code: 0, signal: null });
    await ports.close();
  });
}

test('books that do not balance end the process with exit code 45', {
  timeout: 60_000,
}, async () => {
  const dataDir = temporaryFolder();
  const ports = await openPorts({
    dataDir,
    durability: 'process',
    processName: 'test',
    faults: undefined,
  });
  const exchange = new RandomExchange(ports.accounts, ports.log);
  const first = new SettlementProcess(dataDir);
  await exchange.begin(() => settled(ports));
  const cursor = await ports.accounts.cursor('commands.ledger');
  assert.ok(cursor !== null);
  const forged = { ...cursor, inputOffset: (cursor.inputOffset + 1) as typeof cursor.inputOffset };
  const credit = {
    kind: 'credit',
    accountId: 1 as never,
    asset: 'USD',
    amount: 1n as never,
  } as const;
  await ports.accounts.apply([{ topic: 'commands.ledger', cursor: forged, effects: [credit] }]);
  assert.deepEqual(await first.ended, { code: 45, signal: null });
  assert.match(first.errors, /do not balance/);
  await ports.close();
});
