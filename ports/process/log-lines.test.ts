import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LogLines } from './log-lines.ts';

/** A file of so many bytes; `errors` are thrown first, one a call. */
class Disk {
  text = '';
  room: number;
  readonly #errors: string[];

  constructor(room: number, errors: readonly string[] = []) {
    this.room = room;
    this.#errors = [...errors];
  }

  readonly write = (bytes: Uint8Array): number => {
    const code = this.#errors.shift() ?? (this.room === 0 ? 'ENOSPC' : null);
    if (code !== null) throw Object.assign(new Error(code), { code });
    const part = bytes.subarray(0, this.room);
    this.room -= part.length;
    this.text += Buffer.from(part).toString();
    return part.length;
  };
}

const linesOf = ({ text }: Disk) => text.split('\n');

describe('the lines of a log', () => {
  it('are written one by one', () => {
    const disk = new Disk(1_000);
    const lines = new LogLines(disk.write);
    lines.write('one\n');
    lines.write('two\n');
    assert.equal(disk.text, 'one\ntwo\n');
  });

  it('a full disk loses lines, and their number is told once there is room', () => {
    const disk = new Disk(4);
    const lines = new LogLines(disk.write);
    for (const line of ['one\n', 'two\n', 'three\n']) lines.write(line);
    assert.equal(disk.text, 'one\n');
    disk.room = 1_000;
    lines.write('four\n');
    lines.write('five\n');
    const [first, lost, ...rest] = linesOf(disk);
    assert.equal(first, 'one');
    assert.equal(JSON.parse(lost ?? '').lost, 2);
    assert.deepEqual(rest, ['four', 'five', '']);
  });

  it('a line that was cut by the end of the disk spoils no other', () => {
    const disk = new Disk(6);
    const lines = new LogLines(disk.write);
    lines.write('one\n');
    lines.write('two\n');
    disk.room = 1_000;
    lines.write('three\n');
    assert.deepEqual(
      linesOf(disk).filter((line) => !line.includes('"lost":1')),
      ['one', 'tw', 'three', ''],
    );
  });

  it('a pipe that is full for a moment is waited for', () => {
    const disk = new Disk(1_000, ['EAGAIN', 'EAGAIN']);
    new LogLines(disk.write).write('one\n');
    assert.equal(disk.text, 'one\n');
  });

  it('a pipe that nobody reads any more ends nobody', () => {
    const disk = new Disk(1_000, ['EPIPE']);
    const lines = new LogLines(disk.write);
    lines.write('one\n');
    assert.equal(disk.text, '');
  });
});
