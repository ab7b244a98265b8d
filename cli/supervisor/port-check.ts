import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { assert } from '../../proto/assert.ts';
import { CommandError, ExitCode } from '../exit-codes.ts';

export const PORT_MAX = 65_535;
const HOST = '127.0.0.1';

/** Throws PORT_IN_USE, PORT_NOT_ALLOWED. Resolves to the port: a free one for 0. */
export function claimablePort(port: number): Promise<number> {
  assert(port <= PORT_MAX, `no port: ${port}`);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, HOST, () => {
      const { port: claimed } = server.address() as AddressInfo;
      server.close(() => resolve(claimed));
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new CommandError(
      {
        code: 'PORT_IN_USE',
        exitCode: ExitCode.failed,
        hint: 'Choose another one with --port, or stop what listens there.',
      },
      `port ${port} on ${HOST} is in use`,
    );
  }
  if (error.code === 'EACCES') {
    return new CommandError(
      { code: 'PORT_NOT_ALLOWED', exitCode: ExitCode.failed, hint: 'Choose a port above 1023.' },
      `this user may not listen on port ${port}`,
    );
  }
  return error;
}
