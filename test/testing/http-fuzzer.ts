/** Requests as broken and hostile clients send them, by a seed, and what no answer to them may be. */
import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { type FuzzedRequest, httpBytes, type RequestMaker } from './fuzzed-requests.ts';

const ANSWER_MS = 20_000;
/** What claims more than it brings is waited for; a client may give up earlier. */
const UNFINISHED_MS = 200;
const RAW_SHARE = 0.05;
const STACK = /node_modules|\bat .{0,200}\.[cm]?[jt]s:\d+/;

export interface HttpCounts {
  requests: number;
  raw: number;
  /** Ended without an answer: the server closed, or was waiting for more. */
  unanswered: number;
}

/** One client after the other answer; it comes back with another request whatever it was told. */
export class HttpFuzzer {
  readonly counts: HttpCounts = { requests: 0, raw: 0, unanswered: 0 };
  readonly statuses = new Map<number, number>();
  /** Answers that only a broken exchange gives. */
  readonly failures: string[] = [];
  readonly #base: URL;
  readonly #maker: RequestMaker;
  readonly #random: SeededRandom;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(baseUrl: string, maker: RequestMaker, random: SeededRandom) {
    this.#base = new URL(baseUrl);
    this.#maker = maker;
    this.#random = random;
  }

  async run(requests: number): Promise<void> {
    try {
      for (let sent = 0; sent < requests; sent += 1) {
        const request = this.#maker(this.#random);
        this.counts.requests += 1;
        if (this.#random.fraction() < RAW_SHARE) await this.#sendRaw(request);
        else await this.#send(request);
      }
    } finally {
      this.#agent.destroy();
    }
  }

  async #send(request: FuzzedRequest): Promise<void> {
    const { method, path, headers, body } = request;
    const length = Buffer.byteLength(body);
    const sent = { ...headers, ...(length > 0 && { 'content-length': String(length) }) };
    let call: ReturnType<typeof httpRequest>;
    try {
      const { hostname, port } = this.#base;
      const options = { agent: this.#agent, hostname, port, method, path, headers: sent };
      call = httpRequest({ ...options, timeout: ANSWER_MS });
    } catch {
      // Node itself does not send such a line or header: by hand, then.
      await this.#sendRaw(request);
      return;
    }
    const answer = await new Promise<{ readonly status: number; readonly text: string } | null>(
      (resolve, reject) => {
        call.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (piece: string) => {
            text += piece;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
          response.on('error', () => resolve(null));
        });
        call.on('timeout', () => reject(new Error(`no answer to ${method} ${path}`)));
        call.on('error', () => resolve(null));
        call.end(body);
      },
    );
    if (answer === null) this.counts.unanswered += 1;
    else this.#judge(request, answer.status, method === 'HEAD' ? null : answer.text);
  }

  /** The bytes with something wrong in them, on a connection of their own. */
  async #sendRaw(request: FuzzedRequest): Promise<void> {
    this.counts.raw += 1;
    const bytes = httpBytes(this.#random, request);
    const socket = connect(Number(this.#base.port), this.#base.hostname);
    const text = await new Promise<string>((resolve) => {
      let heard = '';
      const timer = setTimeout(() => socket.destroy(), UNFINISHED_MS);
      socket.setEncoding('latin1');
      socket.on('data', (piece: string) => {
        heard += piece;
        socket.end();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        clearTimeout(timer);
        resolve(heard);
      });
      socket.on('connect', () => socket.write(bytes));
    });
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
    if (status === undefined) this.counts.unanswered += 1;
    else this.#judge(request, Number(status), null, text);
  }

  /** `body`: null, it is not known whole. */
  #judge({ method, path }: FuzzedRequest, status: number, body: string | null, raw = ''): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const text = body ?? raw;
    const isBroken = status === 500 || text.includes('INTERNAL_ERROR') || STACK.test(text);
    // Figures are for a machine of another kind.
    const isFigures = status === 200 && text.startsWith('# HELP');
    if (isBroken || (body !== null && !isFigures && !isJson(body))) {
      this.failures.push(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    }
  }
}

function isJson(text: string): boolean {
  if (text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Good ones went through, and every door refused what it should have. */
export function assertAllStatuses(fuzzers: readonly HttpFuzzer[]): void {
  const statuses = new Map<number, number>();
  for (const fuzzer of fuzzers) {
    assert.deepEqual(fuzzer.failures, []);
    for (const [status, count] of fuzzer.statuses) {
      statuses.set(status, (statuses.get(status) ?? 0) + count);
    }
  }
  for (const status of [200, 201, 400, 401, 403, 404, 415, 422]) {
    assert.ok((statuses.get(status) ?? 0) > 0, `nobody was answered ${status}`);
  }
}
