/** The seam to prom-client: everything that Prometheus reads of this service. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { OrderService } from '../order-service.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { stageMetrics } from './stage-metrics.ts';
import { storageMetrics } from './storage-metrics.ts';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** `outcome`: an HTTP status or an error code; never an id. */
  request(route: string, outcome: string, seconds: number): void;
  order(outcome: string, seconds: number): void;
  socketsNow(count: number): void;
  slowConsumer(): void;
  close(): void;
}

export function serviceMetrics(service: OrderService): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new LatencyHistogram({
    name: 'exchange_http_request_seconds',
    help: 'HTTP requests by endpoint and outcome',
    boundsSeconds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  const orders = new LatencyHistogram({
    name: 'exchange_order_ack_seconds',
    help: 'From the request to its answer',
    boundsSeconds: [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  const sockets = new Gauge({ name: 'exchange_ws_clients', help: 'Open WebSockets', registers });
  const slow = new Counter({
    name: 'exchange_ws_slow_consumers_disconnected_total',
    help: 'WebSockets closed because they did not read',
    registers,
  });
  marketGauges(service, registers);
  const forgetStorage = storageMetrics(service.ports, registers);
  const trades = new Counter({
    name: 'exchange_trades_total',
    help: 'Trades read',
    labelNames: ['market'],
    registers,
  });
  const unsubscribe = service.onChange(({ market }, change) => {
    if (change.trades.length > 0) trades.inc({ market }, change.trades.length);
  });
  return {
    contentType: registry.contentType,
    text: async () => {
      const own = { name: service.name, stages: service.stages.report() };
      const latencies = `${requests.text()}\n${orders.text()}`;
      const stages = stageMetrics(service.ports.coordination, own);
      return `${await registry.metrics()}\n${latencies}\n${stages}`;
    },
    request: (route, outcome, seconds) =>
      requests.observe(`route="${route}",outcome="${outcome}"`, seconds),
    order: (outcome, seconds) => orders.observe(`outcome="${outcome}"`, seconds),
    socketsNow: (count) => sockets.set(count),
    slowConsumer: () => slow.inc(),
    close: () => {
      unsubscribe();
      forgetStorage();
      registry.clear();
    },
  };
}

function marketGauges(service: OrderService, registers: Registry[]): void {
  const gauge = (
    name: string,
    help: string,
    read: (market: ReturnType<OrderService['markets']['views']>[number]) => number,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: ['market'],
      registers,
      collect() {
        for (const view of service.markets.views()) {
          this.set({ market: view.market }, read(view));
        }
      },
    });
  gauge('exchange_sequence', 'Last event read', (view) => view.sequence);
  gauge('exchange_open_orders', 'Open orders', (view) => view.orders.openCount);
  gauge('exchange_market_status', '1 trading, 2 cancel-only, 3 halted', (view) => view.status);
  gauge(
    'exchange_book_levels',
    'Price levels of both sides',
    (view) => view.bids.levelCount + view.asks.levelCount,
  );
  new Gauge({
    name: 'exchange_commands_unanswered',
    help: 'Commands on their way',
    registers,
    collect() {
      this.set(service.commands.unsettledCount);
    },
  });
}
