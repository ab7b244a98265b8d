import { silentLog } from '../engine/runtime/runtime-context.ts';
import { coverages } from '../ports/archive-store/archive-reader.ts';
import type { ArchiveEntry } from '../ports/archive-store/archive-store.ts';
import type { Ports } from '../ports/ports.ts';
import { limits } from '../proto/limits.ts';
import { offset } from '../proto/units.ts';
import { LogArchiver } from '../snapshotter/log-archiver.ts';
import { CommandError, ExitCode } from './exit-codes.ts';

const PAGE = { records: 512, bytes: 4 * 1024 * 1024 } as const;

/** A topic's archive against its log. */
export interface TopicArchive {
  readonly topic: string;
  readonly segments: readonly ArchiveEntry[];
  readonly bytes: number;
  /** Stretches without a gap: first and last record. */
  readonly covered: readonly { readonly first: number; readonly last: number }[];
  /** What the log itself holds; null: there is no such log any more. */
  readonly log: { readonly earliest: number; readonly end: number } | null;
  /** The oldest records that neither of the two holds; null: none is missing. */
  readonly missing: { readonly first: number; readonly last: number } | null;
}

export type SegmentVerdict = ArchiveEntry & { readonly problem: string | null };

/** Topics with a log or an archive, or the one named. Throws UNKNOWN_TOPIC. */
export async function archivedTopics(
  ports: Pick<Ports, 'log' | 'archive'>,
  wanted: string | null,
): Promise<readonly string[]> {
  const topics = new Set([...(await ports.log.topics()), ...(await ports.archive.topics())]);
  const all = [...topics].sort();
  if (wanted === null) return all;
  if (topics.has(wanted)) return [wanted];
  throw new CommandError(
    { code: 'UNKNOWN_TOPIC', exitCode: ExitCode.failed },
    `there is no topic ${wanted}; there are ${all.join(', ') || 'none'}`,
  );
}

export async function archiveOf(
  ports: Pick<Ports, 'log' | 'archive'>,
  topic: string,
): Promise<TopicArchive> {
  const segments = await ports.archive.list(topic);
  const covered = coverages(segments).map(({ first, end }) => ({ first, last: end - 1 }));
  const isThere = (await ports.log.topics()).includes(topic);
  const log = isThere ? await ports.log.bounds(topic) : null;
  let reach = 0;
  for (const { first, last } of covered) if (first <= reach) reach = Math.max(reach, last + 1);
  const needed = log?.earliest ?? covered.at(-1)?.last ?? 0;
  return {
    topic,
    segments,
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    covered,
    log,
    missing:
      reach < needed ? { first: reach, last: nextCovered(covered, reach, needed) - 1 } : null,
  };
}

function nextCovered(covered: TopicArchive['covered'], after: number, needed: number): number {
  return covered.find(({ first }) => first > after && first < needed)?.first ?? needed;
}

/** Reads every segment, checks it, and compares its records with those that the log still holds. */
export async function* verifiedSegments(
  ports: Pick<Ports, 'log' | 'archive'>,
  archive: TopicArchive,
): AsyncGenerator<SegmentVerdict> {
  for (const entry of archive.segments) {
    let problem: string | null;
    try {
      const { records } = await ports.archive.get(entry);
      problem = await differenceFromLog(ports, { archive, entry, records });
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    yield { ...entry, problem };
  }
}

async function differenceFromLog(
  { log }: Pick<Ports, 'log'>,
  options: {
    readonly archive: TopicArchive;
    readonly entry: ArchiveEntry;
    readonly records: readonly Uint8Array[];
  },
): Promise<string | null> {
  const { archive, entry, records } = options;
  if (archive.log === null) return null;
  const { earliest, end } = archive.log;
  if (entry.last >= end) return `it goes on to ${entry.last}, the log ends at ${end}`;
  for (let at = Math.max(entry.first, earliest); at <= entry.last; ) {
    const page = await log.read(archive.topic, offset(at), PAGE);
    if (page.length === 0) return `it goes on to ${entry.last}, the log ends at ${at} now`;
    for (const record of page) {
      at = record.offset + 1;
      const archived = records[record.offset - entry.first];
      if (archived === undefined) break;
      if (Buffer.compare(record.bytes, archived) !== 0) {
        return `record ${record.offset} is not that of the log`;
      }
    }
  }
  return null;
}

/** Archives all that the logs hold, as the snapshotter does; both at once do no harm. */
export async function archiveNow(
  ports: Ports,
  topics: readonly string[],
): Promise<readonly { readonly topic: string; readonly archivedEnd: number }[]> {
  const archiver = new LogArchiver(
    { ports, log: silentLog },
    {
      markets: 'all',
      rhythm: {
        recordsMax: limits.archiveRecordsMax,
        bytesMax: limits.archiveBytesMax,
        intervalMs: limits.archiveIntervalMs,
      },
      retention: null,
      oldestSnapshot: () => null,
      firstForAccounts: () => null,
    },
  );
  const results: { topic: string; archivedEnd: number }[] = [];
  for (const one of await archiver.discover()) {
    if (!topics.includes(one.topic)) continue;
    let step = await one.step('now');
    while (step === 'archived') step = await one.step('now');
    const { topic, archivedEnd, problem } = one.report();
    if (step === 'failed') {
      throw new CommandError(
        { code: 'ARCHIVE_FAILED', exitCode: ExitCode.failed },
        `${topic}: ${problem ?? 'not archived'}`,
      );
    }
    results.push({ topic, archivedEnd });
  }
  return results;
}
