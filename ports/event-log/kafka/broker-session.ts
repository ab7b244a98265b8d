/**
 * A connection to a broker as kafkajs' Broker wants to have it: logged in where that is asked for,
 * and again before the login expires.
 *
 * kafkajs' own connection is not used. Once it has sent its first request it looks every millisecond
 * whether another one waits (a queue that is not throttled is due at -1), so that a process with some
 * connections wakes 700 times a second and takes 3 % of a core for nothing.
 */
import type { ConnectionOptions } from 'node:tls';
import type {
  KafkajsConnection,
  KafkajsExchange,
  KafkajsLogger,
} from 'kafkajs/src/broker/index.js';
import SaslAuthenticator from 'kafkajs/src/broker/saslAuthenticator/index.js';
import { type BrokerAddress, BrokerSocket } from './broker-socket.ts';
import type { KafkaConnection } from './kafka-connection.ts';

const CONNECT_TIMEOUT_MS = 1500;
/** A request that is not answered by then: its broker is dead, frozen, or cut off. */
export const REQUEST_TIMEOUT_MS = 2000;
/** ApiVersions, SaslHandshake and SaslAuthenticate come before the login. */
const BEFORE_LOGIN = new Set([18, 17, 36]);
/** So long before its end a login is renewed. */
const RENEWED_BEFORE_MS = 10_000;

/** Errors reach the caller as errors; what else the client has to say helps nobody. */
export const silent: KafkajsLogger = {
  namespace: () => silent,
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
};

export class BrokerSession implements KafkajsConnection {
  readonly host: string;
  readonly port: number;
  readonly sasl: KafkaConnection['sasl'];
  readonly connectionTimeout = CONNECT_TIMEOUT_MS;
  readonly #clientId: string;
  readonly #tls: KafkaConnection['tls'];
  #socket: BrokerSocket | null = null;
  #versions: unknown = null;
  #login: Promise<void> | null = null;
  #loginEndsMs = Number.POSITIVE_INFINITY;
  #throttledUntilMs = 0;
  #isDestroyed = false;

  constructor({ host, port }: BrokerAddress, { sasl, tls, clientId }: KafkaConnection) {
    this.host = host;
    this.port = port;
    this.sasl = sasl;
    this.#tls = tls;
    this.#clientId = clientId;
  }

  get isDestroyed(): boolean {
    return this.#isDestroyed || this.#socket?.isOpen === false;
  }

  isConnected(): boolean {
    return this.#socket?.isOpen === true;
  }

  isAuthenticated(): boolean {
    return this.#login !== null && performance.now() < this.#loginEndsMs - RENEWED_BEFORE_MS;
  }

  /** A pool of one, which is opened once. */
  async getConnection(): Promise<KafkajsConnection> {
    this.#socket ??= await BrokerSocket.open(
      { host: this.host, port: this.port },
      {
        clientId: this.#clientId,
        tls: this.#tls === null ? null : tlsOptions(this.#tls),
        timeoutMs: CONNECT_TIMEOUT_MS,
      },
    );
    return this;
  }

  setVersions(versions: unknown): void {
    this.#versions = versions;
  }

  /** All of Kafka 4 has SaslAuthenticate, so nothing ever goes out without its frame. */
  getSupportAuthenticationProtocol(): boolean {
    return true;
  }

  async authenticate(): Promise<void> {
    if (this.sasl === null || this.isAuthenticated()) return;
    this.#loginEndsMs = Number.POSITIVE_INFINITY;
    this.#login = this.#logIn();
    await this.#login;
  }

  async send<Decoded extends { readonly clientSideThrottleTime: number }>({
    request,
    response,
  }: KafkajsExchange<Decoded>): Promise<Decoded> {
    const { apiKey, apiVersion } = request;
    const { buffer } = await request.encode();
    const answer = await this.request(apiKey, apiVersion, buffer);
    const decoded = await response.decode(answer);
    this.throttle(decoded.clientSideThrottleTime);
    return response.parse(decoded);
  }

  /** Resolves to the answer behind its header. */
  async request(apiKey: number, apiVersion: number, body: Buffer): Promise<Buffer> {
    if (this.sasl !== null && !BEFORE_LOGIN.has(apiKey)) {
      await (this.isAuthenticated() ? this.#login : this.authenticate());
    }
    const waitMs = this.#throttledUntilMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (this.#socket === null) throw new Error('the connection is not open yet');
    return this.#socket.request({ apiKey, apiVersion, body, timeoutMs: REQUEST_TIMEOUT_MS });
  }

  /** The broker has a quota for us and reads nothing more for so long. */
  throttle(ms: number | undefined): void {
    if (ms === undefined || ms <= 0) return;
    this.#throttledUntilMs = Math.max(this.#throttledUntilMs, performance.now() + ms);
  }

  /** Idempotent. What is under way fails at once. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#socket?.destroy(new Error('the connection is given up'));
  }

  async #logIn(): Promise<void> {
    const authenticator = new SaslAuthenticator(this, silent, this.#versions, true);
    await authenticator.authenticate();
    const lifetimeMs = Number(authenticator.sessionLifetime);
    if (lifetimeMs > 0) this.#loginEndsMs = performance.now() + lifetimeMs;
  }
}

function tlsOptions({ ca, cert, key }: NonNullable<KafkaConnection['tls']>): ConnectionOptions {
  return {
    ...(ca === null ? {} : { ca: [ca] }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  };
}
