/** Brokers that tell different things of who leads: one of them is cut off from its controllers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, describe, test } from 'node:test';
import { KafkaCluster } from './kafka-cluster.ts';
import { TopicLink } from './topic-link.ts';

const TOPIC = 'commands.BTC-USD';
const METADATA = 3;
const API_VERSIONS = 18;
const NEEDED = [0, 1, 2, METADATA, API_VERSIONS, 19, 21, 22, 32];

const int16 = (value: number) => Buffer.from([(value >> 8) & 255, value & 255]);
const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value)]);
const text = (value: string) => Buffer.concat([int16(value.length), Buffer.from(value)]);
const none = int16(-1);

function versions(): Buffer {
  const each = NEEDED.map((key) =>
    Buffer.concat([int16(key), int16(0), int16(key === 1 ? 11 : key === METADATA ? 6 : 7)]),
  );
  return Buffer.concat([int16(0), int32(each.length), ...each, int32(0)]);
}

/** Metadata in version 6. */
function metadata(ports: readonly number[], leader: number): Buffer {
  const brokers = ports.map((port, id) =>
    Buffer.concat([int32(id), text('127.0.0.1'), int32(port), none]),
  );
  const nobody = int32(0);
  const partition = [int16(0), int32(0), int32(leader), nobody, nobody, nobody];
  const topic = [int16(0), text(TOPIC), Buffer.from([0]), int32(1), ...partition];
  const begin = [int32(0), int32(brokers.length), ...brokers, none, int32(0), int32(1)];
  return Buffer.concat([...begin, ...topic]);
}

/** `leaders`: whom each broker takes for the leader. */
async function clusterOf(leaders: readonly number[]): Promise<readonly number[]> {
  const ports: number[] = [];
  for (const leader of leaders) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', (request: Buffer) => {
        const isMetadata = request.readInt16BE(4) === METADATA;
        const body = isMetadata ? metadata(ports, leader) : versions();
        const answer = Buffer.concat([request.subarray(8, 12), body]);
        socket.write(Buffer.concat([int32(answer.length), answer]));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
    after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
  }
  return ports;
}

function linkTo(ports: readonly number[]): { cluster: KafkaCluster; link: TopicLink } {
  const brokers = ports.map((port) => `127.0.0.1:${port}`);
  const names = { clientId: 'test', topicPrefix: '' };
  const cluster = new KafkaCluster({ brokers, ...names, tls: null, sasl: null });
  after(() => cluster.close());
  return { cluster, link: new TopicLink(cluster, TOPIC) };
}

describe('a link to the leader of a topic', () => {
  test('asks another broker once the leader that it was told of does not serve', async () => {
    const ports = await clusterOf([0, 1]);
    const { link } = linkTo(ports);
    const used = () =>
      link.use(async ({ session }) => {
        if (session.port === ports[0]) throw new Error('it has not answered for 2000 ms');
        return session.port;
      });
    await assert.rejects(used(), /not answered/);
    assert.equal(await used(), ports[1]);
    link.close();
  });

  test('asks another broker once the leader that it was told of is not there', async () => {
    const ports = await clusterOf([7, 1]);
    const { link } = linkTo(ports);
    const used = () => link.use(async ({ session }) => session.port);
    await assert.rejects(used(), { code: 'LOG_UNAVAILABLE' });
    assert.equal(await used(), ports[1]);
    link.close();
  });

  test('stays with the broker that it asked while all is well', async () => {
    const ports = await clusterOf([0, 1]);
    const { cluster } = linkTo(ports);
    for (let count = 0; count < 3; count += 1) {
      const link = new TopicLink(cluster, TOPIC);
      assert.equal(await link.use(async ({ session }) => session.port), ports[0]);
      link.close();
    }
  });
});
