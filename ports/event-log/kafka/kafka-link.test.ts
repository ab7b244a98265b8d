/** Servers that are not there, not Kafka, or too old. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import { openKafkaEventLog } from './kafka-event-log.ts';

const API_VERSIONS = 18;
const METADATA = 3;
/** Of a broker that is good enough: request, from version, to version. */
const NEEDED = [0, 1, 2, 3, 19, 21, 22, 32].map((key) => [key, 0, key === 1 ? 11 : 7] as const);

async function listening(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const open = (...ports: readonly number[]) =>
  openKafkaEventLog({
    connection: {
      brokers: ports.map((port) => `127.0.0.1:${port}`),
      clientId: 'test',
      topicPrefix: '',
      tls: null,
      sasl: null,
    },
    safety: 'development',
    clock: systemClock,
    crashPoints: noCrashPoints,
  });

/** A broker that only says which versions of which requests it knows. */
function answeringVersions(versions: readonly (readonly [number, number, number])[]) {
  return (socket: Socket): void => {
    socket.on('data', (request: Buffer) => {
      if (request.readInt16BE(4) !== API_VERSIONS) return;
      const body = Buffer.alloc(4 + 2 + 4 + 6 * versions.length + 4);
      request.copy(body, 0, 8, 12);
      body.writeInt32BE(versions.length, 6);
      for (const [index, [key, min, max]] of versions.entries()) {
        body.writeInt16BE(key, 10 + 6 * index);
        body.writeInt16BE(min, 12 + 6 * index);
        body.writeInt16BE(max, 14 + 6 * index);
      }
      const length = Buffer.alloc(4);
      length.writeInt32BE(body.length);
      socket.write(Buffer.concat([length, body]));
    });
  };
}

test('nobody listens: LOG_UNAVAILABLE, which names who was asked', async () => {
  await assert.rejects(open(1, 2), {
    code: 'LOG_UNAVAILABLE',
    message: /no broker answers \(127\.0\.0\.1:1, 127\.0\.0\.1:2\).*ECONNREFUSED/,
  });
});

test('a server that says nothing is given up', async () => {
  const port = await listening(() => {});
  await assert.rejects(open(port), { code: 'LOG_UNAVAILABLE', message: /no broker answers/ });
});

test('a server that is not Kafka is given up', async () => {
  const port = await listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await assert.rejects(open(port), { code: 'LOG_UNAVAILABLE', message: /no broker answers/ });
});

test('a broker that is too old is refused, with the request that it lacks', async () => {
  const old = [
    [0, 0, 5],
    [1, 0, 11],
    [3, 0, 6],
    [API_VERSIONS, 0, 0],
  ] as const;
  const port = await listening(answeringVersions(old));
  await assert.rejects(open(port), {
    code: 'LOG_BROKER_UNSUPPORTED',
    message: /offers Produce in version 0 to 5; 7 is needed/,
  });
});

test('a broker that has dropped what is used is refused as well', async () => {
  const later = [
    [0, 3, 12],
    [1, 15, 18],
    [3, 0, 13],
    [API_VERSIONS, 0, 4],
  ] as const;
  const port = await listening(answeringVersions(later));
  await assert.rejects(open(port), {
    code: 'LOG_BROKER_UNSUPPORTED',
    message: /offers Fetch in version 15 to 18; 11 is needed/,
  });
});

/** A broker of an empty cluster. `onMetadata` true: the connection ends in place of the answer. */
function emptyCluster(onMetadata: () => boolean) {
  return (socket: Socket): void => {
    answeringVersions([...NEEDED, [API_VERSIONS, 0, 4]])(socket);
    socket.on('data', (request: Buffer) => {
      if (request.readInt16BE(4) !== METADATA) return;
      if (onMetadata()) {
        socket.destroy();
        return;
      }
      // Length, id of the request, throttle time, no brokers, no cluster id, controller, no topics.
      const answer = Buffer.alloc(4 + 4 + 4 + 4 + 2 + 4 + 4);
      answer.writeInt32BE(answer.length - 4, 0);
      request.copy(answer, 4, 8, 12);
      answer.writeInt16BE(-1, 16);
      socket.write(answer);
    });
  };
}

test('requests that fail together leave no connection behind', async () => {
  const sockets: Socket[] = [];
  let isBroken = false;
  const broker = emptyCluster(() => isBroken);
  const ports = [];
  for (let index = 0; index < 3; index += 1) {
    ports.push(
      await listening((socket) => {
        sockets.push(socket);
        broker(socket);
      }),
    );
  }
  const log = await open(...ports);
  isBroken = true;
  sockets[0]?.once('close', () => {
    isBroken = false;
  });
  const asked = await Promise.all([log.topics(), log.topics(), log.topics()]);
  assert.deepEqual(asked, [[], [], []]);
  assert.equal(sockets.filter((socket) => !socket.destroyed).length, 1);
  await log.close();
});

test('a connection that the broker closed while nothing was asked is made again', async () => {
  const sockets: Socket[] = [];
  const broker = emptyCluster(() => false);
  const port = await listening((socket) => {
    sockets.push(socket);
    broker(socket);
  });
  const log = await open(port);
  sockets[0]?.end();
  await once(sockets[0] as Socket, 'close');
  assert.deepEqual(await log.topics(), []);
  await log.close();
});
