import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Command } from '../../proto/messages.ts';
import { accountId, offset } from '../../proto/units.ts';
import { controlRecord, nonsenseRecord, OrderFlow } from './testing/order-flow.ts';
import { POISON } from './testing/poison-command.ts';
import {
  eventually,
  replicaOf,
  roleOf,
  TestCluster,
  type TestNode,
} from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';
const OTHER = 'ETH-USD';

let cluster: TestCluster;
let flow: OrderFlow;
let nodes: readonly TestNode[];

beforeEach(async () => {
  cluster = new TestCluster();
  flow = new OrderFlow({ market: MARKET, seed: 11 });
  for (const market of [MARKET, OTHER]) await cluster.createMarket(market);
  await cluster.append(MARKET, [flow.start(), ...flow.many(20)]);
  nodes = [cluster.start('engine-a'), cluster.start('engine-b')];
  await cluster.answered(MARKET);
});
afterEach(() => cluster.close());

const quarantine = (at: number) =>
  controlRecord({ kind: 'CommandQuarantined', offset: offset(at), reason: 'a bad build' });

const allHave = (role: string) => nodes.every((node) => roleOf(node, MARKET) === role);

async function assertResumed(): Promise<void> {
  await cluster.answered(MARKET);
  await eventually(
    () => nodes.every((node) => ['primary', 'standby'].includes(roleOf(node, MARKET) ?? '')),
    'both go on',
  );
  const [a, b] = nodes.map((node) => replicaOf(node, MARKET));
  await eventually(() => a?.report().sequence === b?.report().sequence, 'both are as far');
  await cluster.append(MARKET, [controlRecord({ kind: 'SnapshotMarked', markId: 1 })]);
  await eventually(
    () => a?.report().stateHash !== null && a?.report().stateHash === b?.report().stateHash,
    'both have the same state hash',
  );
  await cluster.answered(MARKET);
  const verification = await cluster.verify(MARKET);
  assert.deepEqual(verification.problems, []);
  assert.equal(verification.unanswered, 0);
}

for (const [what, record] of [
  ['nonsense', () => nonsenseRecord()],
  ['a record in the middle of which the core throws', () => flow.batch([...oneOrder(), POISON])],
] as const) {
  describe(`poison: ${what}`, () => {
    it('halts its market at the same offset on every replica, and no other market', async () => {
      const at = await cluster.append(MARKET, [record()]);
      await cluster.append(MARKET, flow.many(5));
      await eventually(() => allHave('halted'), 'both halt');
      for (const node of nodes) {
        const { offset: next, problem } = replicaOf(node, MARKET).report();
        assert.equal(next, at);
        assert.match(problem ?? '', new RegExp(`halted at command record ${at}`));
      }
      const other = new OrderFlow({ market: OTHER, seed: 5 });
      await cluster.append(OTHER, [other.start(), ...other.many(20)]);
      await cluster.answered(OTHER);
      assert.ok(nodes.every((node) => node.broken.length === 0));
    });

    it('is passed over by all once it is quarantined, and by every replay', async () => {
      const at = await cluster.append(MARKET, [record()]);
      await cluster.append(MARKET, flow.many(5));
      await eventually(() => allHave('halted'), 'both halt');
      await cluster.append(MARKET, [quarantine(at)]);
      await assertResumed();
      const passedOver = (await cluster.emitted(MARKET)).find(
        ({ inputOffset }) => inputOffset === at,
      );
      assert.deepEqual(
        passedOver?.events.map(({ kind }) => kind),
        ['CommandPassedOver'],
      );
      const late = cluster.start('engine-c');
      await eventually(() => roleOf(late, MARKET) === 'standby', 'a newcomer replays it');
      assert.deepEqual(replicaOf(late, MARKET).recovery?.passedOver, [at]);
    });
  });
}

const oneOrder = (): readonly Command[] => [
  { kind: 'CancelAllOrders', accountId: accountId(1), side: null },
];

describe('poison', () => {
  it('several in a row are passed over one by one', async () => {
    // In one append: between two of them the claim of a standby may land.
    const row = [nonsenseRecord(), controlRecord(POISON), controlRecord(POISON)];
    const first = await cluster.append(MARKET, row);
    await eventually(() => allHave('halted'), 'both halt');
    for (const at of [first + 2, first, first + 1]) await cluster.append(MARKET, [quarantine(at)]);
    await assertResumed();
  });

  it('a quarantine of a sound record means nothing', async () => {
    await cluster.append(MARKET, [quarantine(3)]);
    await cluster.append(MARKET, flow.many(5));
    await assertResumed();
  });

  it('a standby that starts while the market is halted takes over when it is resumed', async () => {
    const at = await cluster.append(MARKET, [controlRecord(POISON)]);
    await eventually(() => allHave('halted'), 'both halt');
    for (const node of nodes) await node.kill();
    nodes = [cluster.start('engine-c'), cluster.start('engine-d')];
    await eventually(() => allHave('halted'), 'the new ones halt, too');
    await cluster.append(MARKET, [quarantine(at), ...flow.many(5)]);
    await assertResumed();
  });
});

describe('what a replica has become', () => {
  it('is told to the others also while the log is slow to tell its end', async () => {
    const roles = () =>
      nodes.map(({ name }) => {
        const markets = cluster.neighbourhood.report(name)?.markets ?? [];
        return markets.find(({ market }) => market === MARKET)?.role;
      });
    await eventually(() => roles().includes('primary') && roles().includes('standby'), 'they lead');
    const { bounds } = cluster.log;
    let told = (): void => {};
    const asked = new Promise<void>((resolve) => {
      told = resolve;
    });
    cluster.log.bounds = (topic) => asked.then(() => bounds.call(cluster.log, topic));
    try {
      await cluster.append(MARKET, [nonsenseRecord()]);
      await eventually(() => allHave('halted'), 'both halt');
      await eventually(() => roles().every((role) => role === 'halted'), 'both have told so');
    } finally {
      told();
    }
  });
});
