/** The connection to a broker, before a server that does as it is told. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import process from 'node:process';
import { after, test } from 'node:test';
import { BrokerSocket } from './broker-socket.ts';

const REQUEST = { apiKey: 3, apiVersion: 6, body: Buffer.from('what?'), timeoutMs: 20_000 };

/** Resolves to both ends of a connection. */
async function connection(): Promise<{ readonly broker: Socket; readonly socket: BrokerSocket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const options = { clientId: 'test', tls: null, timeoutMs: 20_000 };
  const socket = await BrokerSocket.open({ host: '127.0.0.1', port }, options);
  const [broker] = await accepted;
  broker.on('error', () => {});
  after(() => {
    broker.destroy();
    server.close();
  });
  return { broker, socket };
}

/** The next bytes of a connection, however they come. */
async function received(broker: Socket, bytes: number): Promise<Buffer> {
  let found = Buffer.alloc(0);
  while (found.length < bytes) {
    const chunk = broker.read() as Buffer | null;
    if (chunk === null) await once(broker, 'readable');
    else found = Buffer.concat([found, chunk]);
  }
  broker.unshift(found.subarray(bytes));
  return found.subarray(0, bytes);
}

function answer(id: number, text: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(4 + text.length, 0);
  head.writeInt32BE(id, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('requests go out with their header, and each gets its answer', async () => {
  const { broker, socket } = await connection();
  const answers = [socket.request(REQUEST), socket.request({ ...REQUEST, apiKey: 1 })];
  const header = Buffer.from('\0\0\0\x13\0\x03\0\x06\0\0\0\0\0\x04test', 'latin1');
  assert.deepEqual(await received(broker, 23), Buffer.concat([header, REQUEST.body]));
  const second = await received(broker, 23);
  assert.deepEqual([second.readInt16BE(4), second.readInt32BE(8)], [1, 1]);
  broker.write(Buffer.concat([answer(0, 'this'), answer(1, 'that')]));
  assert.deepEqual((await Promise.all(answers)).map(String), ['this', 'that']);
  socket.destroy(new Error('over'));
});

test('a large request arrives whole', async () => {
  const { broker, socket } = await connection();
  const body = Buffer.alloc(300_000, 'x');
  const asked = socket.request({ ...REQUEST, body });
  const bytes = await received(broker, 18 + body.length);
  assert.equal(bytes.readInt32BE(0), 14 + body.length);
  assert.deepEqual(bytes.subarray(18), body);
  broker.write(answer(0, 'read'));
  assert.equal(String(await asked), 'read');
  socket.destroy(new Error('over'));
});

test('once all is answered nothing is left to wait for', async () => {
  const { broker, socket } = await connection();
  const before = timers();
  const asked = socket.request(REQUEST);
  assert.equal(timers(), before + 1);
  broker.write(answer(0, 'this'));
  await asked;
  assert.equal(timers(), before);
  socket.destroy(new Error('over'));
});

test('an answer that nobody asked for ends the connection, and what is under way', async () => {
  const { broker, socket } = await connection();
  const asked = socket.request(REQUEST);
  broker.write(answer(7, 'this'));
  await assert.rejects(asked, /answered what was not asked/);
  assert.equal(socket.isOpen, false);
  await assert.rejects(socket.request(REQUEST), /answered what was not asked/);
});

test('so do a broker that is silent, and one that goes', async () => {
  const first = await connection();
  const asked = [30, 20_000].map((timeoutMs) => first.socket.request({ ...REQUEST, timeoutMs }));
  for (const each of asked) await assert.rejects(each, /not answered for 30 ms/);
  const second = await connection();
  const waiting = second.socket.request(REQUEST);
  second.broker.end();
  await assert.rejects(waiting, /the broker closed the connection/);
  const third = await connection();
  const reset = third.socket.request(REQUEST);
  third.broker.resetAndDestroy();
  await assert.rejects(reset, { code: 'ECONNRESET' });
});

test('a request behind a large answer does not lose patience while that one comes', async () => {
  const { broker, socket } = await connection();
  const asked = [0, 1].map(() => socket.request({ ...REQUEST, timeoutMs: 500 }));
  const first = answer(0, 'x'.repeat(100));
  for (let at = 0; at < first.length; at += 10) {
    broker.write(first.subarray(at, at + 10));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  broker.write(answer(1, 'that'));
  assert.equal(String((await Promise.all(asked))[1]), 'that');
  socket.destroy(new Error('over'));
});
