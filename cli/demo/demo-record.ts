import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type DemoRecord, demoPath } from '../connection.ts';

/** Whole or not at all, and durable: nothing but this file holds the keys of the accounts. */
export function writeDemoRecord(dataDirectory: string, record: DemoRecord): void {
  const path = demoPath(dataDirectory);
  const newPath = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.new`;
  const file = openSync(newPath, 'wx', 0o600);
  try {
    const bytes = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
    renameSync(newPath, path);
  } finally {
    closeSync(file);
    rmSync(newPath, { force: true });
  }
}
