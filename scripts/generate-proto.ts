/**
 * Generates proto/generated/ (protobufjs, static) from proto/exchange/v1.
 *
 *   node scripts/run.mjs scripts/generate-proto.ts [--check]
 *
 * --check writes nothing and exits 1 when the files in the tree are not what would be generated.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const generated = join(root, 'proto', 'generated');
const FILES = ['exchange.js', 'exchange.d.ts'] as const;

/** The messages with encode and decode and nothing else; fixed64 as Long, which is exact. */
const PBJS_FLAGS = [
  ...['--target', 'static-module', '--wrap', 'esm', '--force-long'],
  ...['--no-service', '--no-verify', '--no-create', '--no-delimited', '--no-convert'],
  '--no-typeurl',
];

function runTool(tool: 'pbjs' | 'pbts', args: readonly string[]): void {
  const bin = join(root, 'node_modules', 'protobufjs-cli', 'bin', tool);
  const run = spawnSync(process.execPath, [bin, ...args], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${tool} failed: ${run.stdout}${run.stderr}`);
}

function generateInto(folder: string): void {
  const sources = readdirSync(join(root, 'proto', 'exchange', 'v1'))
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => join('proto', 'exchange', 'v1', name));
  if (sources.length === 0) throw new Error('no .proto file in proto/exchange/v1');
  const common = [...PBJS_FLAGS, '--path', 'proto'];
  // pbts reads types from comments, which the shipped file does without: a third of the size.
  const commented = join(folder, 'commented.js');
  runTool('pbjs', [...common, '--out', commented, ...sources]);
  runTool('pbts', ['--no-comments', '--out', join(folder, 'exchange.d.ts'), commented]);
  runTool('pbjs', [...common, '--no-comments', '--out', join(folder, 'exchange.js'), ...sources]);
}

function staleFiles(folder: string): string[] {
  return FILES.filter((name) => {
    try {
      return !readFileSync(join(folder, name)).equals(readFileSync(join(generated, name)));
    } catch {
      return true;
    }
  });
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const folder = mkdtempSync(join(tmpdir(), 'generate-proto-'));
try {
  generateInto(folder);
  const stale = staleFiles(folder);
  if (!values.check) {
    mkdirSync(generated, { recursive: true });
    for (const name of stale) copyFileSync(join(folder, name), join(generated, name));
    process.stdout.write(`proto/generated: ${stale.length} of ${FILES.length} files renewed\n`);
  } else if (stale.length > 0) {
    process.stderr.write(
      `stale in proto/generated: ${stale.join(', ')}. Run: npm run proto:generate\n`,
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
