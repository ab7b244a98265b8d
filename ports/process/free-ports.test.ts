import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { freePort, freePorts } from './free-ports.ts';

test('free ports are distinct, and below those of outgoing connections', async () => {
  const ports = await freePorts(20);
  assert.equal(new Set(ports).size, 20);
  for (const port of ports) assert.ok(port >= 18_000 && port < 32_768, String(port));
});

test('a port that somebody listens on is not given out', async () => {
  const taken = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  try {
    assert.ok(!(await freePorts(2_000)).includes(port));
  } finally {
    await new Promise((done) => taken.close(done));
  }
});
