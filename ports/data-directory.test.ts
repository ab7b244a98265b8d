import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadMasterKey, lockDataDirectory, openDataDirectory } from './data-directory.ts';
import { startOf } from './process/process-identity.ts';
import { openSecret, sealSecret } from './secret-box.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a new directory gets a layout version, an old one keeps it', () => {
  const dataDir = join(temporaryFolder(), 'deep', 'data');
  openDataDirectory(dataDir);
  openDataDirectory(dataDir);
  assert.deepEqual(JSON.parse(readFileSync(join(dataDir, 'lockstep.json'), 'utf8')), {
    layoutVersion: 1,
  });
});

test('a directory of a newer version is refused and left as it is', () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'lockstep.json'), '{"layoutVersion": 2}');
  assert.throws(() => openDataDirectory(dataDir), { code: 'DATA_DIR_NEWER' });
  assert.deepEqual(readdirSync(dataDir), ['lockstep.json']);
});

for (const text of ['', '{', '{}', '{"layoutVersion":"1"}']) {
  test(`a layout file that reads ${JSON.stringify(text)} is damaged`, () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, 'lockstep.json'), text);
    assert.throws(() => openDataDirectory(dataDir), { code: 'DATA_DIR_DAMAGED' });
  });
}

test('a directory that cannot be written is refused', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  assert.throws(() => openDataDirectory(join(file, 'data')), { code: 'DATA_DIR_UNWRITABLE' });
});

test('where no folder can be made, that is said, and soon', () => {
  const dataDir = '/proc/lockstep/data';
  assert.throws(() => openDataDirectory(dataDir), { code: 'DATA_DIR_UNWRITABLE' });
});

test('only one supervisor holds a directory', () => {
  const dataDir = temporaryFolder();
  const lock = lockDataDirectory(dataDir);
  assert.throws(() => lockDataDirectory(dataDir), { code: 'DATA_DIR_IN_USE' });
  lock.release();
  lock.release();
  lockDataDirectory(dataDir).release();
  assert.deepEqual(readdirSync(dataDir), []);
});

test('the lock of a process that is gone is taken over, also when its pid lives on', () => {
  const dataDir = temporaryFolder();
  const path = join(dataDir, 'up.lock');
  const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  for (const holder of [
    { pid: gone, start: 'whenever' },
    { pid: process.pid, start: 'before the last boot' },
  ]) {
    writeFileSync(path, JSON.stringify(holder));
    lockDataDirectory(dataDir).release();
  }
  writeFileSync(path, 'half a li');
  lockDataDirectory(dataDir).release();
  writeFileSync(path, JSON.stringify({ pid: process.ppid, start: startOf(process.ppid) }));
  assert.throws(() => lockDataDirectory(dataDir), { code: 'DATA_DIR_IN_USE' });
  assert.ok(existsSync(path));
});

test('the master key is made once, for the owner only', () => {
  const dataDir = temporaryFolder();
  const key = loadMasterKey(dataDir);
  assert.equal(key.length, 32);
  assert.deepEqual(loadMasterKey(dataDir), key);
  assert.equal(statSync(join(dataDir, 'master.key')).mode & 0o777, 0o600);
  const other = temporaryFolder();
  assert.notDeepEqual(loadMasterKey(other), key);
  mkdirSync(join(other, 'x'));
  writeFileSync(join(other, 'x', 'master.key'), 'short');
  assert.throws(() => loadMasterKey(join(other, 'x')), { code: 'DATA_DIR_DAMAGED' });
});

test('a sealed secret opens with its key, and with no bit changed', () => {
  const [key, other] = [temporaryFolder(), temporaryFolder()].map(loadMasterKey) as [
    Uint8Array,
    Uint8Array,
  ];
  const sealed = sealSecret(key, bytes('hmac secret'));
  assert.deepEqual(openSecret(key, sealed), bytes('hmac secret'));
  assert.notDeepEqual(sealSecret(key, bytes('hmac secret')), sealed);
  assert.throws(() => openSecret(other, sealed));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    assert.throws(() => openSecret(key, changed));
  }
  assert.throws(() => openSecret(key, sealed.subarray(0, 20)));
});
