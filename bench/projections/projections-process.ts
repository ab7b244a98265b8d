/**
 * Folds one market's events into fresh read tables as the projections do while so many commands a
 * second flow, and counts what each projection takes to fold them, and what storing takes, which they
 * do at once. In a process of its own, so that its CPU time is that alone.
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
import type { ViewStep } from '../../ports/view-store/view-store.ts';
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
  readonly commandsPerRecord: number;
  readonly commandsPerSecond: number;
  readonly recordsPerStep: number;
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
const STEPS_UNTIL_LATER = 5;
/** What a fold takes at once: one that is given more falls behind the others, and reads alone. */
const RECORDS_MAX = 512;
const US_PER_SECOND = 1_000_000;

interface Events {
  readonly records: readonly Uint8Array[];
  readonly orders: number;
  readonly trades: number;
}

function eventsOf({ commands, commandsPerRecord, commandsPerSecond }: ProjectionsRequest): Events {
  const { bytes } = makeWorkload(MIXES.B, commands);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pipeline = new RecordPipeline(MARKET);
  const records = [pipeline.openingOutput.slice()];
  let prevHash = 0;
  for (let from = 0; from < bytes.byteLength / RECORD_BYTES; from += commandsPerRecord) {
    const to = Math.min(from + commandsPerRecord, bytes.byteLength / RECORD_BYTES);
    const batch = batchOf(view, { from, to, prevHash });
    const passedUs = Math.round((from * US_PER_SECOND) / commandsPerSecond);
    const atUs = timestampUs(batch.timestampUs + passedUs);
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

async function measureRound(
  ports: Ports,
  events: Events,
  perStep: number,
): Promise<ProjectionsRound> {
  const topic = eventTopic(MARKET);
  const { log, views } = ports;
  await log.createTopic(topic);
  const shared = new SharedEvents({ log, market: MARKET });
  const foldings = PROJECTIONS.map((projection): Folding => {
    const options = { projection, topic, log, views, cursor: null, shared };
    return { projection, fold: new MarketTopicFold(MARKET, options), cpuMs: 0, rows: 0 };
  });
  const stepsUntilLater = Math.min(STEPS_UNTIL_LATER, Math.floor(RECORDS_MAX / perStep));
  const speed = yardstick(cpuMs);
  let steps = 0;
  let storingMs = 0;
  for (let from = 0; from < events.records.length; from += perStep) {
    const records = events.records.slice(from, from + perStep);
    await log.append(topic, records);
    steps += 1;
    const isLast = from + perStep >= events.records.length;
    const due = foldings.filter(
      ({ projection }) => isLast || projection.due === 'soon' || steps % stepsUntilLater === 0,
    );
    const folded: ViewStep[] = [];
    for (const folding of due) folded.push(...(await step(folding, topic)));
    const startedMs = cpuMs();
    // At once, as the role does what several make of the same records.
    await Promise.all(folded.map((each) => views.apply(each)));
    storingMs += cpuMs() - startedMs;
  }
  const perOrder = (ms: number) => (ms * 1000) / events.orders;
  const storing = { name: 'storing', us: perOrder(storingMs), rowsPerOrder: 0 };
  const folds = foldings.map(({ projection, cpuMs: ms, rows }) => ({
    name: projection.name,
    us: perOrder(ms),
    rowsPerOrder: rows / events.orders,
  }));
  const costs = [...folds, storing];
  const totalUs = costs.reduce((sum, { us }) => sum + us, 0);
  return { costs, totalUs, yardstick: speed };
}

async function step(folding: Folding, topic: string): Promise<readonly ViewStep[]> {
  const startedMs = cpuMs();
  const folded = await folding.fold.next(0);
  folding.cpuMs += cpuMs() - startedMs;
  if (folded === null) return [];
  const { cursor, writes, added } = folded;
  folding.rows += added.reduce((sum, { count }) => sum + count, writes.length);
  return [{ projection: folding.projection.name, cursors: { [topic]: cursor }, writes, added }];
}

/** In a data directory of its own. */
async function roundOf(events: Events, perStep: number): Promise<ProjectionsRound> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  const ports = await openPorts({
    ...configOfDirectory(dataDir),
    dataDir,
    durability: 'process',
    processName: 'bench-projections',
    faults: undefined,
  });
  try {
    return await measureRound(ports, events, perStep);
  } finally {
    await ports.close();
    rmSync(meshFolderOf(dataDir), { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(request: ProjectionsRequest): Promise<ProjectionsResult> {
  const events = eventsOf(request);
  const { rounds } = request;
  const measured: ProjectionsRound[] = [];
  // The first one compiles what is hot.
  for (let round = 0; round <= rounds; round += 1) {
    const result = await roundOf(events, request.recordsPerStep);
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
