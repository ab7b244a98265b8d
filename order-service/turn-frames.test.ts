import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
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
