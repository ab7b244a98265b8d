import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiSocket, type Message } from '../testing/api-socket.ts';
import { openExchange } from '../testing/open-exchange.ts';

test('of two logins on their way at once one counts, and the other is refused', async () => {
  const open = await openExchange({ service: { limits: { keyBelievedMs: 1 } } });
  try {
    const client = await ApiSocket.connect(open.doors.wsUrl);
    const both = await Promise.all([client.login(open.keys.alice), client.login(open.keys.bob)]);
    const codes = both.map((reply) => (reply['error'] as Message | undefined)?.['code']);
    assert.deepEqual(codes.filter((code) => code !== undefined).sort(), ['INVALID_COMBINATION']);
    client.close();
  } finally {
    await open.close();
  }
});
