/**
 * Folds one market's events into fresh read tables as the projections do while 500 orders/s flow, and
 * counts what each projection takes. In a process of its own, so that its CPU time is that alone.
 *
 *   mix B ──▶ engine ──▶ event log, a step's records at a time ──▶ MarketTopicFold ──▶ LMDB
 *             not counted                                          counted, all threads
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { meshFolderOf } from '../../ports/embedded/mesh-folder.ts';
import { openPorts } from '../../ports/open-ports.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Projection } from '../../projections/projection.ts';
import { PROJECTIONS } from '../../projections/projections.ts';
import { SharedEvents } from '../../projections/shared-events.ts';
import { MarketTopicFold } from '../../projections/topic-fold.ts';
import { batchCrc, decodeEventBatch, encodeCommandBatch } from '../../proto/codec.ts';
import { eventTopic } from '../../proto/topics.ts';
import { timestampUs } from '../../proto/units.ts';
import { cpuMs } from '../harness/cpu-clock.ts';
import { yardstick } from '../harness/yardstick.ts';
import { RecordPipeline } from '../pipeline/record-pipeline.ts';
import { MIXES } from '../workload/mixes.ts';
import { batchOf } from '../workload/order-commands.ts';
import { makeWorkload, RECORD_BYTES } from '../workload/workload.ts';

export interface ProjectionsRequest {
  /** Behind those that only rest. */
  readonly commands: number;
  readonly rounds: number;
}

export interface ProjectionCost {
  readonly name: string;
  /** Microseconds of CPU an order that was accepted, over the round. */
  readonly us: number;
  readonly rowsPerOrder: number;
}

export interface ProjectionsRound {
  readonly costs: readonly ProjectionCost[];
  readonly totalUs: number;
  /** Million operations per second of CPU time. */
  readonly yardstick: number;
}

export interface ProjectionsResult {
  readonly orders: number;
  readonly trades: number;
  readonly records: number;
  readonly rounds: readonly ProjectionsRound[];
}

const MARKET = 'BTC-USD';
/** What one gets at 500 orders/s: some two commands a record, a step every 60 or 300 ms. */
const COMMANDS_PER_RECORD = 2;
const US_PER_COMMAND = 2_000;
const RECORDS_PER_STEP = 15;
const STEPS_UNTIL_LATER = 5;

interface Events {
  readonly records: readonly Uint8Array[];
  readonly orders: number;
  readonly trades: number;
}

function eventsOf(commands: number): Events {
  const { bytes } = makeWorkload(MIXES.B, commands);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pipeline = new RecordPipeline(MARKET);
  const records = [pipeline.openingOutput.slice()];
  let prevHash = 0;
  for (let from = 0; from < bytes.byteLength / RECORD_BYTES; from += COMMANDS_PER_RECORD) {
    const batch = batchOf(view, { from, to: from + COMMANDS_PER_RECORD, prevHash });
    const atUs = timestampUs(batch.timestampUs + from * US_PER_COMMAND);
    const record = encodeCommandBatch({ ...batch, timestampUs: atUs });
    records.push(pipeline.take(record).slice());
    prevHash = batchCrc(record);
  }
  const events = records.flatMap((record) => decodeEventBatch(record).events);
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  return { records, orders: count('OrderAccepted'), trades: count('TradeExecuted') };
}

interface Folding {
  readonly projection: Projection;
  readonly fold: MarketTopicFold;
  cpuMs: number;
  rows: number;
}

async function measureRound(ports: Ports, events: Events): Promise<ProjectionsRound> {
  const topic = eventTopic(MARKET);
  const { log, views } = ports;
  await log.createTopic(topic);
  const shared = new SharedEvents({ log, market: MARKET });
  const foldings = PROJECTIONS.map((projection): Folding => {
    const options = { projection, topic, log, views, cursor: null, shared };
    return { projection, fold: new MarketTopicFold(MARKET, options), cpuMs: 0, rows: 0 };
  });
  const speed = yardstick(cpuMs);
  let steps = 0;
  for (let from = 0; from < events.records.length; from += RECORDS_PER_STEP) {
    const records = events.records.slice(from, from + RECORDS_PER_STEP);
    await log.append(topic, records);
    steps += 1;
    const isLast = from + RECORDS_PER_STEP >= events.records.length;
    for (const folding of foldings) {
      const isDue = folding.projection.due === 'soon' || steps % STEPS_UNTIL_LATER === 0;
      if (isDue || isLast) await step(folding, { views, topic });
    }
  }
  const perOrder = (ms: number) => (ms * 1000) / events.orders;
  const costs = foldings.map(({ projection, cpuMs: ms, rows }) => ({
    name: projection.name,
    us: perOrder(ms),
    rowsPerOrder: rows / events.orders,
  }));
  const totalUs = costs.reduce((sum, { us }) => sum + us, 0);
  return { costs, totalUs, yardstick: speed };
}

async function step(
  folding: Folding,
  { views, topic }: Pick<Ports, 'views'> & { readonly topic: string },
): Promise<void> {
  const startedMs = cpuMs();
  const folded = await folding.fold.next(0);
  if (folded !== null) {
    const { cursor, writes } = folded;
    const projection = folding.projection.name;
    await views.apply({ projection, cursors: { [topic]: cursor }, writes });
    folding.rows += writes.length;
  }
  folding.cpuMs += cpuMs() - startedMs;
}

/** In a data directory of its own. */
async function roundOf(events: Events): Promise<ProjectionsRound> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  const ports = await openPorts({
    ...configOfDirectory(dataDir),
    dataDir,
    durability: 'process',
    processName: 'bench-projections',
    faults: undefined,
  });
  try {
    return await measureRound(ports, events);
  } finally {
    await ports.close();
    rmSync(meshFolderOf(dataDir), { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure({ commands, rounds }: ProjectionsRequest): Promise<ProjectionsResult> {
  const events = eventsOf(commands);
  const measured: ProjectionsRound[] = [];
  // The first one compiles what is hot.
  for (let round = 0; round <= rounds; round += 1) {
    const result = await roundOf(events);
    if (round > 0) measured.push(result);
    process.send?.({ progress: round });
  }
  const { orders, trades, records } = events;
  return { orders, trades, records: records.length, rounds: measured };
}

process.once('message', (request: ProjectionsRequest) => {
  measure(request).then(
    (result) => process.send?.({ result }, () => process.disconnect()),
    (error: Error) => process.send?.({ error: error.message }, () => process.disconnect()),
  );
});
