import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMAND_FIELDS } from './command-codec.ts';
import { EVENT_FIELDS } from './event-codec.ts';
import {
  decode,
  encode,
  expectedFiles,
  type GoldenFolder,
  parseGolden,
} from './testing/golden-file.ts';
import { commandVariants, eventVariants, snapshotVariants } from './testing/golden-variants.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const folder = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'proto', 'golden');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

test('every message kind has a golden file (make it with scripts/add-golden.ts)', () => {
  const missing = [...expectedFiles().keys()].filter((name) => !names.includes(name));
  assert.deepEqual(missing, []);
  const kinds = Object.keys(COMMAND_FIELDS).length + Object.keys(EVENT_FIELDS).length;
  const variants = [commandVariants, eventVariants, snapshotVariants].flatMap(Object.keys);
  assert.equal(expectedFiles().size, kinds + 4 + variants.length);
});

for (const name of names) {
  test(`${name} decodes to what it meant, and has the same bytes again`, () => {
    const { bytes, message } = parseGolden(readFileSync(join(folder, name), 'utf8'));
    const kind = name.split('-')[0] as GoldenFolder;
    assert.deepEqual(decode(kind, bytes, { sha256 }), message);
    assert.deepEqual(encode(kind, message, { sha256 }), bytes);
  });
}
