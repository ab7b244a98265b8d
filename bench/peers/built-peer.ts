/**
 * Builds a peer once:  bench/peers/<driver>/ ──copy──▶ <cache>/peers/<driver>-<digest>/ ──build
 *
 * The digest covers driver and build commands, so a changed driver is built anew.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import process from 'node:process';
import { cacheFolder, projectFolder } from '../folders.ts';
import type { LineCommand } from '../harness/line-process.ts';
import type { Peer, PeerSource } from './peer.ts';

type RegistrySource = Extract<PeerSource, { kind: 'registry' }>;

export type BuiltPeer =
  | { readonly kind: 'ready'; readonly command: LineCommand }
  | { readonly kind: 'not-built'; readonly reason: string };

const BUILD_TIMEOUT_MS = 600_000;

/** Never throws: what goes wrong is the row's reason. */
export async function builtPeer(peer: Peer, say: (message: string) => void): Promise<BuiltPeer> {
  const { source } = peer;
  if (source.kind === 'not-available') return { kind: 'not-built', reason: source.reason };
  const driver = join(projectFolder(), 'bench', 'peers', source.driver);
  const folder = join(cacheFolder(), 'peers', `${source.driver}-${digestOf(driver, source)}`);
  const command = { ...source.run, file: resolved(source.run.file, folder), folder };
  if (existsSync(folder)) return { kind: 'ready', command };
  say(`building ${peer.name} ${peer.version} …`);
  // Under a name of its own until it is whole: another run may be building the same.
  const unfinished = `${folder}.${process.pid}`;
  cpSync(driver, unfinished, { recursive: true });
  for (const step of source.build) {
    const problem = await carriedOut(step, unfinished);
    if (problem === null) continue;
    rmSync(unfinished, { recursive: true, force: true });
    return { kind: 'not-built', reason: `not built: ${step.file}: ${problem}` };
  }
  if (!existsSync(folder)) renameSync(unfinished, folder);
  rmSync(unfinished, { recursive: true, force: true });
  return { kind: 'ready', command };
}

const resolved = (file: string, folder: string): string =>
  isAbsolute(file) || !file.startsWith('.') ? file : join(folder, file);

function digestOf(driver: string, source: RegistrySource): string {
  const hash = createHash('sha256').update(JSON.stringify(source.build));
  const entries = readdirSync(driver, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.sort()) hash.update(relative(driver, path)).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

/** The last line of what it said; null: it went well. */
function carriedOut(step: LineCommand, folder: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(step.file, [...step.arguments], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: BUILD_TIMEOUT_MS,
    });
    let said = '';
    const hear = (text: unknown): void => {
      said = `${said}${text}`.slice(-4000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      const lines = said.trim().split('\n');
      const error = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
      resolve(code === 0 ? null : `code ${code}: ${error.trim().slice(0, 200)}`);
    });
  });
}
