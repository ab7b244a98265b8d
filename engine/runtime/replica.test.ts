import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { encodeEventBatch } from '../../proto/codec.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { epoch } from '../../proto/units.ts';
import { Replica } from './replica.ts';
import { erringFrom } from './testing/erring-machine.ts';
import { controlRecord, OrderFlow } from './testing/order-flow.ts';
import {
  eventually,
  replicaOf,
  roleOf,
  TestCluster,
  type TestNode,
} from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';

let cluster: TestCluster;
let flow: OrderFlow;

beforeEach(async () => {
  cluster = new TestCluster();
  flow = new OrderFlow({ market: MARKET, seed: 7 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start()]);
});
afterEach(() => cluster.close());

const primaryOf = (nodes: readonly TestNode[]): TestNode | undefined =>
  nodes.find((node) => roleOf(node, MARKET) === 'primary');

async function settled(nodes: readonly TestNode[]): Promise<TestNode> {
  await eventually(
    () =>
      nodes.filter((node) => roleOf(node, MARKET) === 'primary').length === 1 &&
      nodes.every((node) => ['primary', 'standby'].includes(roleOf(node, MARKET) ?? '')),
    'one leads, the others stand by',
  );
  const primary = primaryOf(nodes);
  assert.ok(primary);
  return primary;
}

/** The cluster's log, which tells how far it goes only then. */
function endsToldWhen(told: () => Promise<void>): EventLog {
  return new Proxy(cluster.log, {
    get: (log, key) => {
      if (key === 'bounds') return (topic: string) => told().then(() => log.bounds(topic));
      const member = Reflect.get(log, key, log);
      return typeof member === 'function' ? member.bind(log) : member;
    },
  });
}

/** Every record answered once (copies apart), and nothing but what a replay from the start says. */
async function assertVerified(): Promise<void> {
  await cluster.answered(MARKET);
  const verification = await cluster.verify(MARKET);
  assert.deepEqual(verification.problems, []);
  assert.equal(verification.unanswered, 0);
  assert.ok(verification.records > 1);
}

describe('two replicas of a market', () => {
  it('settle on one leader when both start at once', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    const primary = await settled(nodes);
    await cluster.append(MARKET, flow.many(50));
    await assertVerified();
    const changes = (await cluster.emitted(MARKET)).flatMap(({ events }) =>
      events.filter(({ kind }) => kind === 'LeadershipChanged'),
    );
    assert.equal(changes.length, 1);
    assert.equal(replicaOf(primary, MARKET).report().epoch, 1);
  });

  it('a losing claim changes nothing', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    const primary = await settled(nodes);
    const late = { kind: 'LeadershipClaimed', epoch: epoch(1), node: 'engine-z' } as const;
    await cluster.append(MARKET, [controlRecord(late)]);
    await cluster.append(MARKET, flow.many(10));
    await assertVerified();
    assert.equal(roleOf(primary, MARKET), 'primary');
  });

  it('the standby takes over when the primary is gone, and emits what is missing', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    const primary = await settled(nodes);
    await cluster.append(MARKET, flow.many(100));
    await cluster.answered(MARKET);
    await primary.kill();
    // Nobody answers these at first.
    await cluster.append(MARKET, flow.many(100));
    await assertVerified();
    const standby = nodes.find((node) => node !== primary);
    assert.ok(standby);
    assert.equal(roleOf(standby, MARKET), 'primary');
    assert.equal(replicaOf(standby, MARKET).report().epoch, 2);
    assert.deepEqual(
      standby.lines.filter(({ level }) => level === 'error'),
      [],
    );
  });

  it('does not hand leadership back to who comes again', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    const primary = await settled(nodes);
    await primary.kill();
    const standby = nodes.find((node) => node !== primary) as TestNode;
    await eventually(() => roleOf(standby, MARKET) === 'primary', 'the standby leads');
    const again = cluster.start(primary.name);
    await eventually(() => roleOf(again, MARKET) === 'standby', 'it stands by');
    await cluster.append(MARKET, flow.many(50));
    await assertVerified();
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(roleOf(standby, MARKET), 'primary');
    assert.equal(roleOf(again, MARKET), 'standby');
  });

  it('a frozen primary that goes on emits only copies, and steps down', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    const primary = await settled(nodes);
    await cluster.append(MARKET, flow.many(20));
    await cluster.answered(MARKET);
    // It has the records and has not emitted their outputs yet.
    const appending = cluster.append(MARKET, flow.many(30));
    await new Promise((resolve) => setImmediate(resolve));
    primary.freeze();
    await appending;
    cluster.neighbourhood.set(primary.name, 'silent');
    const standby = nodes.find((node) => node !== primary) as TestNode;
    await eventually(() => roleOf(standby, MARKET) === 'primary', 'the standby leads');
    await cluster.append(MARKET, flow.many(30));
    await cluster.answered(MARKET);
    cluster.neighbourhood.set(primary.name, 'up');
    primary.thaw();
    await eventually(() => roleOf(primary, MARKET) === 'standby', 'the zombie stands by');
    await cluster.append(MARKET, flow.many(30));
    await assertVerified();
    assert.equal(roleOf(standby, MARKET), 'primary');
  });

  it('outputs emitted again by a zombie are byte-identical and harmless', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    await settled(nodes);
    await cluster.append(MARKET, flow.many(40));
    await cluster.answered(MARKET);
    const copies = (await cluster.emitted(MARKET)).slice(5, 25).map(encodeEventBatch);
    await cluster.log.append(eventTopic(MARKET), copies);
    await cluster.append(MARKET, flow.many(40));
    await cluster.answered(MARKET);
    const verification = await cluster.verify(MARKET);
    assert.deepEqual(verification.problems, []);
    assert.equal(verification.copies, 20);
    // With copies last in the event log, the next primary emits at most some copies more.
    await cluster.log.append(eventTopic(MARKET), copies);
    const primary = primaryOf(nodes) as TestNode;
    await primary.kill();
    await cluster.append(MARKET, flow.many(10));
    await assertVerified();
  });

  it('serves a market that appears later, and many of them', async () => {
    const nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
    await settled(nodes);
    for (const market of ['ETH-USD', 'SOL-USD']) {
      const other = new OrderFlow({ market, seed: 3 });
      await cluster.createMarket(market);
      await cluster.append(market, [other.start(), ...other.many(20)]);
      await cluster.answered(market);
      assert.deepEqual((await cluster.verify(market)).problems, []);
    }
  });
});

describe('a standby that is about to claim', () => {
  it('lets it be when another has won since it judged the leader', async () => {
    const claim = (to: number, node: string) =>
      controlRecord({ kind: 'LeadershipClaimed', epoch: epoch(to), node });
    await cluster.append(MARKET, [claim(1, 'engine-a')]);
    const former = cluster.neighbourhood.join('engine-a');
    former.announce({
      ...{ name: 'engine-a', service: 'engine', pid: 1, startedAtUs: 1, version: 'test' },
      markets: [],
    });
    cluster.neighbourhood.set('engine-a', 'down');
    let told: Promise<void> = Promise.resolve();
    const log = endsToldWhen(() => told);
    const standby = new Replica(cluster.context('engine-b', { log }), {
      market: MARKET,
      onRole: () => {},
    });
    const running = standby.run();
    await eventually(() => standby.role.kind === 'standby', 'it stands by');
    let tell = (): void => {};
    told = new Promise((resolve) => {
      tell = resolve;
    });
    const judged = standby.look();
    const end = await cluster.append(MARKET, [claim(2, 'engine-c')]);
    await eventually(() => standby.report().epoch === 2, 'it has read the claim');
    tell();
    await judged;
    assert.equal(standby.role.kind, 'standby');
    assert.equal((await cluster.log.bounds(commandTopic(MARKET))).end, end + 1);
    standby.stop();
    await running;
  });
});

describe('a replica that differs', () => {
  it('never leads, and says at which sequence', async () => {
    const primary = cluster.start('engine-a');
    await settled([primary]);
    const other = cluster.start('engine-b', erringFrom(30));
    await settled([primary, other]);
    await cluster.append(MARKET, flow.many(60));
    await eventually(() => roleOf(other, MARKET) === 'diverged', 'it notices');
    const { role, problem } = replicaOf(other, MARKET).report();
    assert.equal(role, 'diverged');
    assert.match(problem ?? '', /sequence \d+/);
    assert.ok(
      other.lines.some(({ level, message }) => level === 'error' && /diverged/.test(message)),
    );
    await primary.kill();
    await cluster.append(MARKET, flow.many(10));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(roleOf(other, MARKET), 'diverged');
    // A sound one takes over.
    const third = cluster.start('engine-c');
    await eventually(() => roleOf(third, MARKET) === 'primary', 'the sound one leads');
    await assertVerified();
  });

  it('notices at its start already', async () => {
    const primary = cluster.start('engine-a');
    await settled([primary]);
    await cluster.append(MARKET, flow.many(60));
    await cluster.answered(MARKET);
    const other = cluster.start('engine-b', erringFrom(30));
    await eventually(() => roleOf(other, MARKET) === 'diverged', 'it notices');
  });
});
