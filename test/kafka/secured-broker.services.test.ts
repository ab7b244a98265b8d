/** A broker that wants TLS and a password, and what becomes of those who have neither. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import type { KafkaConnection } from '../../ports/event-log/kafka/kafka-connection.ts';
import { openKafkaEventLog } from '../../ports/event-log/kafka/kafka-event-log.ts';
import { freePorts } from '../../ports/process/free-ports.ts';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { offset } from '../../proto/units.ts';
import { KafkaCluster } from '../../scripts/services/kafka-cluster.ts';

const USER = 'exchange';
const PASSWORD = 'correct-horse';

let cluster: KafkaCluster;
let port: number;
/** The certificate that the broker shows; self-signed, so it is its own authority. */
let certificate: string;

before(async () => {
  const folder = temporaryFolder();
  const ports = await freePorts(3);
  port = ports[2]!;
  certificate = makeKeystore(folder);
  cluster = await KafkaCluster.start({
    folder,
    brokers: 1,
    ports: ports.slice(0, 2),
    properties: {
      listeners:
        `PLAINTEXT://127.0.0.1:${ports[0]},CONTROLLER://127.0.0.1:${ports[1]},` +
        `SECURE://127.0.0.1:${port}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports[0]},SECURE://localhost:${port}`,
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL',
      'inter.broker.listener.name': 'PLAINTEXT',
      'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.secure.plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required ' +
        `user_${USER}="${PASSWORD}";`,
      'listener.name.secure.ssl.keystore.type': 'PEM',
      'listener.name.secure.ssl.keystore.location': join(folder, 'keystore.pem'),
    },
  });
});

after(async () => {
  await cluster?.kill();
});

function makeKeystore(folder: string): string {
  const [key, certificatePath] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificatePath],
    ],
    { stdio: 'ignore' },
  );
  const made = readFileSync(certificatePath, 'utf8');
  writeFileSync(join(folder, 'keystore.pem'), readFileSync(key, 'utf8') + made);
  return made;
}

const open = (changed: Partial<KafkaConnection> = {}) =>
  openKafkaEventLog({
    connection: {
      brokers: [`localhost:${port}`],
      clientId: 'secured',
      topicPrefix: '',
      tls: { ca: certificate, cert: null, key: null },
      sasl: { mechanism: 'plain', username: USER, password: PASSWORD },
      ...changed,
    },
    safety: 'development',
    clock: systemClock,
    crashPoints: noCrashPoints,
  });

test('with certificate and password it is a log like any other', async () => {
  const log = await open();
  await log.createTopic('commands.SECURE');
  assert.equal(await log.append('commands.SECURE', [new Uint8Array([1, 2, 3])]), 0);
  assert.equal(await log.waitFor('commands.SECURE', offset(0), 5000), true);
  const limit = { records: 1, bytes: 100 };
  const [record] = await log.read('commands.SECURE', offset(0), limit);
  assert.deepEqual([...record!.bytes], [1, 2, 3]);
  await log.close();
});

test('a wrong password is LOG_ACCESS_DENIED, and does not stand in the message', async () => {
  const sasl = { mechanism: 'plain', username: USER, password: 'wrong-donkey' } as const;
  await assert.rejects(open({ sasl }), (error: Error & { code: string }) => {
    assert.equal(error.code, 'LOG_ACCESS_DENIED');
    assert.ok(!JSON.stringify([error.message, error.stack, error.cause]).includes('wrong-donkey'));
    return true;
  });
});

test('a mechanism that the broker does not offer is LOG_ACCESS_DENIED', async () => {
  const sasl = { mechanism: 'scram-sha-512', username: USER, password: PASSWORD } as const;
  await assert.rejects(open({ sasl }), { code: 'LOG_ACCESS_DENIED' });
});

test('a certificate that nobody vouches for is LOG_ACCESS_DENIED', async () => {
  const tls = { ca: null, cert: null, key: null };
  await assert.rejects(open({ tls }), { code: 'LOG_ACCESS_DENIED', message: /self-signed/ });
});

test('without TLS where there should be some, no broker answers', async () => {
  await assert.rejects(open({ tls: null }), { code: 'LOG_UNAVAILABLE' });
});

test('without a password where one is wanted, no broker answers', async () => {
  await assert.rejects(open({ sasl: null }), { code: 'LOG_UNAVAILABLE' });
});
