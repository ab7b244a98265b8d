import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { OrderFlow } from './testing/order-flow.ts';
import { ProcessCluster, type TestProcess } from './testing/process-cluster.ts';

const MARKET = 'BTC-USD';
const SEED = Number(process.env['SEED'] ?? 1234);

let cluster: ProcessCluster;
let flow: OrderFlow;

beforeEach(async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  cluster = await ProcessCluster.open();
  flow = new OrderFlow({ market: MARKET, seed: SEED });
  await cluster.createMarket(flow);
});
afterEach(() => cluster.close());

/** A leader that has been there for a while, and a standby. */
async function startPair(
  faults: { readonly primary?: string; readonly standby?: string } = {},
): Promise<{ primary: TestProcess; standby: TestProcess }> {
  const primary = cluster.engine('engine-a', faults.primary);
  await cluster.hasRole('engine-a', MARKET, 'primary');
  const standby = cluster.engine('engine-b', faults.standby);
  await cluster.hasRole('engine-b', MARKET, 'standby');
  return { primary, standby };
}

const leaderChange = () =>
  cluster.nextEmitted(MARKET, ({ events }) =>
    events.some(({ kind }) => kind === 'LeadershipChanged'),
  );

const pause = (ms: number) => cluster.ports.clock.sleep(ms);

async function assertVerified(): Promise<void> {
  await cluster.stopStream();
  const verification = await cluster.verified(MARKET);
  assert.deepEqual(verification.problems, []);
  assert.equal(verification.unanswered, 0);
  assert.equal(verification.batchesConfirmed, verification.records);
  const { records, events, copies } = verification;
  process.stdout.write(`verified: ${JSON.stringify({ records, events, copies })}\n`);
}

/** Milliseconds from the fault to the first output of the new leader. */
async function takeoverMs(fault: () => void): Promise<number> {
  const startedMs = cluster.ports.clock.monotonicMs();
  const changed = leaderChange();
  fault();
  await changed;
  return cluster.ports.clock.monotonicMs() - startedMs;
}

/**
 * Continues a process that was stopped. One that stopped with the log's write lock in its hand was ended
 * by the others (ports/embedded/lock-watch.ts); it is begun again then, as a supervisor does.
 */
async function resumed(stopped: TestProcess): Promise<TestProcess> {
  stopped.signal('SIGCONT');
  await cluster.eventually(
    () => !cluster.has(stopped) || cluster.isRole(stopped.name, MARKET, 'standby'),
    `${stopped.name} is standby, or ended`,
  );
  if (cluster.has(stopped)) return stopped;
  assert.equal(await stopped.ended, 'SIGKILL');
  const again = cluster.engine(stopped.name);
  await cluster.hasRole(again.name, MARKET, 'standby');
  return again;
}

describe('under a stream of commands', () => {
  it('kill -9 of the primary, again and again, loses and doubles nothing', async () => {
    let { primary, standby } = await startPair();
    cluster.stream(flow);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await pause(300);
      times.push(await takeoverMs(() => primary.signal('SIGKILL')));
      const again = cluster.engine(primary.name);
      await cluster.hasRole(again.name, MARKET, 'standby');
      [primary, standby] = [standby, again];
    }
    await assertVerified();
    process.stdout.write(`takeover after kill -9, ms: ${times.map(Math.round).join(' ')}\n`);
  });

  it('a primary that is stopped and continued becomes a standby', async () => {
    let { primary, standby } = await startPair();
    cluster.stream(flow);
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await pause(300);
      times.push(await takeoverMs(() => primary.signal('SIGSTOP')));
      await pause(200);
      const behind = await resumed(primary);
      await cluster.hasRole(standby.name, MARKET, 'primary');
      [primary, standby] = [standby, behind];
    }
    await assertVerified();
    process.stdout.write(`takeover after SIGSTOP, ms: ${times.map(Math.round).join(' ')}\n`);
  });

  it('a stopped standby accuses nobody when it goes on', async () => {
    const { primary, standby } = await startPair();
    cluster.stream(flow);
    // Not always 1: on a busy machine the two may have taken turns at the start.
    const epochOf = (name: string) => cluster.peer(name)?.report.markets[0]?.epoch;
    const led = epochOf(primary.name);
    standby.signal('SIGSTOP');
    await pause(600);
    standby.signal('SIGCONT');
    await pause(600);
    await cluster.hasRole(primary.name, MARKET, 'primary');
    await cluster.hasRole(standby.name, MARKET, 'standby');
    await assertVerified();
    assert.ok(led !== undefined && led > 0, 'it led before');
    assert.equal(epochOf(primary.name), led);
  });

  it('kill -9 of both together: the next ones go on where they were', async () => {
    const { primary, standby } = await startPair();
    cluster.stream(flow);
    await pause(500);
    primary.signal('SIGKILL');
    standby.signal('SIGKILL');
    await pause(100);
    cluster.engine('engine-a');
    cluster.engine('engine-b');
    await leaderChange();
    await assertVerified();
  });
});

describe('a crash of the primary at', () => {
  for (const fault of [
    'CP5-before-apply:100',
    'CP6-applied-not-emitted:50',
    'CP7-mid-emit-batch:50',
    'CP16-log-mid-append:60',
    'CP17-appended-before-fsync:60',
  ]) {
    it(`${fault} is healed by the standby`, async () => {
      const primary = cluster.engine('engine-a', fault);
      await cluster.hasRole('engine-a', MARKET, 'primary');
      cluster.engine('engine-b');
      await cluster.hasRole('engine-b', MARKET, 'standby');
      cluster.stream(flow);
      assert.equal(await primary.ended, 'SIGKILL');
      await cluster.hasRole('engine-b', MARKET, 'primary');
      cluster.engine('engine-a');
      await cluster.hasRole('engine-a', MARKET, 'standby');
      await pause(200);
      await assertVerified();
    });
  }
});

describe('a crash of the standby while it takes over, at', () => {
  for (const fault of ['CP20-after-claim', 'CP21-mid-tail-drain', 'CP22-before-first-emit']) {
    it(`${fault}: whoever comes back leads`, async () => {
      const { primary, standby } = await startPair({ standby: fault });
      cluster.stream(flow);
      await pause(200);
      primary.signal('SIGKILL');
      assert.equal(await standby.ended, 'SIGKILL');
      await pause(100);
      const changed = leaderChange();
      cluster.engine('engine-a');
      cluster.engine('engine-b');
      await changed;
      await pause(200);
      await assertVerified();
    });
  }
});

describe('a crash during recovery', () => {
  it('five times nested converges', async () => {
    const { primary, standby } = await startPair();
    cluster.start('snapshotter', 'snapshotter', ['--snapshot-interval-ms', '200']);
    cluster.stream(flow, 1);
    await cluster.eventually(
      async () => (await cluster.ports.snapshots.list(MARKET)).length >= 2,
      'two snapshots',
    );
    primary.signal('SIGKILL');
    standby.signal('SIGKILL');
    for (let reach = 1; reach <= 5; reach += 1) {
      const dying = cluster.engine('engine-a', `CP24-during-recovery:${Math.min(reach, 2)}`);
      assert.equal(await dying.ended, 'SIGKILL');
    }
    cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    await assertVerified();
  });
});
