/**
 * Who is there, by Redis' publish and subscribe; and the pointers to the newest snapshots.
 *
 *   {ns}:processes        everybody hears it: beats, reports, who comes, who goes
 *   {ns}:process:<name>   the channel: nobody speaks on it; subscribed to by its process only, so a
 *                         count of its subscribers tells at once that a process was killed
 *   {ns}:process:<name>   the key: the newest report, for people; expires
 *
 * Hints only. While Redis is away nobody is judged, and everybody keeps the state that he had.
 */
import { type Offset, offset } from '../../proto/units.ts';
import type { Clock, Timer } from '../clock/clock.ts';
import { PeerNameTakenError } from '../embedded/mesh-socket.ts';
import { connectRedis, type RedisConnection } from '../redis/redis-connection.ts';
import { RedisError } from '../redis/redis-error.ts';
import type { RedisLink } from '../redis/redis-link.ts';
import { snapshotOffsetKey } from '../redis/redis-names.ts';
import { type Coordination, isReport, type Peer, type ProcessReport } from './coordination.ts';
import { heardMessage } from './heard-message.ts';
import { HeardPeers } from './heard-peers.ts';

/**
 * Each beat wakes every process of the exchange. Whom a standby takes over from beats often; that one
 * of the others hangs may be noticed a second later.
 */
const BEAT_MS = { often: 40, seldom: 200 } as const;
const REPORT_KEPT_MS = 5000;
/** A process whose own beats do not come back for so long listens to a dead line. */
const DEAF_MS = 5000;
/** A killed process' connections are closed at once; a stopped one's are not. */
const NAME_WAIT_MS = 1000;
const NAME_LOOK_MS = 50;

export interface RedisCoordinationOptions {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  readonly processName: string;
  /** Different for every start of a process. */
  readonly incarnation: string;
  readonly beats?: keyof typeof BEAT_MS;
  readonly onWarning?: (problem: string) => void;
}

/** Throws RedisError, PeerNameTakenError. */
export async function openRedisCoordination(
  options: RedisCoordinationOptions,
): Promise<Coordination> {
  const { connection, clock, processName } = options;
  // What it keeps are hints: no setting of the server could make them wrong.
  const open = (name: string) =>
    connectRedis({ connection, clock, name: `${processName}:${name}`, safety: 'development' });
  const speaker = await open('speaks');
  let listener: RedisLink | null = null;
  try {
    listener = await open('listens');
    const coordination = new RedisCoordination(options, { speaker, listener });
    await coordination.join();
    return coordination;
  } catch (error) {
    speaker.close();
    listener?.close();
    throw error;
  }
}

class RedisCoordination implements Coordination {
  readonly #connection: RedisConnection;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #incarnation: string;
  readonly #speaker: RedisLink;
  readonly #listener: RedisLink;
  readonly #beatMs: number;
  readonly #channel: string;
  readonly #ownChannel: string;
  readonly #peers: HeardPeers;
  #report: ProcessReport | null = null;
  /** Pointers that could not be written yet. */
  readonly #unsentOffsets = new Map<string, Offset>();
  #timer: Timer | null = null;
  #isBeating = false;
  /** Own beats that Redis has taken, since one was heard. */
  #unheardCount = 0;
  /** Nobody else has its name: until then the others must not hear of it. */
  #isJoined = false;
  #isClosed = false;

  constructor(
    options: RedisCoordinationOptions,
    links: { readonly speaker: RedisLink; readonly listener: RedisLink },
  ) {
    this.#connection = options.connection;
    this.#clock = options.clock;
    this.#name = options.processName;
    this.#incarnation = options.incarnation;
    this.#beatMs = BEAT_MS[options.beats ?? 'often'];
    this.#speaker = links.speaker;
    this.#listener = links.listener;
    const { prefix } = links.speaker;
    this.#channel = `${prefix}processes`;
    this.#ownChannel = `${prefix}process:${this.#name}`;
    this.#peers = new HeardPeers({
      clock: options.clock,
      beatMs: this.#beatMs,
      subscriberCount: (name) => this.#subscriberCount(`${prefix}process:${name}`),
    });
  }

  async join(): Promise<void> {
    await this.#waitForName();
    const { client } = this.#listener;
    client.on('message', (_channel: string, text: string) => this.#hear(text));
    await this.#subscribe();
    this.#listener.onChange({ up: () => void this.#return(), down: () => this.#peers.deaf() });
    // Two that came at the same moment: both hear of it, and the later start yields.
    if ((await this.#subscriberCount(this.#ownChannel)) > 1) throw this.#taken();
    this.#isJoined = true;
    // Nobody that we shall hear of can have gone before: it is judged from its first word on.
    this.#greet();
    this.#schedule();
  }

  announce(report: ProcessReport): void {
    this.#report = report;
    this.#say('report', report);
    const text = JSON.stringify(report);
    this.#send((redis) => redis.set(this.#ownChannel, text, 'PX', REPORT_KEPT_MS));
  }

  peers(): readonly Peer[] {
    return this.#peers.peers();
  }

  onPeerChange(listener: (peer: Peer) => void): () => void {
    return this.#peers.onChange(listener);
  }

  /** A pointer that cannot be written now is written as soon as it can. */
  async setSnapshotOffset(market: string, to: Offset): Promise<void> {
    this.#unsentOffsets.set(market, to);
    await this.#sendOffsets();
  }

  async snapshotOffset(market: string): Promise<Offset | null> {
    try {
      const key = snapshotOffsetKey(this.#connection, market);
      const text = await this.#speaker.call((redis) => redis.get(key));
      // A hint: one that makes no sense is none.
      return text !== null && /^\d{1,15}$/.test(text) ? offset(Number(text)) : null;
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    const goodbye = this.#words('bye', null);
    try {
      await this.#speaker.call((redis) =>
        redis.multi().publish(this.#channel, goodbye).del(this.#ownChannel).exec(),
      );
    } catch {
      // Then the others notice by themselves.
    }
    this.#listener.close();
    this.#speaker.close();
  }

  async #waitForName(): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + NAME_WAIT_MS;
    while ((await this.#subscriberCount(this.#ownChannel)) > 0) {
      if (this.#clock.monotonicMs() >= untilMs) throw this.#taken();
      await this.#clock.sleep(NAME_LOOK_MS);
    }
  }

  #taken(): PeerNameTakenError {
    return new PeerNameTakenError(`another process of the exchange is called ${this.#name}`);
  }

  async #subscriberCount(channel: string): Promise<number> {
    const reply = (await this.#speaker.call((redis) =>
      redis.pubsub('NUMSUB', channel),
    )) as unknown[];
    return Number(reply[1]);
  }

  async #subscribe(): Promise<void> {
    const { client } = this.#listener;
    await this.#listener.call(() => client.subscribe(this.#channel, this.#ownChannel));
  }

  /** The connection is there again: everybody must hear us, and we them. */
  async #return(): Promise<void> {
    this.#peers.deaf();
    this.#unheardCount = 0;
    try {
      await this.#subscribe();
    } catch {
      // It broke again: the next one subscribes. Or the answer is late, and we hear all the same.
    }
    if (this.#isJoined) this.#greet();
  }

  #greet(): void {
    if (this.#isClosed) return;
    this.#say('hello', null);
    if (this.#report !== null) this.announce(this.#report);
  }

  #schedule(): void {
    this.#timer = this.#clock.setTimer(this.#beatMs, () => {
      if (this.#isClosed) return;
      void this.#beat();
      this.#schedule();
    });
  }

  /** One at a time: they must not pile up before a server that hangs. */
  async #beat(): Promise<void> {
    if (this.#isBeating || !this.#speaker.isUp) return;
    this.#isBeating = true;
    const text = this.#words('beat', null);
    try {
      await this.#speaker.call((redis) => redis.publish(this.#channel, text));
      this.#hearOrRenew();
      if (this.#unsentOffsets.size > 0) await this.#sendOffsets();
    } catch {
      // The next one is due in a moment.
    } finally {
      this.#isBeating = false;
    }
  }

  #hearOrRenew(): void {
    if (!this.#listener.isUp) return;
    this.#unheardCount += 1;
    if (this.#unheardCount * this.#beatMs < DEAF_MS) return;
    this.#unheardCount = 0;
    this.#listener.renew('nothing is heard on it');
  }

  #say(kind: 'report' | 'hello', payload: unknown): void {
    const text = this.#words(kind, payload);
    this.#send((redis) => redis.publish(this.#channel, text));
  }

  #words(kind: 'beat' | 'report' | 'hello' | 'bye', payload: unknown): string {
    return JSON.stringify([kind, this.#name, this.#incarnation, this.#beatMs, payload]);
  }

  /** What is lost is said again: with the next report, or when the connection is back. */
  #send(action: Parameters<RedisLink['call']>[0]): void {
    this.#speaker.call(action).catch(() => {});
  }

  async #sendOffsets(): Promise<void> {
    for (const [market, to] of this.#unsentOffsets) {
      const key = snapshotOffsetKey(this.#connection, market);
      try {
        await this.#speaker.call((redis) => redis.set(key, `${to}`));
      } catch (error) {
        if (error instanceof RedisError) return;
        throw error;
      }
      if (this.#unsentOffsets.get(market) === to) this.#unsentOffsets.delete(market);
    }
  }

  #hear(text: string): void {
    if (this.#isClosed) return;
    const message = heardMessage(text);
    if (message === null) return;
    const { kind, name, incarnation, beatMs, payload } = message;
    if (name === this.#name) {
      if (incarnation === this.#incarnation && kind === 'beat') {
        this.#unheardCount = 0;
        this.#peers.echo();
      }
      return;
    }
    if (!this.#peers.hear(name, incarnation, beatMs)) return;
    if (kind === 'hello' && this.#report !== null) this.#say('report', this.#report);
    if (kind === 'bye') this.#peers.gone(name);
    if (kind === 'report' && isReport(payload) && payload.name === name) {
      this.#peers.report(name, payload);
    }
  }
}
