/**
 * Once a second every connection that follows something hears where its markets are. Spread over the
 * second, so that thousands of them do not keep an order waiting for tens of milliseconds.
 */
import type { MarketView } from '../market-data/market-view.ts';
import { bookChecksum } from './channels.ts';
import type { Connection } from './connection.ts';
import type { SocketContext } from './socket-context.ts';
import { spreadOver } from './spread.ts';

const CHANNELS = ['book', 'trades', 'orders', 'ticker'] as const;

export class Heartbeats {
  readonly #context: SocketContext;

  constructor(context: SocketContext) {
    this.#context = context;
  }

  /** To all of them, within the interval. */
  beat(connections: Iterable<Connection>): void {
    const { clock, doors } = this.#context;
    const due = [...connections].filter(({ subscriptions }) => subscriptions.size > 0);
    spreadOver(due, { clock, intervalMs: doors.heartbeatMs }, (part) => this.#beat(part));
  }

  #beat(part: readonly Connection[]): void {
    const { clock, service } = this.#context;
    const states = new Map<MarketView, object>();
    const stateIn = (view: MarketView): object => {
      const state = states.get(view) ?? stateOf(view);
      states.set(view, state);
      return state;
    };
    const defined = service.markets.views().filter(({ units }) => units !== null);
    const time_us = clock.nowUs();
    for (const connection of part) {
      if (!connection.isOpen || connection.isBehind) continue;
      const markets = defined.filter((view) => isFollowed(connection, view.market)).map(stateIn);
      connection.send(JSON.stringify({ type: 'heartbeat', time_us, markets }));
    }
  }
}

const isFollowed = ({ subscriptions }: Connection, market: string): boolean =>
  subscriptions.has('account') || CHANNELS.some((name) => subscriptions.has(`${name} ${market}`));

function stateOf(view: MarketView): object {
  const { market, sequence } = view;
  const last_trade_id = view.trades.last === null ? null : String(view.trades.last.tradeId);
  const crc32 = view.units === null ? 0 : bookChecksum(view.units, view);
  return { market, sequence, last_trade_id, crc32 };
}
