import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type DemoRecord, demoPath, findDemoRecord } from '../connection.ts';
import { writeDemoRecord } from './demo-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
after(() => rmSync(folder, { recursive: true }));

const recordOf = (...names: readonly string[]): DemoRecord => ({
  baseUrl: 'http://127.0.0.1:1',
  wsUrl: 'ws://127.0.0.1:1/v1/ws',
  accounts: names.map((name) => ({ name, apiKey: 'key', secret: 'secret', scopes: ['read'] })),
});

test('the keys of a demonstration are never written over: there is the old file, or the new one', () => {
  const old = recordOf('admin');
  writeDemoRecord(folder, old);
  chmodSync(demoPath(folder), 0o644);
  const reader = openSync(demoPath(folder), 'r');
  try {
    writeDemoRecord(folder, recordOf('admin', 'alice'));
    assert.deepEqual(JSON.parse(readFileSync(reader, 'utf8')), old);
  } finally {
    closeSync(reader);
  }
  assert.deepEqual(findDemoRecord(folder), recordOf('admin', 'alice'));
  assert.equal(statSync(demoPath(folder)).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['demo.json']);
});
