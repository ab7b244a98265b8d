import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sha256 } from '../../ports/objects/sha256.ts';
import { crc32c, decodeEventBatch, encodeSnapshot } from '../../proto/codec.ts';
import { RULES_VERSION_LATEST } from '../../proto/rules-version.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { marketMachines } from './machine-factory.ts';
import { controlRecord, OrderFlow } from './testing/order-flow.ts';
import { ProcessCluster } from './testing/process-cluster.ts';

const MARKET = 'BTC-USD';
const WHOLE = { records: 10_000, bytes: 64 * 1024 * 1024 };

let cluster: ProcessCluster;

beforeEach(async () => {
  cluster = await ProcessCluster.open();
  await cluster.createMarket(new OrderFlow({ market: MARKET, seed: 5 }));
});
afterEach(() => cluster.close());

/** Of the next schema version, with a CRC that fits. */
function recordOfTheFuture(): Uint8Array {
  const record = controlRecord().slice();
  record[1] = 2;
  const crc = crc32c(record, 0, record.length - 5);
  new DataView(record.buffer, record.byteOffset).setUint32(record.length - 4, crc, true);
  return record;
}

/** What follows the record that made the market. */
const flowOf = (): readonly Uint8Array[] => new OrderFlow({ market: MARKET, seed: 5 }).many(60);

/** Both logs of the market, but for the last commands. */
async function copyLogs(from: ProcessCluster, to: ProcessCluster, lost: number): Promise<void> {
  for (const topic of [commandTopic(MARKET), eventTopic(MARKET)]) {
    const records = await from.ports.log.read(topic, offset(0), WHOLE);
    const kept = topic === commandTopic(MARKET) ? records.slice(0, -lost) : records;
    await to.ports.log.createTopic(topic);
    await to.ports.log.append(
      topic,
      kept.map(({ bytes }) => bytes),
    );
  }
}

describe('an engine ends with the exit code of its cause', () => {
  it('41: the log does not hold what its snapshot has to be continued with', async () => {
    const machine = marketMachines.create(MARKET);
    for (let at = 0; at <= 5000; at += 1) machine.passOver(offset(at), '', timestampUs(1));
    const snapshot = machine.snapshot();
    await cluster.ports.snapshots.put(snapshot, encodeSnapshot(snapshot, { sha256 }));
    const engine = cluster.engine('engine-a');
    assert.equal(await engine.ended, 41);
    assert.match(engine.output(), /offset 5001.*0 … 0/);
  });

  it('42: the log has lost a record of a session, as after an unclean election', async () => {
    const records = flowOf();
    const engine = cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    await cluster.append(MARKET, [...records.slice(0, 12), ...records.slice(13)]);
    assert.equal(await engine.ended, 42);
    assert.match(engine.output(), /"code":"HISTORY_CHANGED"/);
    // And nobody else goes on from there either.
    assert.equal(await cluster.engine('engine-b').ended, 42);
  });

  it('42: events stand for commands that the log has no more', async () => {
    await cluster.append(MARKET, flowOf().slice(0, 50));
    const engine = cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    await cluster.verified(MARKET);
    engine.signal('SIGTERM');
    assert.equal(await engine.ended, 0);
    const elsewhere = await ProcessCluster.open();
    try {
      await copyLogs(cluster, elsewhere, 10);
      const again = elsewhere.engine('engine-a');
      assert.equal(await again.ended, 42);
      assert.match(again.output(), /"code":"HISTORY_CHANGED"/);
    } finally {
      await elsewhere.close();
    }
  });

  it('43: a record of a newer schema', async () => {
    const engine = cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    await cluster.append(MARKET, [recordOfTheFuture()]);
    assert.equal(await engine.ended, 43);
  });

  it('43: rules that only a newer build knows, at the same record for all that read the log', async () => {
    const engines = ['engine-a', 'engine-b'].map((name) => cluster.engine(name));
    await cluster.verified(MARKET);
    const snapshotter = cluster.start('snapshotter', 'snapshotter');
    await cluster.append(MARKET, flowOf().slice(0, 20));
    await cluster.verified(MARKET);
    const future = controlRecord({ kind: 'RulesActivated', version: RULES_VERSION_LATEST + 1 });
    const at = await cluster.append(MARKET, [future]);
    await cluster.append(MARKET, flowOf().slice(20, 40));
    for (const reader of [...engines, snapshotter]) {
      assert.equal(await reader.ended, 43, reader.name);
      assert.match(reader.output(), /"code":"RULES_TOO_NEW"/);
      assert.match(reader.output(), new RegExp(`rules version ${RULES_VERSION_LATEST + 1} `));
    }
    const { end } = await cluster.ports.log.bounds(eventTopic(MARKET));
    const [last] = await cluster.ports.log.read(eventTopic(MARKET), offset(end - 1), WHOLE);
    assert.ok(decodeEventBatch(last!.bytes).inputOffset < at, 'nothing is matched after it');
    // Nor is there a way around it.
    assert.equal(await cluster.engine('engine-c').ended, 43);
  });

  it('44: a damaged record', async () => {
    const engine = cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    const damaged = controlRecord({ kind: 'ClockTicked' }).slice();
    damaged[10]! ^= 1;
    await cluster.append(MARKET, [damaged]);
    assert.equal(await engine.ended, 44);
  });

  it('0: it is asked to stop', async () => {
    const engine = cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    engine.signal('SIGTERM');
    assert.equal(await engine.ended, 0);
  });
});
