/** TLS before a plain port, for clients that accept nothing else: a certificate of its own, made anew. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

export interface TlsFront {
  readonly port: number;
  /** What a client must trust. */
  readonly certificatePath: string;
  close(): void;
}

export async function tlsFront(targetPort: number): Promise<TlsFront> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-tls-'));
  const [keyPath, certificatePath] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', keyPath, '-out', certificatePath],
  ]);
  const sockets = new Set<TLSSocket>();
  const options = { key: readFileSync(keyPath), cert: readFileSync(certificatePath) };
  const server = createServer(options, (socket) => {
    sockets.add(socket);
    const target = connect(targetPort, '127.0.0.1');
    socket.pipe(target).pipe(socket);
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    port: (server.address() as AddressInfo).port,
    certificatePath,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
