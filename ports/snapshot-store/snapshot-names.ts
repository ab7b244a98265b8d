import { offset, timestampUs } from '../../proto/units.ts';
import type { SnapshotEntry } from './snapshot-store.ts';

/** In the place of a market: the accounts of the exchange. No market's name has small letters. */
export const ACCOUNTS = 'accounts';

const FILE_NAME = /^(\d{16})-(\d{1,16})\.pb$/;

export function snapshotKey(name: {
  readonly market: string;
  readonly offset: number;
  readonly timestampUs: number;
}): string {
  return `${name.market}/${String(name.offset).padStart(16, '0')}-${name.timestampUs}.pb`;
}

/** null: a foreign name. */
export function snapshotEntryOf(
  market: string,
  fileName: string,
  bytes: number,
): SnapshotEntry | null {
  const match = FILE_NAME.exec(fileName);
  if (match === null) return null;
  return {
    key: `${market}/${fileName}`,
    market,
    offset: offset(Number(match[1])),
    timestampUs: timestampUs(Number(match[2])),
    bytes,
  };
}

export const newestFirst = (left: SnapshotEntry, right: SnapshotEntry): number =>
  right.offset - left.offset || right.timestampUs - left.timestampUs;
