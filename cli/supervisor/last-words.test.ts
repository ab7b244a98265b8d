import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { lastWords } from './last-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
const path = join(folder, 'engine-a.log');
after(() => rmSync(folder, { recursive: true }));

const line = (level: number, pid: number, code: string, msg: string) =>
  `${JSON.stringify({ level, pid, code, msg })}\n`;

describe('the last words of a process', () => {
  it('are the fatal line that it wrote, not what others wrote before', () => {
    const told = line(60, 7, 'LOG_UNAVAILABLE', 'no broker answers');
    const others = line(60, 6, 'LOG_DAMAGED', 'long ago').repeat(1_000);
    // A native library writes to the log, too, and ends no line.
    writeFileSync(path, `${others}${line(30, 7, '', 'started')}Write error${told}${others}`);
    assert.equal(lastWords(path, 7), null, 'too far back');
    writeFileSync(path, `${others}Write error${told}${line(30, 8, '', 'started')}`);
    assert.equal(lastWords(path, 7), 'LOG_UNAVAILABLE: no broker answers');
    assert.equal(lastWords(path, 8), null);
  });

  it('are none without a log, and are short', () => {
    assert.equal(lastWords(join(folder, 'none.log'), 7), null);
    writeFileSync(path, line(60, 7, 'X', 'y'.repeat(5_000)));
    assert.ok((lastWords(path, 7)?.length ?? 999) < 250);
  });
});
