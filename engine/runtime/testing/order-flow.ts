/** A stream of command records as an order-service would write them: one session, chained, seeded. */
import { batchCrc, crc32c, encodeCommandBatch } from '../../../proto/codec.ts';
import {
  type Command,
  type MarketDefinition,
  OrderType,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import {
  accountId,
  commandSequence,
  epoch,
  lots,
  minorUnits,
  type OrderId,
  orderId,
  ppm,
  priceTicks,
  sessionId,
  timestampUs,
} from '../../../proto/units.ts';

export const START_US = 1_700_000_000_000_000;

export const definition = (market: string): MarketDefinition => {
  const [baseAsset = '', quoteAsset = ''] = market.split('-');
  return {
    market,
    baseAsset,
    baseScale: 8,
    quoteAsset,
    quoteScale: 6,
    tickSize: '0.01',
    lotSize: '0.0001',
    minPriceTicks: priceTicks(1),
    maxPriceTicks: priceTicks(1_000_000),
    minQuantityLots: lots(1),
    maxQuantityLots: lots(1_000_000),
    minNotionalMinor: minorUnits(0),
    maxNotionalMinor: minorUnits(2 ** 50),
    maxRestingOrders: 10_000,
    makerFeePpm: ppm(1000),
    takerFeePpm: ppm(2000),
  };
};

/** A record that is not of a session: engine, snapshotter, operator. */
export function controlRecord(...commands: Command[]): Uint8Array {
  return encodeCommandBatch({
    sessionId: sessionId(0),
    sessionEpoch: epoch(0),
    firstSequence: commandSequence(0),
    timestampUs: timestampUs(START_US),
    prevHash: 0,
    commands,
  });
}

/** Undamaged by its CRC and of our version, and yet not a batch of commands. */
export function nonsenseRecord(): Uint8Array {
  const record = Uint8Array.from([...controlRecord().subarray(0, 5), 0x7a, 0x03, 1, 2, 3, 0x7d]);
  const crc = crc32c(record, 0, record.length - 1);
  return Uint8Array.from([...record, crc & 255, (crc >>> 8) & 255, (crc >>> 16) & 255, crc >>> 24]);
}

export class OrderFlow {
  readonly market: string;
  #random: number;
  #batches = 0;
  #sequence = 1;
  #orders = 0;
  #prevHash = 0;

  constructor(options: { readonly market: string; readonly seed: number }) {
    this.market = options.market;
    this.#random = options.seed | 0 || 1;
  }

  /** Defines the market and opens the session. */
  start(): Uint8Array {
    return controlRecord(
      { kind: 'DefineMarket', definition: definition(this.market) },
      { kind: 'SessionStarted', sessionId: sessionId(1), epoch: epoch(1), node: 'test' },
    );
  }

  /** One record of a few orders and cancels around one price. */
  next(): Uint8Array {
    const commands = Array.from({ length: 1 + this.#below(4) }, () => this.#command());
    return this.batch(commands);
  }

  many(count: number): Uint8Array[] {
    return Array.from({ length: count }, () => this.next());
  }

  /** The session's next record, with these commands. */
  batch(commands: readonly Command[]): Uint8Array {
    this.#batches += 1;
    const bytes = encodeCommandBatch({
      sessionId: sessionId(1),
      sessionEpoch: epoch(1),
      firstSequence: commandSequence(this.#sequence),
      timestampUs: timestampUs(START_US + 1000 * this.#batches),
      prevHash: this.#prevHash,
      commands,
    });
    this.#sequence += commands.length;
    this.#prevHash = batchCrc(bytes);
    return bytes;
  }

  #command(): Command {
    if (this.#orders > 10 && this.#below(4) === 0) {
      const id = orderId(1 + this.#below(this.#orders));
      return { kind: 'CancelOrder', orderId: id, accountId: accountOf(id) };
    }
    this.#orders += 1;
    const id = orderId(this.#orders);
    return {
      kind: 'PlaceOrder',
      orderId: id,
      accountId: accountOf(id),
      side: this.#below(2) === 0 ? Side.buy : Side.sell,
      type: OrderType.limit,
      timeInForce: TimeInForce.gtc,
      postOnly: false,
      priceTicks: priceTicks(1000 + this.#below(20)),
      quantityLots: lots(1 + this.#below(50)),
      makerFeePpm: ppm(1000),
      takerFeePpm: ppm(2000),
      quoteBudgetMinor: minorUnits(0),
      clientOrderId: `order-${id}`,
    };
  }

  #below(bound: number): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return Math.floor(((x >>> 0) / 2 ** 32) * bound);
  }
}

const accountOf = (id: OrderId) => accountId(1 + (id % 7));
