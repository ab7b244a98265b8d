import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { SETTINGS, type Setting } from './settings.ts';

const page = new URL('../../../docs/configuration.md', import.meta.url);

function pageOf(): string {
  const settings: readonly Setting[] = Object.values(SETTINGS);
  return [
    '# Configuration',
    '',
    'Made of `ports/config/settings.ts`; a test compares (`UPDATE=1` writes).',
    '',
    'A process of the exchange reads each setting from its option, else from its variable. A secret has no option, since a',
    'command line is readable by everybody on the machine; it may also be the text of the file that `<variable>_FILE` names.',
    'Whatever is wrong ends the start with the key, the problem and an example; no message and no log line holds a secret.',
    '',
    '| Variable | Option | Without it | Meaning |',
    '|---|---|---|---|',
    ...settings.map(
      ({ key, flag, kind, fallback, help }) =>
        `| \`${key}\`${kind === 'secret' ? ` or \`${key}_FILE\`` : ''} | ${flag === null ? '—' : `\`${flag}\``} | ${fallback} | ${help} |`,
    ),
    '',
    '## Examples',
    '',
    '```sh',
    ...settings.map(({ example }) => example),
    '```',
    '',
    '## Production',
    '',
    'With `--production` (or `NODE_ENV=production`) a process refuses to start',
    '',
    '- without TLS to Kafka, Redis or S3, or without a login to Kafka, unless `--trusted-network` says that this is meant;',
    '- with a Redis that has no password, with a secret that examples and vendors use, or with one shorter than 12 characters;',
    '- on servers without `MASTER_KEY`: hosts that make their own cannot open each other’s secrets;',
    '- on topics that may lose an acknowledged record (replication factor below 3, `min.insync.replicas` below 2, unclean leader',
    '  election, compaction), and on a Redis that may forget (no append-only file, `appendfsync` other than `always`, an evicting',
    '  `maxmemory-policy`). In development these are warnings;',
    '- with `FAULT`, the crash points of tests;',
    '- as an order-service without a door for operators, `--admin-port`, unless `--admin-port same` says that this is meant.',
    '',
    'A data directory remembers the set-up it belongs to (`set-up.json`), and is refused with another one.',
    '',
  ].join('\n');
}

test('docs/configuration.md is the table of settings', () => {
  if (process.env['UPDATE'] === '1') writeFileSync(page, pageOf());
  assert.equal(readFileSync(page, 'utf8'), pageOf());
});

test('a secret has no option, everything else has one', () => {
  for (const { key, flag, kind } of Object.values(SETTINGS)) {
    assert.equal(flag === null, kind === 'secret', key);
  }
});
