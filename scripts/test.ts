/**
 * Runs test files with node:test and fails when there is nothing to run.
 *
 *   node scripts/run.mjs scripts/test.ts [--suite unit|system|services|clients|nightly]… [--minio] [--explore] [--again] [path …]
 *
 * A test file ends in `.test.ts` and is a unit or contract test, unless it ends in
 * `.system.test.ts` (real processes), `.services.test.ts` (real Kafka, Redis, S3),
 * `.clients.test.ts` (unmodified clients of others, installed into the cache) or
 * `.nightly.test.ts` (long). The services suite gets servers of its own unless the environment names
 * some (LOCKSTEP_TEST_KAFKA, …_REDIS, …_S3), and fails when it cannot; `--minio` adds a MinIO. Unit suites run in parallel, the others one file at a time: they
 * measure nothing, but they need the machine.
 *
 * Random tests take SEED from the environment; else the suites give all of them the same one, so that what fails here fails everywhere,
 * and `--explore` (and the nightly suite) a new one at each run.
 *
 * `--again`: up to three files of a suite that failed are run a second time, with the same seed, and named as unsteady when they
 * pass then. What failed as a proof (lost, duplicated, unbalanced, other hashes) stays failed: docs/adr/0016.
 */
import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { run } from 'node:test';
import { spec as SpecReporter } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withMinio, withTestServers } from './services/test-servers.ts';

const SUITES = ['unit', 'system', 'services', 'clients', 'nightly'] as const;
type Suite = (typeof SUITES)[number];

interface TestFail {
  readonly name: string;
  readonly file?: string | undefined;
  readonly details: { readonly error: Error };
}

const REPEATABLE_SEED = '20261129';
const dist = resolve(dirname(fileURLToPath(import.meta.url)), '..');

function suiteOf(path: string): Suite | null {
  if (!path.endsWith('.test.js')) return null;
  if (path.endsWith('.system.test.js')) return 'system';
  if (path.endsWith('.services.test.js')) return 'services';
  if (path.endsWith('.clients.test.js')) return 'clients';
  if (path.endsWith('.nightly.test.js')) return 'nightly';
  return 'unit';
}

interface Failure {
  readonly file: string;
  readonly text: string;
}

interface Outcome {
  readonly tests: number;
  readonly failures: readonly Failure[];
}

/** What failed in any of the suites, told once more at the very end. */
const failed: string[] = [];
/** What failed, and then passed. */
const unsteady: string[] = [];
const FAILURE_LINES = 25;
const AGAIN_FILES_MAX = 3;
const PROOF =
  /\b(lost|duplicated|unbalanced|reordered|conserved|overdrawn|diverged?|hash(es)?|shortened|silently)\b/i;
/** For one file; those of real processes take two minutes at most when nothing hangs. */
const FILE_TIMEOUT_MS = 600_000;
const NIGHTLY_FILE_TIMEOUT_MS = 7_200_000;

function failureText(suite: Suite, event: TestFail): string {
  const { cause } = event.details.error;
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const lines = reason.split('\n').slice(0, FAILURE_LINES);
  const file = event.file === undefined ? '' : ` (${relative(dist, event.file)})`;
  return [`✖ ${suite}: ${event.name}${file}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? testFiles(path) : [path];
    })
    .sort();
}

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

async function runFiles(suite: Suite, files: readonly string[]): Promise<Outcome> {
  let tests = 0;
  const failures: Failure[] = [];
  const concurrency = suite === 'unit' ? 2 : 1;
  const timeout = suite === 'nightly' ? NIGHTLY_FILE_TIMEOUT_MS : FILE_TIMEOUT_MS;
  const stream = run({ files: [...files], concurrency, timeout });
  stream.on('test:pass', (event) => {
    if (event.details.type !== 'suite') tests += 1;
  });
  stream.on('test:fail', (event) => {
    // A suite fails with its tests; without one of them, it is its own failure.
    if (event.details.type === 'suite' && failures.some(({ file }) => file === event.file)) return;
    failures.push({ file: event.file ?? event.name, text: failureText(suite, event) });
  });
  stream.pipe(new SpecReporter()).pipe(process.stdout);
  await new Promise((done) => stream.on('end', done));
  return { tests, failures };
}

/** Whether these failures are forgotten: few files, no proof among them, and all pass now. */
async function passesAgain(suite: Suite, failures: readonly Failure[]): Promise<boolean> {
  const files = [...new Set(failures.map(({ file }) => file))];
  const isKnown = files.every((file) => suiteOf(file) === suite);
  const isProof = failures.some(({ text }) => PROOF.test(text));
  if (!isKnown || isProof || files.length > AGAIN_FILES_MAX) return false;
  say(`${suite}: once more, with the same seed: ${files.map((file) => relative(dist, file))}`);
  const second = await runFiles(suite, files);
  return second.tests > 0 && second.failures.length === 0;
}

async function runSuite(suite: Suite, prefixes: readonly string[]): Promise<boolean> {
  const files = testFiles(dist).filter((path) => {
    const name = relative(dist, path);
    return (
      suiteOf(path) === suite && (prefixes.length === 0 || prefixes.some((p) => name.startsWith(p)))
    );
  });
  if (files.length === 0) {
    process.stderr.write(`no ${suite} test file matches ${prefixes.join(' ') || '(everything)'}\n`);
    return false;
  }
  const { tests, failures } = await runFiles(suite, files);
  const texts = failures.map(({ text }) => text);
  say(`${suite}: ${tests} passed, ${failures.length} failed`);
  if (tests === 0) process.stderr.write(`the ${suite} suite ran no test\n`);
  if (failures.length === 0) return tests > 0;
  const isUnsteady = values.again && (await passesAgain(suite, failures));
  (isUnsteady ? unsteady : failed).push(...texts);
  return isUnsteady;
}

const USAGE = `usage: node scripts/run.mjs scripts/test.ts [--suite ${SUITES.join('|')}]… [--minio] [--explore] [--again] [path …]`;

function wordsOfLine() {
  try {
    const words = parseArgs({
      allowPositionals: true,
      options: {
        suite: { type: 'string', multiple: true, default: ['unit'] },
        minio: { type: 'boolean', default: false },
        explore: { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
      },
    });
    const strange = words.values.suite.find((suite) => !SUITES.includes(suite as Suite));
    if (strange === undefined) return words;
    throw new Error(`there is no suite ${strange}`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}

const { values, positionals } = wordsOfLine();
const prefixes = positionals.map((path) => path.replace(/\.ts$/, '.js'));
let ok = true;
for (const suite of values.suite) {
  if (values.explore || suite === 'nightly') delete process.env['SUITE_SEED'];
  else process.env['SUITE_SEED'] = REPEATABLE_SEED;
  const run = (): Promise<boolean> => runSuite(suite as Suite, prefixes);
  const runOnServers = (): Promise<boolean> =>
    withTestServers(say, values.minio ? () => withMinio(say, run) : run);
  ok = (suite === 'services' ? await runOnServers() : await run()) && ok;
}
if (values.suite.length > 1 && failed.length > 0) {
  say(`\n${failed.length} failed in all suites together:\n${failed.join('\n')}`);
}
if (unsteady.length > 0) {
  say(`\n${unsteady.length} failed once and passed then (unsteady):\n${unsteady.join('\n')}`);
}
process.exitCode = ok ? 0 : 1;
