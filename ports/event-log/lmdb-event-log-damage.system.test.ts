/**
 * Damaged files: every check runs in a process of its own, since LMDB may crash on them. The one
 * thing that must not happen is that it reads something else and says nothing.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { Child, type Ended } from '../testing/child.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const SEED = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
const FLIPS = 60;
const CUTS = 20;
const PAGE_BYTES = 4096;

/** mulberry32: small, and the same from the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const random = randomFrom(SEED);
let intact = '';
let expected = '';
/** A digest of each record, by topic. */
let histories: Readonly<Record<string, readonly string[]>> = {};

before(async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const dataDir = temporaryFolder();
  for (const topic of ['commands.A', 'commands.B', 'events.A']) {
    const { exitCode, errors } = await new Child(['append', dataDir, 'process', topic, 'w', '300'])
      .ended;
    assert.equal(exitCode, 0, errors);
  }
  intact = join(dataDir, 'log');
  const { lines, errors } = await new Child(['digest', intact]).ended;
  expected = lines[0] ?? errors;
  assert.match(expected, /^[0-9a-f]{64}$/);
  histories = JSON.parse(lines[1] ?? '');
});

/** `shortened`: an earlier state of the same log, whole in itself; the newest records are missing. */
type Verdict = 'detected' | 'crashed' | 'identical' | 'shortened' | 'SILENTLY DIFFERENT';

function verdictOn({ exitCode, signal, lines }: Ended): Verdict {
  if (exitCode === 44) return 'detected';
  if (exitCode !== 0 || signal !== null) return 'crashed';
  if (lines[0] === expected) return 'identical';
  return isEarlierState(lines[1] ?? '{}') ? 'shortened' : 'SILENTLY DIFFERENT';
}

function isEarlierState(text: string): boolean {
  const found = JSON.parse(text) as Record<string, readonly string[]>;
  return Object.entries(found).every(([topic, history]) =>
    history.every((digest, at) => digest === histories[topic]?.[at]),
  );
}

async function verdictAfter(part: string, damage: (path: string) => void): Promise<Verdict> {
  const folder = temporaryFolder();
  cpSync(intact, folder, { recursive: true });
  damage(join(folder, part, 'data.mdb'));
  const check = new Child(['digest', folder]);
  // A damaged tree may lead LMDB around in circles.
  const deadline = setTimeout(() => check.signal('SIGKILL'), 10_000);
  const ended = await check.ended;
  clearTimeout(deadline);
  return verdictOn(ended);
}

function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1 << random(8);
  writeFileSync(path, bytes);
}

/** Counts the verdicts, and fails on the one that must not be. */
async function judge(
  what: string,
  times: number,
  damage: (path: string, bytes: number) => string,
  bearable: readonly Verdict[] = ['detected', 'crashed', 'identical'],
): Promise<Map<Verdict, number>> {
  const counts = new Map<Verdict, number>();
  for (let count = 0; count < times; count += 1) {
    const part = count % 3 === 2 ? 'events' : 'commands';
    let where = '';
    const verdict = await verdictAfter(part, (path) => {
      where = damage(path, statSync(path).size);
    });
    assert.ok(bearable.includes(verdict), `${verdict}: ${what}, ${part}, ${where}, SEED=${SEED}`);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  process.stdout.write(`${what}: ${JSON.stringify(Object.fromEntries(counts))}\n`);
  return counts;
}

test('a flipped bit anywhere in the file is never read as something else', async () => {
  const counts = await judge('flip anywhere', FLIPS, (path, bytes) => {
    const at = random(bytes);
    flipBit(path, at);
    return `byte ${at}`;
  });
  assert.ok((counts.get('detected') ?? 0) > 0, 'no flip was detected: the test proves nothing');
});

test('a flipped bit in the meta pages is never read as something else', async () => {
  await judge('flip in a meta page', FLIPS, (path) => {
    const at = random(2) * PAGE_BYTES + random(24 + 168);
    flipBit(path, at);
    return `byte ${at}`;
  });
});

test('a file that is cut off anywhere is refused', async () => {
  await judge('cut off', CUTS, (path, bytes) => {
    const at = 1 + random(bytes - 1);
    truncateSync(path, at);
    return `at ${at}`;
  });
});

/**
 * LMDB's pages do not say when they were written: one that comes back from the past may take the log
 * back with it (docs/operating.md, "What is not detected"). It never becomes another log.
 */
test('an old page in the place of a new one is never read as another history', async () => {
  const putBack = (path: string, bytes: number): string => {
    const pages = bytes / PAGE_BYTES;
    const [from, to] = [2 + random(pages - 2), 2 + random(pages - 2)];
    const content = readFileSync(path);
    content.copy(content, to * PAGE_BYTES, from * PAGE_BYTES, (from + 1) * PAGE_BYTES);
    writeFileSync(path, content);
    return `page ${from} over ${to}`;
  };
  const bearable: Verdict[] = ['detected', 'crashed', 'identical', 'shortened'];
  const counts = await judge('page copied over another', FLIPS / 2, putBack, bearable);
  assert.ok((counts.get('detected') ?? 0) > 0, 'no page was missed: the test proves nothing');
});

test('what is not damaged is not refused', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  cpSync(intact, folder, { recursive: true });
  assert.equal(verdictOn(await new Child(['digest', folder]).ended), 'identical');
});
