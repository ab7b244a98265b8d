/** Walks the logs and feeds the audits; damage that stops the walk becomes a finding. */
import { type EventLog, EventLogError } from '../../ports/event-log/event-log.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC } from '../../proto/topics.ts';
import { offset } from '../../proto/units.ts';
import type { Findings } from './findings.ts';
import type { LedgerAudit } from './ledger-audit.ts';
import { LogPages } from './log-pages.ts';
import type { MarketAudit } from './market-audit.ts';
import { readCommandRecord, readEventRecord, reasonOf } from './record-bytes.ts';

/** Of the log: only what reads it. */
export type ReadableLog = Pick<EventLog, 'topics' | 'bounds' | 'read'>;

export interface LogReading {
  readonly log: ReadableLog;
  readonly findings: Findings;
  readonly topics: readonly string[];
}

/** `damaged`: what stands behind the damage is not known, nor what it made of the stores. */
export type Walk = 'whole' | 'damaged';

export async function readLedger(reading: LogReading, audit: LedgerAudit): Promise<Walk> {
  const { findings } = reading;
  const records = await open(reading, LEDGER_TOPIC);
  return untilDamage(findings, LEDGER_TOPIC, async () => {
    for (;;) {
      const record = await records.next();
      if (record === null) return;
      audit.take(readCommandRecord(record));
    }
  });
}

/** Both logs of a market side by side: for every event batch the command record that it answers. */
export async function readMarket(
  reading: LogReading,
  market: string,
  audit: MarketAudit,
): Promise<Walk> {
  const { log, findings } = reading;
  // Events first: a batch can never answer a command record beyond the end read after it.
  const events = await open(reading, eventTopic(market));
  const commands = await open(reading, commandTopic(market));
  const walk = await untilDamage(findings, market, async () => {
    await readEvents({ log, findings, market, audit, events, commands });
    for (;;) {
      const record = await commands.next();
      if (record === null) break;
      audit.pending(readCommandRecord(record));
    }
  });
  if (walk === 'whole') audit.finish();
  return walk;
}

async function readEvents(reading: {
  readonly log: ReadableLog;
  readonly findings: Findings;
  readonly market: string;
  readonly audit: MarketAudit;
  readonly events: LogPages;
  readonly commands: LogPages;
}): Promise<void> {
  const { log, findings, market, audit, events, commands } = reading;
  /** Log offset of the first copy of each batch, by input offset. */
  const firstCopies: number[] = [];
  for (;;) {
    const record = await events.next();
    if (record === null) return;
    const batch = readEventRecord(record);
    if (typeof batch === 'string') {
      findings.add('wrong', market, `event record ${record.offset} cannot be read: ${batch}`);
      continue;
    }
    const copyAt = firstCopies[batch.inputOffset];
    if (batch.inputOffset < audit.nextInputOffset) {
      const equal =
        copyAt !== undefined && (await recordIs(log, eventTopic(market), copyAt, record.bytes));
      if (equal) continue;
      const text = `event record ${record.offset} is another copy of batch ${batch.inputOffset}`;
      findings.add('conflicts', market, `${text} with other bytes`);
      continue;
    }
    firstCopies[batch.inputOffset] = record.offset;
    for (;;) {
      const command = await commands.next();
      if (command === null) {
        const text = `event batch ${batch.inputOffset} answers no command record`;
        findings.add('wrong', market, text);
        break;
      }
      if (command.offset === batch.inputOffset) {
        audit.answered(readCommandRecord(command), batch);
        break;
      }
      audit.missing(readCommandRecord(command));
    }
  }
}

/** A log that is not there yet (a market just defined) reads as an empty one. */
async function open(reading: LogReading, topic: string): Promise<LogPages> {
  const { log, findings, topics } = reading;
  if (!topics.includes(topic)) return new LogPages(log, topic, { from: 0, end: 0 });
  const { earliest, end } = await log.bounds(topic);
  const from = await oldestReadable(log, topic, earliest);
  if (from > 0) {
    const text = `it begins at record ${from}, in the archive too: the rest cannot be checked`;
    findings.add('wrong', topic, text);
  }
  return new LogPages(log, topic, { from, end });
}

/** 0 when the archive holds what the log no longer does, else where the log begins. */
async function oldestReadable(log: ReadableLog, topic: string, earliest: number): Promise<number> {
  if (earliest === 0) return 0;
  try {
    await log.read(topic, offset(0), { records: 1, bytes: 1 });
    return 0;
  } catch (error) {
    if (!(error instanceof EventLogError) || error.code !== 'LOG_OFFSET_OUT_OF_RANGE') throw error;
    return earliest;
  }
}

async function recordIs(
  log: ReadableLog,
  topic: string,
  at: number,
  bytes: Uint8Array,
): Promise<boolean> {
  const [record] = await log.read(topic, offset(at), { records: 1, bytes: bytes.length });
  return record !== undefined && Buffer.compare(record.bytes, bytes) === 0;
}

async function untilDamage(
  findings: Findings,
  where: string,
  walk: () => Promise<void>,
): Promise<Walk> {
  try {
    await walk();
    return 'whole';
  } catch (error) {
    if (!(error instanceof EventLogError) || error.code !== 'LOG_DAMAGED') throw error;
    findings.add('wrong', where, `the log is damaged, the rest is not checked: ${reasonOf(error)}`);
    return 'damaged';
  }
}
