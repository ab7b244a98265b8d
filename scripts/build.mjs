// Compiles the project to dist/ when a source is newer than the last build. Plain JavaScript, because
// it is what makes the TypeScript runnable. Exits 1 with the compiler's messages.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');
const lock = join(root, 'dist.lock');
const skipped = /^(\.|node_modules$|dist|docs$|data$|results$)/;

function newestSourceMs(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestSourceMs(path));
    else if (/\.(ts|js|json)$/.test(entry.name)) newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}

function isFresh() {
  return existsSync(stamp) && statSync(stamp).mtimeMs >= newestSourceMs(root);
}

/** An output whose source is gone would still be found and run. */
function removeOrphans(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOrphans(path);
    else if (entry.name.endsWith('.js')) {
      const source = join(root, relative(join(root, 'dist'), path));
      if (existsSync(source) || existsSync(source.replace(/\.js$/, '.ts'))) continue;
      rmSync(path);
    }
  }
}

function compile() {
  const startedAt = new Date();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', root], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    return false;
  }
  cpSync(join(root, 'proto', 'generated'), join(root, 'dist', 'proto', 'generated'), {
    recursive: true,
  });
  removeOrphans(join(root, 'dist'));
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  return true;
}

function sleepMs(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** True when dist/ is up to date afterwards. One build at a time: a second caller waits. */
export function build() {
  if (isFresh()) return true;
  for (let waitedMs = 0; ; waitedMs += 50) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (
        waitedMs > 60_000 ||
        Date.now() - statSync(lock, { throwIfNoEntry: false })?.mtimeMs > 60_000
      ) {
        rmSync(lock, { recursive: true, force: true });
      }
      sleepMs(50);
    }
  }
  try {
    return isFresh() || compile();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(build() ? 0 : 1);
