import { existsSync, linkSync, mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

export class PeerNameTakenError extends Error {
  readonly code = 'PEER_NAME_TAKEN';
}

/** Time for a rival that judged the same stale socket to put its own in place. */
const RIVAL_MS = 20;

const LISTEN_ATTEMPTS = 3;

/**
 * Listens as `<folder>/<name>.sock`. The socket is made under another name and linked into place,
 * which fails when the name is in use: two processes cannot both have it. A socket that nobody
 * listens on any more (its process was killed) is replaced. The last one to leave takes the folder
 * with it. Throws PeerNameTakenError.
 */
export async function listenAs(options: {
  readonly folder: string;
  readonly name: string;
  readonly pid: number;
  readonly onConnection: (socket: Socket) => void;
}): Promise<{ close(): Promise<void> }> {
  const path = socketPath(options.folder, options.name);
  const ownPath = join(options.folder, `${options.name}.${options.pid}.new`);
  const server = createServer(options.onConnection);
  await listenIn(options.folder, server, ownPath);
  const inode = statSync(ownPath).ino;
  try {
    await linkInto(path, ownPath);
    await new Promise((resolve) => setTimeout(resolve, RIVAL_MS));
    if (inodeOf(path) !== inode) throw taken(options.name);
  } catch (error) {
    await closeServer(server);
    throw error;
  } finally {
    rmSync(ownPath, { force: true });
  }
  return {
    async close() {
      if (inodeOf(path) === inode) rmSync(path, { force: true });
      await closeServer(server);
      removeEmpty(options.folder);
    },
  };

  async function linkInto(to: string, from: string): Promise<void> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(from, to);
        return;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const rival = await connectTo(to);
      rival?.destroy();
      if (rival !== null) throw taken(options.name);
      rmSync(to, { force: true });
    }
    throw taken(options.name);
  }
}

/** Someone who leaves may take the folder away between our making it and our listening in it. */
async function listenIn(folder: string, server: Server, path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(path, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return;
    } catch (error) {
      if (existsSync(folder) || attempt === LISTEN_ATTEMPTS) throw error;
    }
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Others are there still, or came just now.
  }
}

export const socketPath = (folder: string, name: string): string => join(folder, `${name}.sock`);

/** null: nobody listens there. A stopped process still counts as listening. */
export function connectTo(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(null));
  });
}

function taken(name: string): PeerNameTakenError {
  return new PeerNameTakenError(`a process named ${name} already runs on this data directory`);
}

function inodeOf(path: string): number | null {
  return existsSync(path) ? statSync(path).ino : null;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
