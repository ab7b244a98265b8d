/** A log that is ahead of a build: it stops, and one that knows the rules goes on. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { RulesTooNew, RulesVersion } from '../../proto/rules-version.ts';
import { offset } from '../../proto/units.ts';
import { machinesOf } from './machine-factory.ts';
import { controlRecord, OrderFlow } from './testing/order-flow.ts';
import { eventually, roleOf, TestCluster } from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';
const OLD_BUILD = machinesOf({ rulesMax: RulesVersion.first });
const ACTIVATION = controlRecord({ kind: 'RulesActivated', version: RulesVersion.triggers });

let cluster: TestCluster;
let flow: OrderFlow;

beforeEach(async () => {
  cluster = new TestCluster();
  flow = new OrderFlow({ market: MARKET, seed: 11 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start(), ...flow.many(20)]);
});
afterEach(() => cluster.close());

it('rules that are not known stop primary and standby at the same record; a newer build goes on', async () => {
  const old = ['old-a', 'old-b'].map((name) => cluster.start(name, OLD_BUILD));
  await cluster.answered(MARKET);
  await eventually(
    () =>
      old
        .map((node) => roleOf(node, MARKET))
        .sort()
        .join() === 'primary,standby',
    'one leads, one stands by',
  );
  const at = await cluster.append(MARKET, [ACTIVATION]);
  await cluster.append(MARKET, flow.many(20));
  await eventually(() => old.every(({ broken }) => broken.length > 0), 'both stop');
  for (const { broken, kill } of old) {
    assert.ok(broken[0] instanceof RulesTooNew);
    assert.match(broken[0].message, /BTC-USD plays by rules version 2 .* up to 1: start a newer/);
    await kill();
  }
  const answered = (await cluster.emitted(MARKET)).map(({ inputOffset }) => inputOffset);
  assert.ok(Math.max(...answered) < at, 'nothing is matched after it');
  // A quarantine is for poison; this is none.
  const reason = 'by mistake';
  await cluster.append(MARKET, [
    controlRecord({ kind: 'CommandQuarantined', offset: offset(at), reason }),
  ]);
  const other = cluster.start('old-c', OLD_BUILD);
  await eventually(() => other.broken.length > 0, 'one that starts now stops, too');
  await other.kill();

  cluster.start('new-a');
  await cluster.answered(MARKET);
  const { problems, unanswered } = await cluster.verify(MARKET);
  assert.deepEqual([problems, unanswered], [[], 0]);
});
