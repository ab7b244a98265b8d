import { type Offset, offset } from '../../proto/units.ts';
import type { ArchiveEntry } from './archive-store.ts';

const NAME = /^(\d{16})-(\d{1,16})$/;

export function archiveKey(stretch: {
  readonly topic: string;
  readonly first: Offset;
  readonly last: Offset;
}): string {
  return `${stretch.topic}/${String(stretch.first).padStart(16, '0')}-${stretch.last}`;
}

/** null: a foreign name. */
export function archiveEntryOf(topic: string, name: string, bytes: number): ArchiveEntry | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first) return null;
  return { key: `${topic}/${name}`, topic, first: offset(first), last: offset(last), bytes };
}

export const inOrder = (left: ArchiveEntry, right: ArchiveEntry): number =>
  left.first - right.first || left.last - right.last;
