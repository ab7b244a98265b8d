/**
 * Clients of others, pinned, in the cache (LOCKSTEP_CACHE, else ~/.cache/lockstep): installed once
 * per lock file. A client that cannot be installed fails the suite; nothing is passed over.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALL_MS = 900_000;
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
/** The sources: what is not TypeScript is not compiled along. */
const source = resolve(dirname(fileURLToPath(import.meta.url)), '../../../test/clients');
const cache = process.env['LOCKSTEP_CACHE'] ?? join(homedir(), '.cache', 'lockstep');

/** `require` of the npm clients. */
export async function npmClients(): Promise<NodeJS.Require> {
  const files = ['npm/package.json', 'npm/package-lock.json'];
  const folder = await installed('clients-npm', files, async (into) => {
    await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', into], {
      timeout: INSTALL_MS,
      maxBuffer: OUTPUT_BYTES_MAX,
    });
  });
  return createRequire(join(folder, 'package.json'));
}

/** The Python of a virtual environment with the clients of one requirements file. */
export async function pythonWith(requirements: string): Promise<string> {
  const name = `clients-${requirements.replace(/\.txt$/, '')}`;
  const folder = await installed(name, [`python/${requirements}`], async (into) => {
    const options = { timeout: INSTALL_MS, maxBuffer: OUTPUT_BYTES_MAX };
    await run('python3', ['-m', 'venv', '--copies', join(into, 'venv')], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(join(into, 'venv/bin/python'), [...pip, '-r', join(into, requirements)], options);
  });
  return join(folder, 'venv/bin/python');
}

export const pythonScript = (name: string): string => join(source, 'python', name);

/** A folder counts once its mark is there: what is half installed is made anew. */
async function installed(
  name: string,
  files: readonly string[],
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256');
  for (const file of files) digest.update(readFileSync(join(source, file)));
  digest.update(process.versions.modules);
  const folder = join(cache, `${name}-${digest.digest('hex').slice(0, 16)}`);
  if (existsSync(join(folder, '.installed'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(join(source, file), join(folder, file.split('/').pop()!));
  await install(folder);
  copyFileSync(join(folder, files[0]!.split('/').pop()!), join(folder, '.installing'));
  renameSync(join(folder, '.installing'), join(folder, '.installed'));
  return folder;
}
