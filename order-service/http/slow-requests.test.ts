/** Clients that hold connections by sending next to nothing: each is ended in time, nobody else waits. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const SLOW = 20;
const TRICKLE_MS = 50;
const ENDED_WITHIN_MS = 20_000;

interface SlowClient {
  readonly socket: Socket;
  heard: string;
  isEnded: boolean;
}

describe('clients that take their time', () => {
  let open: OpenExchange;
  const clients: SlowClient[] = [];
  const trickles: NodeJS.Timeout[] = [];

  before(async () => {
    const doors = { headersTimeoutMs: 2_000, requestTimeoutMs: 3_000, slowCheckMs: 50 };
    open = await openExchange({ doors: { ...doors, connectionsPerAddressMax: 4 * SLOW } });
  });
  after(async () => {
    for (const timer of trickles) clearInterval(timer);
    for (const { socket } of clients) socket.destroy();
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const connected = async (): Promise<SlowClient> => {
    const { hostname, port } = new URL(open.doors.baseUrl);
    const socket = connect(Number(port), hostname);
    const client: SlowClient = { socket, heard: '', isEnded: false };
    clients.push(client);
    socket.on('data', (bytes: Buffer) => {
      client.heard += bytes.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      client.isEnded = true;
    });
    await until(() => client.isEnded || socket.readyState === 'open', 'a connection');
    return client;
  };

  /** Begins with `head`, then sends a byte at a time for ever. */
  const trickling = async (head: string): Promise<SlowClient> => {
    const client = await connected();
    client.socket.write(head);
    trickles.push(
      setInterval(() => client.socket.writable && client.socket.write('x'), TRICKLE_MS),
    );
    return client;
  };

  test('are given up, whatever they do not send, while others are served', async () => {
    const heads = 'GET /v1/status HTTP/1.1\r\nHost: x\r\nX-Slow: ';
    const bodies =
      'POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' +
      'Content-Length: 9000\r\n\r\n{';
    const many = (begin: () => Promise<SlowClient>) =>
      Promise.all(Array.from({ length: SLOW }, begin));
    const slow = (
      await Promise.all([
        many(() => trickling(heads)),
        many(() => trickling(bodies)),
        many(connected),
      ])
    ).flat();
    const areEnded = async () => {
      assert.equal((await open.alice.send('GET', '/v1/balances')).status, 200);
      return slow.every(({ isEnded }) => isEnded);
    };
    await until(areEnded, 'the slow ones are ended', ENDED_WITHIN_MS);
    for (const { heard } of slow) {
      assert.match(heard, /^HTTP\/1\.1 408 /);
      assert.match(heard, /"code":"REQUEST_TIMEOUT"/);
    }
  });

  test('one address has so many connections and no more', async () => {
    const many = await Promise.all(Array.from({ length: 6 * SLOW }, connected));
    await until(() => many.every(({ isEnded }) => isEnded), 'all are ended', ENDED_WITHIN_MS);
    // Who is within the limit is told why it ends.
    const turnedAway = many.filter(({ heard }) => heard === '').length;
    assert.ok(turnedAway >= SLOW && turnedAway < many.length, `${turnedAway} of ${many.length}`);
  });
});
