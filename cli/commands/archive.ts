import {
  archivedTopics,
  archiveNow,
  archiveOf,
  type SegmentVerdict,
  type TopicArchive,
  verifiedSegments,
} from '../archive.ts';
import type { CommandInput } from '../command.ts';
import { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { withPorts } from '../store-access.ts';

const dataOf = (input: CommandInput): string => input.text('data') ?? './data';

const stretch = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  `${first} … ${last}`;

const HEAD = ['topic', 'segments', 'bytes', 'archived', 'in the log', 'in neither'];
const row = ({ topic, segments, bytes, covered, log, missing }: TopicArchive) => [
  topic,
  segments.length,
  bytes,
  covered.map(stretch).join(', ') || '-',
  log === null ? '-' : stretch({ first: log.earliest, last: log.end - 1 }),
  missing === null ? '-' : stretch(missing),
];

export async function archiveListCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(dataOf(input), async (ports) => {
    const topics = await archivedTopics(ports, input.text('topic'));
    const archives = await Promise.all(topics.map((topic) => archiveOf(ports, topic)));
    input.output.result({ archives }, () => table(HEAD, archives.map(row)));
    return ExitCode.ok;
  });
}

export async function archiveVerifyCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(dataOf(input), async (ports) => {
    const topics = await archivedTopics(ports, input.text('topic'));
    const archives = await Promise.all(topics.map((topic) => archiveOf(ports, topic)));
    const segments: SegmentVerdict[] = [];
    for (const archive of archives) {
      for await (const verdict of verifiedSegments(ports, archive)) segments.push(verdict);
    }
    const bad = segments.filter(({ problem }) => problem !== null);
    const gaps = archives.filter(({ missing }) => missing !== null);
    input.output.result({ segments, bad: bad.length, gaps: gaps.map(({ topic }) => topic) }, () =>
      table(
        ['topic', 'records', 'bytes', 'verdict'],
        segments.map((segment) => [
          segment.topic,
          stretch(segment),
          segment.bytes,
          segment.problem ?? 'good',
        ]),
      ),
    );
    for (const { topic, missing } of gaps) {
      if (missing !== null) input.output.say(`${topic}: ${stretch(missing)} lies in neither`);
    }
    if (segments.length === 0) input.suggest('nothing is archived yet; see', 'archive now');
    return bad.length + gaps.length === 0 ? ExitCode.ok : ExitCode.integrityViolated;
  });
}

export async function archiveNowCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(dataOf(input), async (ports) => {
    const wanted = await archivedTopics(ports, input.text('topic'));
    const topics = await archiveNow(ports, wanted);
    input.output.result({ topics }, () =>
      table(
        ['topic', 'archived up to'],
        topics.map(({ topic, archivedEnd }) => [topic, archivedEnd - 1]),
      ),
    );
    return ExitCode.ok;
  });
}
