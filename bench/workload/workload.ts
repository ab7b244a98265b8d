/**
 * Makes the commands of a mix. Deterministic: the same mix gives the same bytes on every machine, and
 * a longer flow begins with the shorter one.
 *
 *   record, 20 bytes, little endian
 *   0 type (0 limit, 1 market, 2 cancel) │ 1 side (0 buy) │ 2 – │ 4 price │ 8 lots │ 12 id │ 16 user
 */
import { assert } from '../../proto/assert.ts';
import { JudgeBook } from './judge-book.ts';
import { FLOW_COMMANDS, type Mix } from './mixes.ts';

export const RECORD_BYTES = 20;
export const CHECKPOINT_COMMANDS = 50_000;

/** The trades after so many commands. */
export interface Checkpoint {
  readonly commands: number;
  readonly trades: number;
  readonly tradeHash: string;
}

export interface Workload {
  readonly bytes: Uint8Array;
  readonly checkpoints: readonly Checkpoint[];
}

const SEED = 0x9e3779b9 | 0;
const USERS = 1000;
const LOTS_MAX = 100;
/** The sparse grid spreads tick t over `SPARSE_STEP` prices, moved down to stay below 2^20. */
const SPARSE_STEP = 701;
const SPARSE_SHIFT = 6_485_712;
/** Fewer live orders than this are not cancelled. */
const CANCEL_FROM_LIVE = 100;
const LIMIT = 0;
const MARKET = 1;
const CANCEL = 2;

/** Throws AssertionFailed when the standard length of a mix does not have its known trades. */
export function makeWorkload(mix: Mix, flowCommands = FLOW_COMMANDS): Workload {
  const maker = new WorkloadMaker(mix, mix.preloaded + flowCommands);
  return maker.make();
}

class WorkloadMaker {
  readonly #mix: Mix;
  readonly #commands: number;
  readonly #view: DataView;
  readonly #book = new JudgeBook((id) => this.#forget(id));
  readonly #checkpoints: Checkpoint[] = [];
  /** Ids that rest, in no particular order, and where each stands in the list. */
  readonly #live: number[] = [];
  readonly #placeOf: Int32Array;
  /** user × 2 + side, by order id. */
  readonly #owner: Int32Array;
  #random = SEED;
  #made = 0;
  #nextId = 1;
  #mid: number;

  constructor(mix: Mix, commands: number) {
    this.#mix = mix;
    this.#commands = commands;
    this.#view = new DataView(new ArrayBuffer(commands * RECORD_BYTES));
    this.#placeOf = new Int32Array(commands + 1);
    this.#owner = new Int32Array(commands + 1);
    this.#mid = mix.midTicks;
  }

  make(): Workload {
    const { preloaded, widthTicks, flow } = this.#mix;
    for (let index = 0; index < preloaded; index += 1) {
      const side = index & 1;
      this.#placeAt(side, side === 0 ? -this.#distance(widthTicks) : this.#distance(widthTicks));
    }
    while (this.#made < this.#commands) {
      this.#moveMiddle();
      if (flow === 'limit-only') this.#limitOnly();
      else this.#mixed();
    }
    return { bytes: new Uint8Array(this.#view.buffer), checkpoints: this.#checkpoints };
  }

  /** One tick every twenty commands, drawn back to where it began. */
  #moveMiddle(): void {
    if (this.#below(20) !== 0) return;
    const up = this.#fraction() < 0.5 - (this.#mid - this.#mix.midTicks) / 1000;
    this.#mid += up ? 1 : -1;
  }

  #limitOnly(): void {
    const surplus = this.#live.length - this.#mix.preloaded;
    const aggressiveShare = Math.min(0.95, Math.max(0.05, 0.5 + surplus / 4000));
    const side = this.#below(2);
    const away = side === 0 ? -1 : 1;
    if (this.#fraction() < aggressiveShare) this.#placeAt(side, -away * (5 + this.#below(300)));
    else this.#placeAt(side, away * this.#distance(300));
  }

  #mixed(): void {
    const { preloaded, pullOrders, widthTicks } = this.#mix;
    const pull = (preloaded - this.#live.length) / pullOrders;
    const placeShare = 0.478 + Math.max(-0.2, Math.min(0.2, pull));
    const draw = this.#fraction();
    if (draw < 0.1) {
      this.#market();
    } else if (draw < 0.1 + placeShare || this.#live.length < CANCEL_FROM_LIVE) {
      const side = this.#below(2);
      const distance = this.#distance(widthTicks) - 2;
      this.#placeAt(side, side === 0 ? -distance : distance);
    } else {
      this.#cancel();
    }
  }

  #placeAt(side: number, fromMiddle: number): void {
    const price = this.#price(this.#mid + fromMiddle);
    const lots = 1 + this.#below(LOTS_MAX);
    const user = 1 + this.#below(USERS);
    const id = this.#nextId++;
    if (this.#book.limit(id, side, price, lots)) {
      this.#placeOf[id] = this.#live.length;
      this.#live.push(id);
      this.#owner[id] = user * 2 + side;
    }
    this.#emit(LIMIT, side, price, lots, id, user);
  }

  #market(): void {
    const side = this.#below(2);
    const lots = 1 + this.#below(LOTS_MAX);
    const user = 1 + this.#below(USERS);
    const id = this.#nextId++;
    this.#book.market(id, side, lots);
    this.#emit(MARKET, side, 0, lots, id, user);
  }

  #cancel(): void {
    const id = this.#live[this.#below(this.#live.length)]!;
    const owner = this.#owner[id]!;
    this.#book.cancel(id);
    this.#emit(CANCEL, owner & 1, 0, 0, id, owner >>> 1);
  }

  #emit(type: number, side: number, price: number, lots: number, id: number, user: number): void {
    const view = this.#view;
    const at = this.#made * RECORD_BYTES;
    view.setUint8(at, type);
    view.setUint8(at + 1, side);
    view.setUint32(at + 4, price, true);
    view.setUint32(at + 8, lots, true);
    view.setUint32(at + 12, id, true);
    view.setUint32(at + 16, user, true);
    this.#made += 1;
    if (this.#made % CHECKPOINT_COMMANDS === 0 || this.#made === this.#commands) this.#note();
    const { preloaded, known, name } = this.#mix;
    if (known !== null && this.#made === preloaded + FLOW_COMMANDS) {
      const { trades, tradeHash } = this.#book;
      const right = trades === known.trades && tradeHash === known.tradeHash;
      assert(right, `mix ${name}: ${trades} trades, hash ${tradeHash}`);
    }
  }

  #note(): void {
    const { trades, tradeHash } = this.#book;
    this.#checkpoints.push({ commands: this.#made, trades, tradeHash });
  }

  /** The last one takes the place of the one that leaves. */
  #forget(id: number): void {
    const place = this.#placeOf[id]!;
    const last = this.#live.pop()!;
    if (last === id) return;
    this.#live[place] = last;
    this.#placeOf[last] = place;
  }

  #price(tick: number): number {
    if (this.#mix.grid === 'dense') return tick;
    return tick * SPARSE_STEP + this.#below(SPARSE_STEP) - SPARSE_SHIFT;
  }

  /** Small ones are likelier. */
  #distance(width: number): number {
    return 1 + Math.floor(this.#fraction() * this.#fraction() * width);
  }

  #below(bound: number): number {
    return Math.floor(this.#fraction() * bound);
  }

  /** xorshift32, in [0, 1). */
  #fraction(): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return (x >>> 0) / 2 ** 32;
  }
}
