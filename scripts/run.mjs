// node scripts/run.mjs <source.ts> [arguments]: builds if needed, then runs the compiled file in this process.
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, root } from './build.mjs';

const [source, ...rest] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: node scripts/run.mjs <source.ts> [arguments]\n');
  process.exit(2);
}
if (!build()) process.exit(1);
const compiled = join(root, 'dist', relative(root, resolve(root, source)).replace(/\.ts$/, '.js'));
process.argv.splice(1, process.argv.length - 1, compiled, ...rest);
await import(pathToFileURL(compiled).href);
