/**
 * A proxy in front of an S3 server that does to its clients what networks and servers do. Requests
 * pass with their own Host header, since that is signed.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type S3Fault =
  | 'none'
  /** Every connection ends at once. */
  | 'down'
  /** Nothing is ever answered. */
  | 'silent'
  | 'answers-500'
  /** Reading is allowed, writing is not. */
  | 'read-only'
  /** A body on its way to the server ends in the middle; the client loses its connection. */
  | 'torn-put'
  /** The server gets and does it; the client loses its connection before the answer. */
  | 'lost-answer'
  /** A body on its way to the client ends in the middle. */
  | 'cut-get'
  /** Objects in a listing come in no order, and one of them twice. */
  | 'shuffled-list'
  /** A listing does not know the newest object yet. */
  | 'stale-list'
  /** The server does not know If-None-Match, and says so. */
  | 'no-conditions';

export class FaultyS3 {
  fault: S3Fault = 'none';
  /** How many requests the fault is for; then there is none. */
  times = Number.POSITIVE_INFINITY;
  requests = 0;
  readonly #target: URL;
  readonly #server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));

  private constructor(target: string) {
    this.#target = new URL(target);
  }

  static async open(target: string): Promise<FaultyS3> {
    const proxy = new FaultyS3(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    this.requests += 1;
    const body = await bodyOf(incoming);
    const fault = this.#take(incoming);
    if (fault === 'down') outgoing.destroy();
    else if (fault === 'answers-500') outgoing.writeHead(500).end('<Error/>');
    else if (fault === 'read-only') {
      outgoing.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    } else if (fault === 'no-conditions') {
      outgoing.writeHead(501).end('<Error><Code>NotImplemented</Code></Error>');
    } else if (fault !== 'silent') await this.#pass(fault, { incoming, outgoing, body });
  }

  #take({ method, url, headers }: IncomingMessage): S3Fault {
    const { fault } = this;
    const isList = method === 'GET' && (url ?? '').includes('list-type=2');
    if (fault === 'no-conditions') return headers['if-none-match'] === undefined ? 'none' : fault;
    const concerned =
      fault === 'torn-put' || fault === 'lost-answer' || fault === 'read-only'
        ? method === 'PUT'
        : fault === 'cut-get'
          ? method === 'GET' && !isList
          : !fault.endsWith('-list') || isList;
    if (!concerned || this.times <= 0) return 'none';
    this.times -= 1;
    return fault;
  }

  async #pass(
    fault: S3Fault,
    call: { incoming: IncomingMessage; outgoing: ServerResponse; body: Buffer },
  ): Promise<void> {
    const { incoming, outgoing, body } = call;
    const { hostname, port } = this.#target;
    const upstream = request({
      hostname,
      port,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
      agent: false,
    });
    upstream.on('error', () => outgoing.destroy());
    if (fault === 'torn-put') {
      upstream.write(body.subarray(0, body.length / 2), () => {
        upstream.destroy();
        outgoing.destroy();
      });
      return;
    }
    const answered = new Promise<IncomingMessage>((resolve) => upstream.on('response', resolve));
    upstream.end(body);
    const answer = await answered;
    const said = await bodyOf(answer);
    if (fault === 'lost-answer') outgoing.destroy();
    else if (fault === 'cut-get') {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      outgoing.write(said.subarray(0, said.length / 2), () => outgoing.destroy());
    } else {
      const changed = Buffer.from(changedListing(fault, said.toString('latin1')), 'latin1');
      const { 'content-length': _, 'transfer-encoding': __, ...kept } = answer.headers;
      const length = incoming.method === 'HEAD' ? {} : { 'content-length': changed.length };
      outgoing.writeHead(answer.statusCode ?? 500, { ...kept, ...length }).end(changed);
    }
  }
}

function changedListing(fault: S3Fault, text: string): string {
  if (fault !== 'shuffled-list' && fault !== 'stale-list') return text;
  const objects = text.match(/<Contents>.*?<\/Contents>/gs) ?? [];
  const first = text.indexOf('<Contents>');
  if (first < 0) return text;
  const rest = text.replace(/<Contents>.*?<\/Contents>/gs, '');
  const listed =
    fault === 'stale-list' ? objects.slice(0, -1) : [...objects.reverse(), objects[0] ?? ''];
  return rest.slice(0, first) + listed.join('') + rest.slice(first);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    // The other side has gone: what came is all there is.
  }
  return Buffer.concat(chunks);
}
