import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import { largePages } from './large-pages.ts';

test('what the environment says already stays', () => {
  assert.deepEqual(largePages({}), { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' });
  assert.deepEqual(largePages({ GLIBC_TUNABLES: 'glibc.malloc.arena_max=2' }), {
    GLIBC_TUNABLES: 'glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1',
  });
  assert.deepEqual(largePages({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' }), {});
});

const SYSTEM = '/sys/kernel/mm/transparent_hugepage/enabled';
const gives = existsSync(SYSTEM) && readFileSync(SYSTEM, 'utf8').includes('[madvise]');

test('a large array is in large pages where the system gives them to who asks', {
  skip: gives ? false : `${SYSTEM} does not say [madvise]`,
}, () => {
  const script = `
    const array = new Float64Array(8 * 2 ** 20).fill(1);
    const rollup = require('node:fs').readFileSync('/proc/self/smaps_rollup', 'utf8');
    process.stdout.write(String(array.length > 0 && Number(/AnonHugePages: +([0-9]+)/.exec(rollup)[1])));`;
  const kilobytes = (environment: Readonly<Record<string, string>>): number => {
    const env = { ...process.env, GLIBC_TUNABLES: '', ...environment };
    return Number(spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }).stdout);
  };
  const without = kilobytes({});
  assert.ok(kilobytes(largePages({})) > without + 32 * 1024, `without: ${without} KB`);
});
