/** Log records as messages, where damage is a finding and not an exception. */
import type { LogRecord } from '../../ports/event-log/event-log.ts';
import { decodeCommandBatch, decodeEventBatch } from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import type { CommandRecord } from './market-audit.ts';

export function readCommandRecord(record: LogRecord): CommandRecord {
  const { offset, bytes } = record;
  try {
    return { offset, bytes, batch: decodeCommandBatch(bytes), problem: null };
  } catch (error) {
    return { offset, bytes, batch: null, problem: reasonOf(error) };
  }
}

export function readEventRecord(record: LogRecord): EventBatch | string {
  try {
    return decodeEventBatch(record.bytes);
  } catch (error) {
    return reasonOf(error);
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
