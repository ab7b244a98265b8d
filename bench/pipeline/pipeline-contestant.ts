/** The pipeline in a process of its own: node pipeline-contestant.js workload.bin, a line a run. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { batchCrc, decodeEventBatch, encodeCommandBatch } from '../../proto/codec.ts';
import type { Event } from '../../proto/messages.ts';
import { cpuMs } from '../harness/cpu-clock.ts';
import { yardstick } from '../harness/yardstick.ts';
import { batchOf, COMMANDS_PER_RECORD } from '../workload/order-commands.ts';
import { RECORD_BYTES } from '../workload/workload.ts';
import type { PipelineRun } from './pipeline-run.ts';
import { RecordPipeline } from './record-pipeline.ts';

const MARKET = 'BTC-USD';
/** From one run to the next; the hash of the trades takes the lower 32 bits of an id. */
const IDS = 2 ** 32;

const [, , path = '', wanted = ''] = process.argv;
const bytes = readFileSync(path);
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const commands = Math.min(Number(wanted), bytes.byteLength / RECORD_BYTES);
const pipeline = new RecordPipeline(MARKET);
let nextSequence = 1;
let runs = 0;

/** Of one market, since a market is warm when its own code is; so ids and sequences go on from run to run. */
function logRecords(): readonly Uint8Array[] {
  const made: Uint8Array[] = [];
  let prevHash = 0;
  for (let from = 0; from < commands; from += COMMANDS_PER_RECORD) {
    const to = Math.min(commands, from + COMMANDS_PER_RECORD);
    const place = { firstSequence: nextSequence, idsFrom: runs * IDS };
    const record = encodeCommandBatch(batchOf(view, { from, to, prevHash, ...place }));
    nextSequence += to - from;
    prevHash = batchCrc(record);
    made.push(record);
  }
  runs += 1;
  return made;
}

class TradeHash {
  trades = 0;
  #hash = 0x811c9dc5 | 0;

  take(event: Event): void {
    if (event.kind !== 'TradeExecuted') return;
    this.trades += 1;
    const { makerOrderId, takerOrderId, priceTicks, quantityLots } = event;
    for (const word of [makerOrderId, takerOrderId, priceTicks, quantityLots]) {
      this.#hash = Math.imul(this.#hash ^ word, 16777619);
    }
  }

  value(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }
}

/** `verify`: what came out is decoded again and looked at, outside of any figure. */
function run(kind: 'verify' | 'run'): PipelineRun {
  if (runs > 0) nextSequence += pipeline.empty(nextSequence);
  const records = logRecords();
  const hash = new TradeHash();
  let bytesOut = 0;
  const startedMs = performance.now();
  const cpuStartedMs = cpuMs();
  for (const record of records) {
    const output = pipeline.take(record);
    bytesOut += output.length;
    if (kind === 'verify') for (const event of decodeEventBatch(output).events) hash.take(event);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  return {
    seconds,
    cpuSeconds: (cpuMs() - cpuStartedMs) / 1000,
    commands,
    bytesIn: records.reduce((sum, record) => sum + record.length, 0),
    bytesOut,
    verified: kind === 'verify' ? { trades: hash.trades, tradeHash: hash.value() } : null,
    yardstick: yardstick(),
  };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(run(line === 'verify' ? 'verify' : 'run'))}\n`);
});
