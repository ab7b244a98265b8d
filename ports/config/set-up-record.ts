/**
 * `<data>/set-up.json`: where the exchange of a data directory is kept. Read models and keys in the
 * directory belong to that one exchange; with another they would be wrong in silence.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DataDirectoryError, writeOnce } from '../data-directory.ts';
import type { ServersSetUp, SetUp } from './exchange-config.ts';

export type SetUpRecord =
  | { readonly profile: 'embedded' }
  | {
      readonly profile: 'kafka';
      /** Where the servers were last; they may move. */
      readonly urls: ServersSetUp['urls'];
      /** What may never change. */
      readonly identity: Readonly<Record<string, string>>;
    };

const pathIn = (dataDir: string): string => join(dataDir, 'set-up.json');

/** null: nothing has run on the directory yet, as far as it says. Throws DATA_DIR_DAMAGED, DATA_DIR_UNWRITABLE. */
export function findSetUpRecord(dataDir: string): SetUpRecord | null {
  const path = pathIn(dataDir);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') {
      throw new DataDirectoryError('DATA_DIR_UNWRITABLE', `${dataDir} is a file, not a folder`);
    }
    if (code !== 'ENOENT') throw error;
    // Directories of earlier versions say nothing, and are embedded.
    return existsSync(join(dataDir, 'log')) ? { profile: 'embedded' } : null;
  }
  try {
    const record = JSON.parse(text) as SetUpRecord;
    if (record.profile === 'embedded' || record.profile === 'kafka') return record;
  } catch {}
  throw new DataDirectoryError('DATA_DIR_DAMAGED', `${path} names no set-up`);
}

/**
 * Ties the directory to the set-up, or checks that it is tied to this one. `clusterId`: of Kafka, so
 * that another cluster at the same address is noticed. Throws DATA_DIR_OTHER_SET_UP.
 */
export function bindDataDirectory(
  dataDir: string,
  setUp: SetUp,
  clusterId: string | null = null,
): void {
  const wanted = recordOf(setUp, clusterId);
  const found = findSetUpRecord(dataDir);
  if (found === null || !existsSync(pathIn(dataDir))) {
    if (found !== null) assertSame(dataDir, found, wanted);
    writeOnce(pathIn(dataDir), textOf(wanted), 0o600);
  }
  // Another process may have been faster, with another set-up.
  const bound = findSetUpRecord(dataDir) ?? wanted;
  assertSame(dataDir, bound, wanted);
  if (bound.profile !== 'kafka' || wanted.profile !== 'kafka') return;
  const text = textOf({ ...wanted, identity: { ...bound.identity, ...wanted.identity } });
  if (text === textOf(bound)) return;
  const newPath = `${pathIn(dataDir)}.${process.pid}.new`;
  writeFileSync(newPath, text, { mode: 0o600 });
  renameSync(newPath, pathIn(dataDir));
}

const textOf = (record: SetUpRecord): string => `${JSON.stringify(record, null, 2)}\n`;

function recordOf(setUp: SetUp, clusterId: string | null): SetUpRecord {
  if (setUp.kind === 'embedded') return { profile: 'embedded' };
  const { urls, log, store, snapshots } = setUp;
  return {
    profile: 'kafka',
    urls,
    identity: {
      ...(clusterId === null ? {} : { kafka: clusterId }),
      topicPrefix: log.topicPrefix,
      namespace: store.namespace,
      database: String(store.database),
      bucket: `${snapshots.bucket}/${snapshots.prefix}`,
      archiveBucket: `${snapshots.archiveBucket}/${snapshots.prefix}`,
    },
  };
}

function assertSame(dataDir: string, bound: SetUpRecord, wanted: SetUpRecord): void {
  if (bound.profile !== wanted.profile) {
    throw otherSetUp(dataDir, `profile ${bound.profile}`, `profile ${wanted.profile}`);
  }
  if (bound.profile !== 'kafka' || wanted.profile !== 'kafka') return;
  for (const [name, value] of Object.entries(wanted.identity)) {
    const before = bound.identity[name];
    if (before !== undefined && before !== value) {
      throw otherSetUp(dataDir, `${name} "${before}"`, `${name} "${value}"`);
    }
  }
}

const otherSetUp = (dataDir: string, before: string, now: string): DataDirectoryError =>
  new DataDirectoryError(
    'DATA_DIR_OTHER_SET_UP',
    `${dataDir} belongs to the exchange with ${before}, and this one has ${now}: name another data directory`,
  );
