import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { crc32c, encodeSnapshot } from '../../proto/codec.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { marketMachines } from './machine-factory.ts';
import { sha256 } from './sha256.ts';
import { controlRecord, OrderFlow } from './testing/order-flow.ts';
import { ProcessCluster } from './testing/process-cluster.ts';

const MARKET = 'BTC-USD';

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

  it('43: a record of a newer schema', async () => {
    const engine = cluster.engine('engine-a');
    await cluster.hasRole('engine-a', MARKET, 'primary');
    await cluster.append(MARKET, [recordOfTheFuture()]);
    assert.equal(await engine.ended, 43);
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
