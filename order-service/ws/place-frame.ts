/**
 * The message that most messages are, read in one pass over its characters:
 *
 *   {"op":"place","id":7,"order":{"market":"BTC-USD","side":"buy","type":"limit","price":"100.00",
 *    "quantity":"0.5","time_in_force":"gtc","post_only":false,"client_order_id":"c-1"}}
 *   {"op":"place_batch","id":8,"orders":[{…},{…}]}
 *
 * in any order of keys and with any space between. Whatever it does not know at once, an escape, a
 * seldom term, a value out of its form, is none of its business: it says `null`, and the strict parser
 * and the shapes decide, with their errors. What it does read is what they would have read (a
 * property of place-frame.test.ts).
 *
 * Cost: docs/performance-log/single-orders.md, "An order's way through the order-service".
 */
import { limits } from '../../proto/limits.ts';
import { JsonScan, MARK } from '../http/json-scan.ts';
import type { PlaceBody } from '../http/order-bodies.ts';
import type { RequestId } from './operations.ts';

export interface PlaceFrame {
  readonly id: RequestId | null;
  readonly op: 'place' | 'place_batch';
  /** One of `place`; of a batch at least one. */
  readonly orders: readonly PlaceBody[];
}

/** Longer ones are not what most are. */
const BYTES_MAX = 32 * 1_024;
const ID_DIGITS_MAX = 15;
const ID_CHARACTERS_MAX = 64;
const MARKET_CHARACTERS_MAX = 21;
const CLIENT_ORDER_ID = /^[.A-Z:/a-z0-9_-]+$/;
const MARKET = /^[A-Z0-9]{1,10}-[A-Z0-9]{1,10}$/;

/** What is read of an order, and what of it most orders leave out. */
class Draft {
  market: string | undefined = undefined;
  side: PlaceBody['side'] | undefined = undefined;
  type: PlaceBody['type'] | undefined = undefined;
  price: PlaceBody['price'] = undefined;
  quantity: PlaceBody['quantity'] = undefined;
  readonly quote_quantity = undefined;
  readonly display_quantity = undefined;
  time_in_force: PlaceBody['time_in_force'] = undefined;
  readonly good_till = undefined;
  post_only: PlaceBody['post_only'] = undefined;
  readonly stop_price = undefined;
  readonly stop_kind = undefined;
  readonly self_trade = undefined;
  client_order_id: PlaceBody['client_order_id'] = undefined;

  isWhole(): this is PlaceBody {
    return this.market !== undefined && this.side !== undefined && this.type !== undefined;
  }
}

/** Values are `undefined` where they are not what is known here. */
class PlaceFrameReader {
  readonly #scan = new JsonScan();
  /** The market of the order before is that of most; and so as it is written. */
  #market = '';
  #quotedMarket = '';

  frame(bytes: Uint8Array): PlaceFrame | null {
    if (bytes.length > BYTES_MAX) return null;
    this.#scan.begin(bytes);
    return this.#frame();
  }

  #frame(): PlaceFrame | null {
    let op: PlaceFrame['op'] | undefined;
    let id: RequestId | undefined;
    let orders: readonly PlaceBody[] | undefined;
    let ordersOf: PlaceFrame['op'] | undefined;
    if (!this.#scan.takes(MARK.braceOpen)) return null;
    do {
      if (op === undefined && this.#scan.isKey('"op"')) {
        op = this.#op();
        if (op === undefined) return null;
      } else if (id === undefined && this.#scan.isKey('"id"')) {
        id = this.#requestId();
        if (id === undefined) return null;
      } else if (orders === undefined && this.#scan.isKey('"order"')) {
        const order = this.#order();
        if (order === undefined) return null;
        [orders, ordersOf] = [[order], 'place'];
      } else if (orders === undefined && this.#scan.isKey('"orders"')) {
        [orders, ordersOf] = [this.#orders(), 'place_batch'];
        if (orders === undefined) return null;
      } else return null;
    } while (this.#scan.takes(MARK.comma));
    if (!this.#scan.takes(MARK.braceClose) || !this.#scan.isAtEnd) return null;
    if (op === undefined || op !== ordersOf || orders === undefined) return null;
    return { id: id ?? null, op, orders };
  }

  #op(): PlaceFrame['op'] | undefined {
    if (this.#scan.isWord('"place"')) return 'place';
    return this.#scan.isWord('"place_batch"') ? 'place_batch' : undefined;
  }

  #orders(): readonly PlaceBody[] | undefined {
    if (!this.#scan.takes(MARK.open)) return undefined;
    const orders: PlaceBody[] = [];
    do {
      const order = this.#order();
      if (order === undefined) return undefined;
      orders.push(order);
    } while (this.#scan.takes(MARK.comma));
    return this.#scan.takes(MARK.close) ? orders : undefined;
  }

  #order(): PlaceBody | undefined {
    const draft = new Draft();
    if (!this.#scan.takes(MARK.braceOpen)) return undefined;
    do {
      if (!this.#member(draft)) return undefined;
    } while (this.#scan.takes(MARK.comma));
    return this.#scan.takes(MARK.braceClose) && draft.isWhole() ? draft : undefined;
  }

  /** false: it is not known, stands there twice, or has a value of another form. */
  #member(order: Draft): boolean {
    if (order.market === undefined && this.#scan.isKey('"market"')) {
      order.market = this.#marketName();
      return order.market !== undefined;
    }
    if (order.side === undefined && this.#scan.isKey('"side"')) {
      order.side = this.#side();
      return order.side !== undefined;
    }
    if (order.type === undefined && this.#scan.isKey('"type"')) {
      order.type = this.#type();
      return order.type !== undefined;
    }
    if (order.price === undefined && this.#scan.isKey('"price"')) {
      order.price = this.#scan.decimal();
      return order.price !== undefined;
    }
    if (order.quantity === undefined && this.#scan.isKey('"quantity"')) {
      order.quantity = this.#scan.decimal();
      return order.quantity !== undefined;
    }
    if (order.client_order_id === undefined && this.#scan.isKey('"client_order_id"')) {
      order.client_order_id = this.#clientOrderId();
      return order.client_order_id !== undefined;
    }
    if (order.time_in_force === undefined && this.#scan.isKey('"time_in_force"')) {
      order.time_in_force = this.#timeInForce();
      return order.time_in_force !== undefined;
    }
    if (order.post_only === undefined && this.#scan.isKey('"post_only"')) {
      order.post_only = this.#flag();
      return order.post_only !== undefined;
    }
    return false;
  }

  #requestId(): RequestId | undefined {
    if (this.#scan.next() === MARK.quote) return this.#scan.plainText(ID_CHARACTERS_MAX);
    return this.#scan.integer(ID_DIGITS_MAX);
  }

  #marketName(): string | undefined {
    if (this.#market !== '' && this.#scan.isWord(this.#quotedMarket)) return this.#market;
    const name = this.#scan.plainText(MARKET_CHARACTERS_MAX);
    if (name === undefined || !MARKET.test(name)) return undefined;
    this.#market = name;
    this.#quotedMarket = `"${name}"`;
    return name;
  }

  #side(): Draft['side'] {
    if (this.#scan.isWord('"buy"')) return 'buy';
    return this.#scan.isWord('"sell"') ? 'sell' : undefined;
  }

  #type(): Draft['type'] {
    if (this.#scan.isWord('"limit"')) return 'limit';
    return this.#scan.isWord('"market"') ? 'market' : undefined;
  }

  #timeInForce(): Draft['time_in_force'] {
    if (this.#scan.isWord('"gtc"')) return 'gtc';
    if (this.#scan.isWord('"ioc"')) return 'ioc';
    return this.#scan.isWord('"fok"') ? 'fok' : undefined;
  }

  #flag(): boolean | undefined {
    if (this.#scan.isWord('false')) return false;
    return this.#scan.isWord('true') ? true : undefined;
  }

  #clientOrderId(): string | undefined {
    const text = this.#scan.plainText(limits.clientOrderIdBytesMax);
    return text !== undefined && CLIENT_ORDER_ID.test(text) ? text : undefined;
  }
}

/** One for all frames: a frame is read before the next one comes. */
const reader = new PlaceFrameReader();

/** null: let the strict parser and the shapes read it. */
export const readPlaceFrame = (bytes: Uint8Array): PlaceFrame | null => reader.frame(bytes);
