import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openExchange } from '../testing/open-exchange.ts';

test('a request that cannot be read counts for its key as any other', async () => {
  const open = await openExchange({ doors: { keyWeightPerSecond: 1 } });
  try {
    const statuses = new Set<number>();
    // Cancels and their like have a bucket of their own, and the address does not count them.
    for (let count = 0; count < 50; count += 1) {
      const { status } = await open.alice.raw('POST', '/v1/cancel-all-after', '{"ms":');
      statuses.add(status);
    }
    assert.deepEqual([...statuses], [400, 429]);
  } finally {
    await open.close();
  }
});
