/** The account store is lost, and comes back behind the newest snapshot that is whole. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accountClient } from '../cli/connection.ts';
import {
  cleanUp,
  type Demo,
  lockstep,
  startDemo,
  temporaryFolder,
} from '../cli/testing/command-process.ts';
import type { RestClient } from '../client/rest-client.ts';
import { eventually } from './testing/eventually.ts';

const SNAPSHOTTER = fileURLToPath(import.meta.resolve('../snapshotter/main.js'));
/** Other programs may have the machine. */
const PATIENCE_MS = 60_000;
/** Of markets none: what is written, and where it dies, is the accounts'. */
const ACCOUNTS_ONLY = [
  ...['--name', 'accountant', '--snapshot-interval-ms', '1000000000'],
  ...['--account-snapshot-interval-ms', '50'],
];

let data = '';
let demo: Demo | null = null;

beforeEach(() => {
  data = temporaryFolder();
  demo = null;
});
afterEach(() => cleanUp(demo, data));

async function as<Answer>(
  account: string,
  use: (client: RestClient) => Promise<Answer>,
): Promise<Answer> {
  const client = accountClient(data, account);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

async function trade(): Promise<void> {
  const order = { market: 'BTC-USD', type: 'limit', price: '60000', quantity: '0.1' } as const;
  await as('alice', (client) => client.place({ ...order, side: 'buy' }));
  await as('bob', (client) => client.place({ ...order, side: 'sell' }));
}

/** Keys, newest first. */
function list(): readonly string[] {
  const folder = join(data, 'snapshots', 'accounts');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const whole = names.filter((name) => name.endsWith('.pb')).sort();
  return whole.reverse().map((name) => `accounts/${name}`);
}

function startSnapshotter(fault = '') {
  const child = spawn(process.execPath, [SNAPSHOTTER, ...ACCOUNTS_ONLY, '--data', data], {
    env: { ...process.env, FAULT: fault },
    stdio: 'ignore',
  });
  return { child, ended: once(child, 'exit') };
}

/** A trade, and a snapshot that knows of it, as often as said. */
async function snapshotsMore(count: number): Promise<void> {
  for (let more = 0; more < count; more += 1) {
    const [before] = list();
    await trade();
    await eventually('a newer snapshot of the accounts', PATIENCE_MS, () => list()[0] !== before);
  }
}

/** What the settlement that ran last has said, and about which snapshot. */
function rebuilds(): readonly { readonly msg: string; readonly snapshot?: string }[] {
  return readFileSync(join(data, 'logs', 'settlement.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"msg":"folded'))
    .map((line) => JSON.parse(line));
}

const balances = () =>
  Promise.all(['alice', 'bob'].map((name) => as(name, (client) => client.balances())));

/** With the account store gone, everything is as it was; returns what it was rebuilt from. */
async function rebuiltFrom(): Promise<string | undefined> {
  const before = await balances();
  await demo?.stop();
  rmSync(join(data, 'accounts'), { recursive: true });
  const known = rebuilds().length;
  demo = await startDemo(data);
  assert.deepEqual(await balances(), before);
  await trade();
  assert.equal(rebuilds().length, known + 1);
  return rebuilds().at(-1)?.snapshot;
}

test('a lost account store comes back behind the newest snapshot, or the one before it', {
  timeout: 240_000,
}, async () => {
  demo = await startDemo(data);
  const { child, ended } = startSnapshotter();
  await snapshotsMore(4);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  const at = ['--data', data];
  assert.equal((await lockstep('snapshot', 'verify', ...at)).exitCode, 0);
  await trade();

  const [newest, before] = list();
  assert.equal(await rebuiltFrom(), newest);

  const path = join(data, 'snapshots', newest!);
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
  const verdict = await lockstep('snapshot', 'verify', ...at);
  assert.equal(verdict.exitCode, 4, verdict.stdout + verdict.stderr);
  assert.match(verdict.stdout, /damaged/);
  assert.equal(await rebuiltFrom(), before);

  rmSync(join(data, 'snapshots'), { recursive: true });
  assert.equal(await rebuiltFrom(), null);
  await demo.stop();
  const audit = await lockstep('audit', ...at);
  assert.equal(audit.exitCode, 0, audit.stdout + audit.stderr);
  assert.match(audit.stdout, /0 lost, 0 duplicated/);
});

test('a snapshotter that is killed anywhere leaves only whole ones, and the next one goes on', {
  timeout: 240_000,
}, async () => {
  demo = await startDemo(data);
  for (const fault of [
    'CP8-snapshot-mid-write:2',
    'CP9-before-snapshot-fsync:2',
    'CP10-after-rename-before-directory-sync:2',
    'CP11-written-before-verify:2',
    'CP12-verified-before-pointer:2',
  ]) {
    const dying = startSnapshotter(fault);
    await eventually(`it dies at ${fault}`, PATIENCE_MS, async () => {
      await trade();
      return dying.child.signalCode !== null;
    });
    assert.deepEqual(await dying.ended, [null, 'SIGKILL']);
    assert.ok(list().length >= 1);
  }
  const next = startSnapshotter();
  await snapshotsMore(1);
  next.child.kill('SIGTERM');
  assert.deepEqual(await next.ended, [0, null]);
  const verdict = await lockstep('snapshot', 'verify', '--market', 'accounts', '--data', data);
  assert.equal(verdict.exitCode, 0, verdict.stdout + verdict.stderr);
  assert.ok(verdict.stdout.includes('good'));
  assert.equal(await rebuiltFrom(), list()[0]);
});
