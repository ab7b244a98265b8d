/** A node that is told to stop has seconds, and a replay may take minutes. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { sha256 } from '../../ports/objects/sha256.ts';
import { encodeSnapshot } from '../../proto/codec.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { EngineNode } from './engine-node.ts';
import { marketMachines } from './machine-factory.ts';
import { controlRecord, OrderFlow } from './testing/order-flow.ts';
import { POISON } from './testing/poison-command.ts';
import { eventually, TestCluster } from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';
const RECORDS = 300;
const READ_RECORDS_MAX = 8;
/** A read of a replay begins there. */
const MIDDLE = 16;

let cluster: TestCluster;

beforeEach(async () => {
  cluster = new TestCluster();
  const flow = new OrderFlow({ market: MARKET, seed: 11 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start(), ...flow.many(RECORDS - 1)]);
});
afterEach(() => cluster.close());

/** Starts a node, stops it when the log is read from MIDDLE on for the last of so many times. */
async function stopInReplay({ times }: { readonly times: number }): Promise<void> {
  const broken: unknown[] = [];
  let [timesLeft, readsAfter] = [times, 0];
  let stopping: Promise<void> | null = null;
  const read: EventLog['read'] = (topic, from, limit) => {
    if (topic === commandTopic(MARKET)) {
      if (stopping !== null) readsAfter += 1;
      else if (from === MIDDLE && --timesLeft === 0) stopping = node.stop();
    }
    return cluster.log.read(topic, from, { ...limit, records: READ_RECORDS_MAX });
  };
  const log = new Proxy(cluster.log, {
    get: (whole, name) => {
      const member: unknown = name === 'read' ? read : Reflect.get(whole, name);
      return typeof member === 'function' ? member.bind(whole) : member;
    },
  });
  const node = new EngineNode(cluster.context('engine-a', { log }), {
    markets: 'all',
    identity: { pid: 1, version: 'test' },
    onBroken: (error) => broken.push(error),
  });
  node.start();
  await eventually(() => stopping !== null, 'it is in the middle of the replay');
  await stopping;
  assert.equal(readsAfter, 0);
  assert.deepEqual(broken, []);
}

describe('a node stops in the middle', () => {
  it('of its recovery', () => stopInReplay({ times: 1 }));

  it('of the outputs that it derives once more', async () => {
    const machine = marketMachines.create(MARKET);
    const outputs = (await cluster.commands(MARKET)).map((record) => {
      machine.open(record.bytes);
      return machine.apply(record.offset);
    });
    const snapshot = machine.snapshot();
    await cluster.snapshots.put(snapshot, encodeSnapshot(snapshot, { sha256 }));
    const emitted = outputs.slice(0, MIDDLE / 2).map(({ bytes }) => bytes);
    await cluster.log.append(eventTopic(MARKET), emitted);
    await stopInReplay({ times: 1 });
  });

  it('of what it builds anew behind a poison record', async () => {
    await cluster.append(MARKET, [controlRecord(POISON)]);
    await stopInReplay({ times: 2 });
  });
});
