import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { type Machine, marketMachines } from '../engine/runtime/machine-factory.ts';
import { meshFolderOf } from '../ports/embedded/mesh-folder.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import { openPorts } from '../ports/open-ports.ts';
import type { Ports } from '../ports/ports.ts';
import {
  decodeCommandBatch,
  decodeSnapshot,
  encodeCommandBatch,
  encodeSnapshot,
} from '../proto/codec.ts';
import { type MarketCommand, Side } from '../proto/messages.ts';
import { commandTopic, eventTopic } from '../proto/topics.ts';
import * as units from '../proto/units.ts';
import { replayMarkets } from './replay.ts';
import { verifySnapshot } from './snapshots.ts';
import { appendControl } from './store-access.ts';
import { order, WRITTEN, writeLogs } from './testing/written-logs.ts';

const MARKET = 'BTC-USD';
let folder = '';
let ports: Ports;

const trade = (events: keyof typeof WRITTEN) => writeLogs(ports, MARKET, events);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-replay-'));
  ports = await openPorts({
    dataDir: folder,
    durability: 'process',
    processName: 'replay-test',
    faults: undefined,
  });
});
afterEach(async () => {
  await ports.close();
  rmSync(meshFolderOf(folder), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const replay = () =>
  replayMarkets(ports, { market: null, verify: 'every-hash', eventsTimeoutMs: 50 });

test('a replay from the beginning makes every event and hash that stands in the logs', async () => {
  await trade('all');
  const [market] = await replay();
  assert.equal(market?.problem, null);
  assert.deepEqual([market?.records, market?.batchesCompared, market?.statesCompared], [5, 5, 2]);
});

test('a changed event is found and named', async () => {
  await trade('one-changed');
  assert.match((await replay())[0]?.problem ?? '', /events of input offset 4 .* are not what/);
});

test('commands that no engine has answered yet are counted, and are no difference', async () => {
  await trade('without-the-last');
  const [market] = await replay();
  assert.equal(market?.problem, null);
  assert.deepEqual([market?.records, market?.batchesCompared, market?.unanswered], [5, 4, 1]);
});

test('an event log that ends before a snapshot of its market does is found', async () => {
  await trade('up-to-the-snapshot');
  assert.match((await replay())[0]?.problem ?? '', /ends before input offset 3, and BTC-USD/);
});

test('a log that is damaged is a problem of its market, and hides no other one', async () => {
  await trade('all');
  const read: typeof ports.log.read = async (topic, from, limit) => {
    const records = await ports.log.read(topic, from, limit);
    if (topic !== commandTopic(MARKET) || from > 3) return records;
    throw new EventLogError('LOG_DAMAGED', `${topic} at offset 3: its CRC is wrong`);
  };
  const log = new Proxy(ports.log, {
    get: (whole, name) => {
      const member: unknown = Reflect.get(whole, name);
      if (name === 'read') return read;
      return typeof member === 'function' ? member.bind(whole) : member;
    },
  });
  const [market] = await replayMarkets(
    { ...ports, log },
    { market: null, verify: 'every-hash', eventsTimeoutMs: 50 },
  );
  assert.match(market?.problem ?? '', /offset 3: its CRC is wrong/);
});

test('an empty event log proves nothing', async () => {
  await trade('none');
  const [market] = await replay();
  assert.match(market?.problem ?? '', /the event log is empty/);
  assert.equal(market?.batchesCompared, 0);
});

/** As if the command log had had one record more: what was made of it then. */
async function lostRecord(command: MarketCommand) {
  const machine = marketMachines.create(MARKET);
  for (const record of await commandRecords()) {
    machine.open(record.bytes);
    machine.apply(record.offset);
  }
  const at = units.offset(WRITTEN.all);
  machine.open(
    encodeCommandBatch({
      sessionId: units.sessionId(0),
      sessionEpoch: units.epoch(0),
      firstSequence: units.commandSequence(0),
      timestampUs: ports.clock.nowUs(),
      prevHash: 0,
      commands: [command],
    }),
  );
  const events = machine.apply(at).bytes;
  const snapshot = encodeSnapshot(machine.snapshot(), { sha256 });
  return { at, events, snapshot };
}

const commandRecords = () =>
  ports.log.read(commandTopic(MARKET), units.offset(0), { records: 99, bytes: 1e6 });

async function putSnapshot(at: units.Offset, bytes: Uint8Array): Promise<void> {
  const name = { market: MARKET, offset: at, timestampUs: ports.clock.nowUs() };
  await ports.snapshots.put(name, bytes);
}

test('a command log that ends before what the event log answers is found', async () => {
  await trade('all');
  const { events } = await lostRecord(order(4, Side.buy, 5_000_000));
  await ports.log.append(eventTopic(MARKET), [events]);
  assert.match(
    (await replay())[0]?.problem ?? '',
    /event log answers command record 5, the command log ends at 5/,
  );
});

test('a command log that ends before a snapshot was cut is found', async () => {
  await trade('all');
  const { at, snapshot } = await lostRecord(order(4, Side.buy, 5_000_000));
  await putSnapshot(at, snapshot);
  assert.match((await replay())[0]?.problem ?? '', /BTC-USD\S+ .*, the command log ends at 5/);
});

/** No log of a market may hold it. */
const appendPoison = () => {
  const account = { accountId: units.accountId(1), asset: 'USD', amount: units.money(1n) };
  return appendControl(ports, commandTopic(MARKET), [
    { kind: 'Deposit', transactionId: 't', ...account },
  ]);
};

test('poison that nobody has answered halts the replay, and is no difference', async () => {
  await trade('all');
  await appendPoison();
  const [market] = await replay();
  assert.deepEqual([market?.haltedAt, market?.problem], [5, null]);
});

test('poison that was answered by whoever could read it is a difference', async () => {
  await trade('all');
  const { events } = await lostRecord(order(4, Side.buy, 5_000_000));
  await appendPoison();
  await ports.log.append(eventTopic(MARKET), [events]);
  assert.match(
    (await replay())[0]?.problem ?? '',
    /record 5 is poison .*, and the event log answers it/,
  );
});

test('poison that a snapshot has left behind is a difference', async () => {
  await trade('all');
  const { at, snapshot } = await lostRecord(order(4, Side.buy, 5_000_000));
  await appendPoison();
  await putSnapshot(at, snapshot);
  assert.match(
    (await replay())[0]?.problem ?? '',
    /record 5 is poison .*, and snapshot BTC-USD\S+ was cut behind it/,
  );
});

test('poison that is quarantined and answered during the replay is no difference', async () => {
  await trade('all');
  await appendPoison();
  const machine = marketMachines.create(MARKET);
  for (const record of (await commandRecords()).slice(0, WRITTEN.all)) {
    machine.open(record.bytes);
    machine.apply(record.offset);
  }
  const log = new Proxy(ports.log, {
    get: (whole, name) => {
      const member: unknown = Reflect.get(whole, name);
      if (name !== 'read') return typeof member === 'function' ? member.bind(whole) : member;
      return async (...[topic, from, limit]: Parameters<typeof ports.log.read>) => {
        // Its events are looked at: as late as that.
        if (topic === eventTopic(MARKET) && from === 0) await passPoisonOver(machine);
        return whole.read(topic, from, limit);
      };
    },
  });
  const [market] = await replayMarkets({ ...ports, log }, { market: null, verify: 'every-hash' });
  assert.deepEqual([market?.haltedAt, market?.problem], [null, null]);
  assert.deepEqual([market?.records, market?.batchesCompared], [6, 6]);
});

async function passPoisonOver(machine: Machine): Promise<void> {
  const at = units.offset(WRITTEN.all);
  await appendControl(ports, commandTopic(MARKET), [
    { kind: 'CommandQuarantined', offset: at, reason: 'a bad build' },
  ]);
  const records = await commandRecords();
  const { timestampUs } = decodeCommandBatch(records.at(-1)!.bytes);
  const { bytes } = machine.passOver(at, 'a bad build', timestampUs);
  await ports.log.append(eventTopic(MARKET), [bytes]);
}

test('a snapshot that is removed while the replay reads them is no difference', async () => {
  await trade('all');
  const { snapshots: store } = ports;
  const snapshots: typeof store = {
    list: (market) => store.list(market),
    markets: () => store.markets(),
    put: (name, bytes) => store.put(name, bytes),
    remove: (key) => store.remove(key),
    get: async (key) => {
      await store.remove(key);
      return store.get(key);
    },
  };
  const [market] = await replayMarkets(
    { ...ports, snapshots },
    { market: null, verify: 'every-hash' },
  );
  assert.equal(market?.problem, null);
  assert.equal(market?.statesCompared, 1);
});

test('a snapshot verifies; with one byte changed it does not', async () => {
  await trade('all');
  const [entry] = await ports.snapshots.list(MARKET);
  assert.ok(entry !== undefined);
  assert.equal((await verifySnapshot(ports, entry)).problem, null);
  const bytes = Uint8Array.from(await ports.snapshots.get(entry.key));
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  const snapshots = { ...ports.snapshots, get: () => Promise.resolve(bytes) };
  assert.notEqual((await verifySnapshot({ snapshots }, entry)).problem, null);
});

test('a snapshot whose image is not that of its orders does not verify, whatever its sums say', async () => {
  await trade('all');
  const [entry] = await ports.snapshots.list(MARKET);
  assert.ok(entry !== undefined);
  const snapshot = decodeSnapshot(await ports.snapshots.get(entry.key), { sha256 });
  const image = marketMachines.imageOf(snapshot);
  assert.ok(image !== null);
  const verdict = (written: typeof image) => {
    const bytes = encodeSnapshot({ ...snapshot, image: written }, { sha256 });
    return verifySnapshot({ snapshots: { ...ports.snapshots, get: async () => bytes } }, entry);
  };
  assert.equal((await verdict(image)).problem, null);
  const pageSlots = image.pageSlots.slice().reverse();
  assert.match((await verdict({ ...image, pageSlots })).problem ?? '', /its image/);
  assert.equal((await verdict({ ...image, pageSlots, layout: 999 })).problem, null);
});
