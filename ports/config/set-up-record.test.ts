import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPorts } from '../open-ports.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { configOfDirectory, settingsOfServices } from './directory-config.ts';
import { EMBEDDED, readConfig, type SetUp } from './exchange-config.ts';
import type { ServicesRecord } from './services-record.ts';
import { bindDataDirectory, findSetUpRecord } from './set-up-record.ts';

const SECRET = 'never-in-a-file';

function servers(name: string, port = 9092): SetUp {
  const environment = {
    LOG: `kafka://127.0.0.1:${port}/${name}`,
    STORE: `redis://127.0.0.1:6379?namespace=${name}`,
    STORE_PASSWORD: SECRET,
    SNAPSHOTS: `s3://snaps/${name}?endpoint=http://127.0.0.1:7070`,
    SNAPSHOTS_ACCESS_KEY_ID: SECRET,
    SNAPSHOTS_SECRET_ACCESS_KEY: SECRET,
  };
  return readConfig({ flags: {}, environment }).setUp;
}

const OTHER = { code: 'DATA_DIR_OTHER_SET_UP' };

test('a directory belongs to the set-up that it was first used with', () => {
  const [embedded, kafka] = [temporaryFolder(), temporaryFolder()];
  bindDataDirectory(embedded, EMBEDDED);
  bindDataDirectory(embedded, EMBEDDED);
  assert.throws(() => bindDataDirectory(embedded, servers('prod')), OTHER);
  bindDataDirectory(kafka, servers('prod'));
  assert.throws(() => bindDataDirectory(kafka, EMBEDDED), OTHER);
  assert.throws(() => bindDataDirectory(kafka, servers('test')), OTHER);
});

test('servers may move, and what is remembered moves with them', () => {
  const dataDir = temporaryFolder();
  bindDataDirectory(dataDir, servers('prod'));
  bindDataDirectory(dataDir, servers('prod', 9093));
  const record = findSetUpRecord(dataDir);
  assert.ok(record?.profile === 'kafka');
  assert.equal(record.urls.LOG, 'kafka://127.0.0.1:9093/prod');
});

test('another cluster at the same address is another exchange', () => {
  const dataDir = temporaryFolder();
  bindDataDirectory(dataDir, servers('prod'));
  bindDataDirectory(dataDir, servers('prod'), 'cluster-1');
  // Whoever does not know the cluster does not make it forgotten.
  bindDataDirectory(dataDir, servers('prod', 9093));
  assert.throws(() => bindDataDirectory(dataDir, servers('prod'), 'cluster-2'), OTHER);
});

test('a directory of an earlier version, with a log in it, is embedded', () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'log'));
  assert.throws(() => bindDataDirectory(dataDir, servers('prod')), OTHER);
  bindDataDirectory(dataDir, EMBEDDED);
});

test('no secret is remembered, and the file is for its owner only', () => {
  const dataDir = temporaryFolder();
  bindDataDirectory(dataDir, servers('prod'), 'cluster-1');
  const path = join(dataDir, 'set-up.json');
  assert.ok(!readFileSync(path, 'utf8').includes(SECRET));
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a record that says nothing is damage', () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'set-up.json'), '{"profile":"rabbit"}');
  assert.throws(() => findSetUpRecord(dataDir), { code: 'DATA_DIR_DAMAGED' });
});

test('the ports of another set-up do not open on a directory', async () => {
  const dataDir = temporaryFolder();
  bindDataDirectory(dataDir, servers('prod'));
  const opening = openPorts({
    dataDir,
    durability: 'process',
    processName: 'other',
    faults: undefined,
  });
  await assert.rejects(opening, OTHER);
});

test('a command beside an exchange finds its set-up in the directory', () => {
  const dataDir = temporaryFolder();
  assert.deepEqual(configOfDirectory(dataDir, {}).setUp, EMBEDDED);
  bindDataDirectory(dataDir, servers('prod'));
  const found = configOfDirectory(dataDir, { STORE_PASSWORD: SECRET }).setUp;
  assert.ok(found.kind === 'servers');
  assert.equal(found.log.topicPrefix, 'prod.');
  assert.equal(found.store.password, SECRET);
  // The environment may say otherwise; what it says is compared when the ports are opened.
  const named = configOfDirectory(dataDir, { PROFILE: 'embedded' }).setUp;
  assert.deepEqual(named, EMBEDDED);
});

test('exchanges on the same servers differ in every name', () => {
  const services: ServicesRecord = {
    engine: { kind: 'native' },
    brokers: ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3'],
    redis: 'redis://127.0.0.1:4',
    redisPassword: SECRET,
    s3: {
      kind: 'versitygw',
      endpoint: 'http://127.0.0.1:5',
      accessKeyId: 'key',
      secretAccessKey: SECRET,
      bucket: 'snaps',
      archiveBucket: 'kept',
    },
    folder: '/tmp/none',
    processes: [],
  };
  const [one, other] = ['', 'drill-1'].map((name) => {
    const { setUp } = readConfig({ flags: {}, environment: settingsOfServices(services, name) });
    assert.ok(setUp.kind === 'servers');
    assert.equal(setUp.store.password, SECRET);
    return setUp;
  });
  assert.equal(one?.log.replicationFactor, 3);
  assert.deepEqual(
    [one?.log.topicPrefix, one?.store.namespace, one?.snapshots.prefix],
    ['', 'exchange', ''],
  );
  assert.deepEqual(
    [other?.log.topicPrefix, other?.store.namespace, other?.snapshots.prefix],
    ['drill-1.', 'drill-1', 'drill-1'],
  );
  assert.equal(other?.snapshots.archiveBucket, 'kept');
});
