import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below those that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): a server that
 * is down for a moment would find its port taken by one of them, or a client that tries to reach it
 * would meet itself there.
 */
const FIRST_PORT = 18_000;
const PORTS = 14_000;

/** Distinct ports of 127.0.0.1 that nobody listens on now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  const start = randomInt(PORTS);
  try {
    // All held at once, or the same one may be found twice.
    for (let tried = 0; ports.length < count; tried += 1) {
      if (tried === PORTS) throw new Error(`no ${count} ports of 127.0.0.1 are free`);
      const port = FIRST_PORT + ((start + tried) % PORTS);
      const server = await listening(port);
      if (server === null) continue;
      servers.push(server);
      ports.push(port);
    }
    return ports;
  } finally {
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  }
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}

/** null: somebody else has the port. */
function listening(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
