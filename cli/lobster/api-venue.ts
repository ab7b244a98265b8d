import type { Book, BookLevel, Order } from '../../client/api-types.ts';
import { RestClient } from '../../client/rest-client.ts';
import { SocketClient } from '../../client/socket-client.ts';
import type { DemoAccount } from '../connection.ts';
import type { Venue } from './feed.ts';
import {
  centsText,
  type LobsterBook,
  type LobsterLevel,
  type LobsterSide,
} from './lobster-files.ts';

const BOOK_DEPTH = 30;

interface Seat {
  readonly socket: SocketClient;
  readonly rest: RestClient;
}

/** The exchange over its public API: orders by WebSocket, one seat per account; reads by REST. */
export class ApiVenue implements Venue {
  readonly #market: string;
  readonly #seats: readonly Seat[];
  /** The market's sequence after the last answer: reads wait for it. */
  #sequence = 0;

  private constructor(market: string, seats: readonly Seat[]) {
    this.#market = market;
    this.#seats = seats;
  }

  static async open(options: {
    readonly baseUrl: string;
    readonly wsUrl: string;
    readonly market: string;
    readonly accounts: readonly DemoAccount[];
  }): Promise<ApiVenue> {
    const seats = await Promise.all(
      options.accounts.map(async (credentials) => ({
        socket: await SocketClient.connect({ wsUrl: options.wsUrl, credentials }),
        rest: new RestClient({ baseUrl: options.baseUrl, credentials }),
      })),
    );
    return new ApiVenue(options.market, seats);
  }

  close(): void {
    for (const { socket, rest } of this.#seats) {
      socket.close();
      rest.close();
    }
  }

  async place(order: {
    readonly account: number;
    readonly side: LobsterSide;
    readonly priceCents: number;
    readonly size: number;
    readonly timeInForce: 'gtc' | 'ioc';
  }): Promise<Order> {
    const placed = await this.#seat(order.account).socket.place({
      market: this.#market,
      side: order.side,
      type: 'limit',
      price: centsText(order.priceCents),
      quantity: String(order.size),
      time_in_force: order.timeInForce,
    });
    this.#sequence = placed.sequence;
    return placed;
  }

  async reduce(account: number, orderId: string, total: number): Promise<void> {
    const amended = await this.#seat(account).socket.amend(orderId, { quantity: String(total) });
    this.#sequence = amended.sequence;
  }

  async cancel(account: number, orderId: string): Promise<void> {
    this.#sequence = (await this.#seat(account).socket.cancel(orderId)).sequence;
  }

  order(account: number, orderId: string): Promise<Order> {
    const path = `/v1/orders/${orderId}?min_sequence=${this.#market}:${this.#sequence}`;
    return this.#seat(account).rest.request('GET', path);
  }

  async book(): Promise<LobsterBook> {
    const path = `/v1/markets/${this.#market}/book?depth=${BOOK_DEPTH}&min_sequence=${this.#sequence}`;
    const book = await this.#seat(0).rest.request<Book>('GET', path);
    return { bids: book.bids.map(toLevel), asks: book.asks.map(toLevel) };
  }

  #seat(account: number): Seat {
    const seat = this.#seats[account];
    if (seat === undefined) throw new Error(`there is no account ${account}`);
    return seat;
  }
}

function toLevel([price, quantity]: BookLevel): LobsterLevel {
  const [dollars = '0', cents = ''] = price.split('.');
  return {
    priceCents: Number(dollars) * 100 + Number(cents.padEnd(2, '0').slice(0, 2)),
    size: Number(quantity.split('.')[0]),
  };
}
