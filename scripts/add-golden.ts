/**
 * Writes the golden files that proto/golden lacks. Never overwrites one: old bytes are sacred.
 *
 *   node scripts/run.mjs scripts/add-golden.ts && npx biome check --write proto/golden
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode, expectedFiles, formatGolden } from '../proto/testing/golden-file.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const folder = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'proto', 'golden');
mkdirSync(folder, { recursive: true });
let added = 0;
for (const [name, file] of expectedFiles()) {
  const path = join(folder, name);
  if (existsSync(path)) continue;
  const golden = { bytes: encode(file.folder, file.message, { sha256 }), message: file.message };
  writeFileSync(path, formatGolden(golden), { flag: 'wx' });
  added += 1;
}
process.stdout.write(`proto/golden: ${added} files added\n`);
