/**
 * A market's history on disk, as the services would have left it: command log, event log, and, where
 * wanted, a snapshot behind the preloaded orders. Written by the real codecs, log and snapshot writer.
 */
import { marketMachines } from '../../engine/runtime/machine-factory.ts';
import { silentLog } from '../../engine/runtime/runtime-context.ts';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { openPorts } from '../../ports/open-ports.ts';
import type { Ports } from '../../ports/ports.ts';
import { batchCrc, encodeCommandBatch } from '../../proto/codec.ts';
import type { CommandBatch } from '../../proto/messages.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { marketSnapshots } from '../../snapshotter/market-snapshots.ts';
import { SnapshotOut } from '../../snapshotter/snapshot-out.ts';
import { controlBatch, openingBatch } from '../core/bench-market.ts';
import { RecordPipeline } from '../pipeline/record-pipeline.ts';
import { batchOf, COMMANDS_PER_RECORD } from '../workload/order-commands.ts';
import { RECORD_BYTES } from '../workload/workload.ts';

export interface HistoryPlan {
  readonly dataDirectory: string;
  readonly market: string;
  readonly commands: DataView;
  /** A snapshot is taken behind so many commands; null: none. */
  readonly snapshotAfter: number | null;
  readonly onProgress: (commands: number) => void;
}

export interface History {
  readonly commands: number;
  readonly records: number;
  readonly commandLogBytes: number;
  readonly eventLogBytes: number;
  readonly snapshotBytes: number;
  readonly restingAtSnapshot: number;
  /** What every recovery must arrive at. */
  readonly eventHash: string;
  readonly restingOrders: number;
}

/** Records per append: the log syncs once for all of them. */
const RECORDS_PER_APPEND = 64;
const SNAPSHOTS_KEPT = 3;
const PROGRESS_COMMANDS = 500_000;

export async function writeHistory(plan: HistoryPlan): Promise<History> {
  const ports = await openPorts({
    ...configOfDirectory(plan.dataDirectory),
    dataDir: plan.dataDirectory,
    durability: 'process',
    processName: 'bench-history',
    faults: undefined,
  });
  try {
    return await new HistoryWriter(plan, ports).write();
  } finally {
    await ports.close();
  }
}

class HistoryWriter {
  readonly #plan: HistoryPlan;
  readonly #ports: Ports;
  readonly #pipeline: RecordPipeline;
  #commandRecords: Uint8Array[] = [];
  #eventRecords: Uint8Array[] = [];
  #records = 0;
  #commandLogBytes = 0;
  #eventLogBytes = 0;
  #snapshotBytes = 0;
  #restingAtSnapshot = 0;

  constructor(plan: HistoryPlan, ports: Ports) {
    this.#plan = plan;
    this.#ports = ports;
    this.#pipeline = new RecordPipeline(plan.market);
  }

  async write(): Promise<History> {
    const { market, commands: records, snapshotAfter, onProgress } = this.#plan;
    await this.#ports.log.createTopic(commandTopic(market));
    await this.#ports.log.createTopic(eventTopic(market));
    const commands = records.byteLength / RECORD_BYTES;
    this.#keep(encodeCommandBatch(openingBatch(market)), this.#pipeline.openingOutput);
    let prevHash = 0;
    for (let from = 0; from < commands; from += COMMANDS_PER_RECORD) {
      if (from === snapshotAfter) await this.#snapshot();
      const to = Math.min(commands, from + COMMANDS_PER_RECORD);
      prevHash = await this.#take(batchOf(records, { from, to, prevHash }));
      if (from % PROGRESS_COMMANDS === 0) onProgress(from);
    }
    await this.#flush();
    return {
      commands,
      records: this.#records,
      commandLogBytes: this.#commandLogBytes,
      eventLogBytes: this.#eventLogBytes,
      snapshotBytes: this.#snapshotBytes,
      restingAtSnapshot: this.#restingAtSnapshot,
      eventHash: this.#pipeline.eventHash(),
      restingOrders: this.#pipeline.restingOrders,
    };
  }

  /** The record's CRC. */
  async #take(batch: CommandBatch): Promise<number> {
    const record = encodeCommandBatch(batch);
    this.#keep(record, this.#pipeline.take(record));
    if (this.#commandRecords.length >= RECORDS_PER_APPEND) await this.#flush();
    return batchCrc(record);
  }

  #keep(record: Uint8Array, output: Uint8Array): void {
    this.#records += 1;
    this.#commandRecords.push(record);
    this.#eventRecords.push(output);
    this.#commandLogBytes += record.length;
    this.#eventLogBytes += output.length;
  }

  async #flush(): Promise<void> {
    const { log } = this.#ports;
    const { market } = this.#plan;
    await log.append(commandTopic(market), this.#commandRecords);
    await log.append(eventTopic(market), this.#eventRecords);
    this.#commandRecords = [];
    this.#eventRecords = [];
  }

  async #snapshot(): Promise<void> {
    await this.#take(controlBatch({ kind: 'SnapshotMarked', markId: 1 }));
    await this.#flush();
    const context = {
      node: 'bench-history',
      ports: this.#ports,
      log: silentLog,
      machines: marketMachines,
      defer: setImmediate,
    };
    const out = new SnapshotOut(context, {
      form: marketSnapshots(marketMachines),
      keptCount: SNAPSHOTS_KEPT,
    });
    const entry = await out.write(this.#pipeline.snapshot());
    this.#snapshotBytes = entry.bytes;
    this.#restingAtSnapshot = this.#pipeline.restingOrders;
  }
}
