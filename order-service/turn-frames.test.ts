import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { WebSocket, WebSocketServer } from 'ws';
import { SHARED_PER_TURN } from './turn-end.ts';
import { framed, TurnFrames } from './turn-frames.ts';

const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];

/** What `during` makes the server say to a client that says `hello`, until the client is closed. */
async function heard(
  during: (frames: TurnFrames, socket: WebSocket) => void,
  say: (client: WebSocket) => void = () => {},
): Promise<{ readonly texts: readonly string[]; readonly code: number }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    const frames = new TurnFrames(socket);
    socket.on('message', () => during(frames, socket));
  });
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const texts: string[] = [];
  client.on('message', (bytes, isBinary) => texts.push(isBinary ? 'binary' : String(bytes)));
  await once(client, 'open');
  client.send('hello');
  say(client);
  const [code] = (await once(client, 'close')) as [number];
  server.close();
  await once(server, 'close');
  return { texts, code };
}

test('a client hears all messages of a turn, texts and bytes of any length, in order', async () => {
  const messages = LENGTHS.flatMap((length) => ['x'.repeat(length), 'ü'.repeat(length)]);
  const { texts } = await heard((frames, socket) => {
    for (const [index, message] of messages.entries()) {
      frames.send(index % 3 === 0 ? Buffer.from(message) : message);
    }
    setImmediate(() => {
      frames.send('the next turn');
      frames.flush();
      socket.close(1000);
    });
  });
  assert.deepEqual(texts, [...messages, 'the next turn']);
});

test('what waits counts as not taken yet, and leaves with the turn', async () => {
  const counts: number[] = [];
  await heard((frames, socket) => {
    frames.send('12345');
    frames.send(Buffer.from('678'));
    counts.push(frames.bufferedBytes);
    setImmediate(() => {
      counts.push(frames.bufferedBytes);
      socket.close(1000);
    });
  });
  assert.deepEqual(counts, [8, 0]);
});

test('the answer to what came together with a close goes before the close', async () => {
  const { texts, code } = await heard(
    (frames) => frames.send('answer'),
    (client) => client.close(4321),
  );
  assert.deepEqual(texts, ['answer']);
  assert.equal(code, 4321);
});

test('behind a close nothing is said', async () => {
  const { texts } = await heard((frames, socket) => {
    socket.close(1000);
    frames.send('too late');
    frames.flush();
  });
  assert.deepEqual(texts, []);
});

test('frames of one turn are one piece of bytes', () => {
  const bytes = framed(['ab', Buffer.from('c'), '']);
  assert.deepEqual([...bytes], [0x81, 2, 97, 98, 0x81, 1, 99, 0x81, 0]);
  assert.equal(framed(['x'.repeat(126)]).readUInt16BE(2), 126);
  assert.equal(framed(['x'.repeat(65_536)]).readUInt32BE(6), 65_536);
});

/** What a socket is given to write, without one. */
function writing(): { readonly frames: TurnFrames; readonly written: Buffer[] } {
  const written: Buffer[] = [];
  const socket = {
    extensions: '',
    readyState: WebSocket.OPEN,
    bufferedAmount: 0,
    _socket: { write: (bytes: Buffer) => written.push(bytes) },
    _receiver: null,
  };
  return { frames: new TurnFrames(socket as unknown as WebSocket), written };
}

const turnsFor = async (sockets: number): Promise<void> => {
  for (let left = sockets; left > 0; left -= SHARED_PER_TURN) await new Promise(setImmediate);
};

test('what a thousand hear in a turn is framed once', async () => {
  const [book, trades] = [Buffer.from('book'), Buffer.from('trades')];
  const all = Array.from({ length: 1_000 }, writing);
  for (const { frames } of all) {
    frames.send(book);
    frames.send(trades);
  }
  await turnsFor(all.length);
  const pieces = new Set(all.flatMap(({ written }) => written));
  assert.equal(pieces.size, 1);
  assert.deepEqual([...pieces], [framed([book, trades])]);
});

test('what one hears alone does not come between those who hear the same', async () => {
  const book = Buffer.from('book');
  const [one, own, other] = [writing(), writing(), writing()];
  one.frames.send(book);
  own.frames.send(book);
  own.frames.sendOwn(Buffer.from('its answer'));
  other.frames.send(book);
  await new Promise(setImmediate);
  assert.deepEqual(own.written, [framed([book, 'its answer'])]);
  assert.equal(one.written[0], other.written[0]);
  // And not for longer than the turn.
  own.frames.send(book);
  await new Promise(setImmediate);
  assert.equal(own.written[1], one.written[0]);
});

test('whoever hears something else beside it, in another order or in part, has that', async () => {
  const [book, trades, other] = ['book', 'trades', 'book'].map((text) => Buffer.from(text));
  assert.ok(book !== undefined && trades !== undefined && other !== undefined);
  const told = [
    [book, trades],
    [book, 'own', trades],
    [book, trades],
    [trades, book],
    [book],
    [book, trades, other],
    ['own'],
    [other],
  ];
  const all = told.map((messages) => {
    const one = writing();
    for (const message of messages) one.frames.send(message);
    return one;
  });
  await new Promise(setImmediate);
  assert.deepEqual(
    all.map(({ written }) => written),
    told.map((messages) => [framed(messages)]),
  );
});

test('an answer takes along what its socket waits for, and goes before a thousand others', async () => {
  const [book, answer] = [Buffer.from('book'), Buffer.from('answer')];
  const all = Array.from({ length: 1_000 }, writing);
  const last = all.at(-1);
  assert.ok(last !== undefined);
  for (const { frames } of all) frames.send(book);
  last.frames.sendOwn(answer);
  await new Promise(setImmediate);
  assert.deepEqual(last.written, [framed([book, answer])]);
  const told = (): number => all.filter(({ written }) => written.length > 0).length;
  assert.equal(told(), SHARED_PER_TURN + 1);
  last.frames.send(book);
  last.frames.send('text');
  await new Promise(setImmediate);
  assert.deepEqual(last.written.slice(1), [framed([book, 'text'])]);
  await turnsFor(all.length);
  assert.deepEqual([told(), last.written.length], [1_000, 2]);
});

/** What a test says to some of its sockets in one turn. */
const turnOf = (sockets: number) =>
  fc.array(
    fc.record({
      to: fc.uniqueArray(fc.nat({ max: sockets - 1 }), { minLength: 1 }),
      kind: fc.constantFrom('shared', 'shared', 'own', 'text'),
      length: fc.constantFrom(0, 5, 125, 126, 20_000, 70_000),
    }),
    { minLength: 1, maxLength: 6 },
  );

test('whatever many hear and some alone, also when they read slowly, each hears all of his, in order', async () => {
  const SOCKETS = 90;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const frames: TurnFrames[] = [];
  server.on('connection', (socket) => frames.push(new TurnFrames(socket)));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: { readonly socket: WebSocket; readonly heard: string[] }[] = [];
  for (let index = 0; index < SOCKETS; index += 1) {
    const socket = new WebSocket(url);
    const heard: string[] = [];
    socket.on('message', (bytes) => heard.push(String(bytes)));
    await once(socket, 'open');
    clients.push({ socket, heard });
  }
  let count = 0;
  const turns = fc.array(turnOf(SOCKETS), { minLength: 1, maxLength: 8 });
  const slowOnes = fc.uniqueArray(fc.nat({ max: SOCKETS - 1 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(turns, slowOnes, async (said, slow) => {
      for (const index of slow) clients[index]!.socket.pause();
      const expected: string[][] = clients.map(() => []);
      for (const messages of said) {
        for (const { to, kind, length } of messages) {
          count += 1;
          const text = `${count}:${'ä'.repeat(length)}`;
          const bytes = Buffer.from(text);
          for (const index of to) {
            expected[index]!.push(text);
            if (kind === 'shared') frames[index]!.send(bytes);
            else if (kind === 'own') frames[index]!.sendOwn(Buffer.from(text));
            else frames[index]!.send(text);
          }
        }
        await new Promise(setImmediate);
      }
      for (const index of slow) clients[index]!.socket.resume();
      const endMs = performance.now() + 20_000;
      const isAll = () => clients.every(({ heard }, at) => heard.length >= expected[at]!.length);
      while (!isAll() && performance.now() < endMs)
        await new Promise((done) => setTimeout(done, 1));
      assert.deepEqual(
        clients.map(({ heard }) => heard.splice(0)),
        expected,
      );
    }),
    { numRuns: 15 },
  );
  for (const { socket } of clients) socket.terminate();
  server.close();
  await once(server, 'close');
});
