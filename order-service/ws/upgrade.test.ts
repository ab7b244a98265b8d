/** Who may open a socket: a page of another site may not, with a browser's place in the network. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

/** 101: it was opened. */
function statusOf(url: string, origin: string | undefined): Promise<number> {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (_request, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
  });
}

describe('a socket', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(() => open.close());

  test('of /v1 is for programs and for pages of its own host', async () => {
    const { wsUrl, baseUrl } = open.doors;
    assert.equal(await statusOf(wsUrl, undefined), 101);
    assert.equal(await statusOf(wsUrl, baseUrl), 101);
    const others = ['https://example.com', baseUrl.replace(/:\d+$/, ':1'), 'null', 'no origin'];
    for (const origin of others) assert.equal(await statusOf(wsUrl, origin), 403, origin);
  });

  test('of the dialect is for pages of any: what is not public there is signed', async () => {
    const socketUrl = open.doors.baseUrl.replace('http', 'ws');
    for (const path of ['/ws/btcusd@trade', '/stream?streams=', '/ws-api/v3']) {
      assert.equal(await statusOf(`${socketUrl}${path}`, 'https://example.com'), 101, path);
    }
  });
});
