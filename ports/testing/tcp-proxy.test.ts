/** The proxy of the failure tests: that its faults really happen. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { type Fate, PASS, type ProxyMessage, TcpProxy } from './tcp-proxy.ts';

const frame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const bytes = Buffer.alloc(4 + body.length);
  bytes.writeInt32BE(body.length);
  body.copy(bytes, 4);
  return bytes;
};

/** An echo server behind a proxy; `heard` is what reached it. */
async function echo(judge: (message: ProxyMessage) => Fate) {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      socket.write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await TcpProxy.listen({ port, framing: 'length-prefixed', judge });
  after(async () => {
    await proxy.close();
    server.close();
  });
  const client = async (): Promise<Socket> => {
    const socket = connect({ port: proxy.port, host: '127.0.0.1' });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  return { heard: () => Buffer.concat(heard).toString(), proxy, client };
}

/** `once` would fail at the reset that is wanted here. */
const closeOf = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));

const eventually = async (condition: () => boolean): Promise<void> => {
  const endMs = performance.now() + 5000;
  while (!condition()) {
    assert.ok(performance.now() < endMs, 'it did not happen within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

const on = (direction: ProxyMessage['direction'], text: string, fate: Fate) => {
  return (message: ProxyMessage): Fate =>
    message.direction === direction && message.bytes.includes(text) ? fate : PASS;
};

test('without a fault everything passes, sliced or not', async () => {
  for (const fate of [PASS, { kind: 'slice', bytes: 1 } as const]) {
    const { client, proxy } = await echo(() => fate);
    const socket = await client();
    let answer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
    });
    socket.write(Buffer.concat([frame('one'), frame('two')]));
    await eventually(() => answer.equals(Buffer.concat([frame('one'), frame('two')])));
    assert.ok(proxy.counts[fate.kind] >= 2);
    socket.destroy();
  }
});

test('a dropped response never comes, and the next one does', async () => {
  const { client, proxy, heard } = await echo(on('response', 'first', { kind: 'drop' }));
  const socket = await client();
  const answers: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => answers.push(chunk));
  socket.write(frame('first'));
  await eventually(() => heard().includes('first'));
  socket.write(frame('second'));
  await eventually(() => Buffer.concat(answers).includes('second'));
  assert.ok(!Buffer.concat(answers).includes('first'));
  assert.equal(proxy.counts.drop, 1);
  socket.destroy();
});

test('a reset request reaches nobody, and its sender is told', async () => {
  const { client, heard } = await echo(on('request', 'first', { kind: 'reset' }));
  const socket = await client();
  const closed = closeOf(socket);
  socket.write(frame('first'));
  await closed;
  assert.equal(heard(), '');
});

test('an orphan arrives after its sender was reset', async () => {
  const { client, heard } = await echo(on('request', 'first', { kind: 'orphan', ms: 150 }));
  const socket = await client();
  socket.write(frame('first'));
  await closeOf(socket);
  assert.equal(heard(), '');
  await eventually(() => heard().includes('first'));
});

test('a held request waits for its release, and its sender may be gone by then', async () => {
  let release = (): void => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { client, heard } = await echo(on('request', 'first', { kind: 'hold', until }));
  const socket = await client();
  socket.write(frame('first'));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(heard(), '');
  release();
  await eventually(() => heard().includes('first'));
});

test('a delayed message holds up what follows it', async () => {
  const { client, heard } = await echo(on('request', 'first', { kind: 'delay', ms: 80 }));
  const socket = await client();
  const startedMs = performance.now();
  socket.write(Buffer.concat([frame('first'), frame('second')]));
  await eventually(() => heard().includes('second'));
  assert.ok(performance.now() - startedMs >= 75);
  assert.ok(heard().indexOf('first') < heard().indexOf('second'));
  socket.destroy();
});

test('what is refused is reset, until it is accepted again', async () => {
  const { client, proxy } = await echo(() => PASS);
  const open = await client();
  const closed = closeOf(open);
  proxy.refuse();
  await closed;
  const refused = connect({ port: proxy.port, host: '127.0.0.1' });
  refused.on('error', () => {});
  await closeOf(refused);
  proxy.accept();
  const accepted = await client();
  accepted.write(frame('hello'));
  await once(accepted, 'data');
  accepted.destroy();
});
