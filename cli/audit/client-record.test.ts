import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  type ClientLine,
  ClientRecordError,
  ClientRecordWriter,
  readClientRecord,
} from './client-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'client-record-'));
after(() => rmSync(folder, { recursive: true }));

const lines: readonly ClientLine[] = [
  { t: 'request', id: '1', client_order_id: 'a', account: 'alice', market: 'BTC-USD' },
  { t: 'answer', id: '1', client_order_id: 'a', outcome: 'accepted', order_id: '9007199254740991' },
];

async function linesOf(path: string): Promise<ClientLine[]> {
  const found: ClientLine[] = [];
  for await (const line of readClientRecord(path)) found.push(line);
  return found;
}

function recordAt(name: string): string {
  const path = join(folder, name);
  const writer = new ClientRecordWriter(path);
  for (const line of lines) writer.write(line);
  writer.close();
  return path;
}

test('what was written is read back, in order; another writer goes on behind it', async () => {
  const path = recordAt('whole');
  recordAt('whole');
  assert.deepEqual(await linesOf(path), [...lines, ...lines]);
});

test('a torn last line is left out: its writer was killed', async () => {
  const path = recordAt('torn');
  appendFileSync(path, '{"t":"answer","client_ord');
  assert.deepEqual(await linesOf(path), lines);
});

test('anything else that is not a line of the format is refused with its place', async () => {
  for (const bad of ['{"t":"answer"', '[]', '{"t":"request","client_order_id":"x"}', '7']) {
    const path = join(folder, 'bad');
    writeFileSync(path, `${JSON.stringify(lines[0])}\n${bad}\n${JSON.stringify(lines[1])}\n`);
    await assert.rejects(linesOf(path), (error) => {
      assert.ok(error instanceof ClientRecordError);
      assert.match(error.message, /bad:2: /);
      return true;
    });
  }
});
