/** What the exchange says of itself. */
import type { MarketReport, Peer } from '../../ports/coordination/coordination.ts';
import type { OrderService } from '../order-service.ts';
import { rfc3339, statusName } from '../presentation.ts';
import { readiness } from '../readiness.ts';
import { lastSnapshot } from './last-snapshot.ts';
import type { Metrics } from './metrics.ts';
import { string } from './reply-schemas.ts';
import { answer, type Route, route } from './route.ts';
import * as schemas from './status-schemas.ts';

const tag = 'status';

export interface ProcessIdentity {
  readonly pid: number;
  readonly version: string;
}

export function statusRoutes(
  service: OrderService,
  options: { readonly identity: ProcessIdentity; readonly metrics: Metrics },
): readonly Route[] {
  const { identity, metrics } = options;
  const plain = { tag, scope: null } as const;
  return [
    route({
      ...plain,
      method: 'GET',
      path: '/v1/status',
      summary: 'Roles, epochs, offsets, sequences, lag, last snapshots, durability',
      replies: { 200: schemas.status },
      handle: async () => answer(200, await statusJson(service, identity)),
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/v1/time',
      summary: "The exchange's clock, for signing",
      replies: { 200: schemas.time },
      handle: () => {
        const nowUs = service.ports.clock.nowUs();
        return answer(200, {
          time: rfc3339(nowUs),
          time_us: nowUs,
          time_ms: Math.floor(nowUs / 1000),
        });
      },
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/healthz',
      summary: 'The process is alive',
      replies: { 200: schemas.health },
      handle: () => answer(200, { status: 'ok', durability: service.ports.log.durability }),
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/readyz',
      summary: 'Orders are accepted (200), or what is missing (503)',
      replies: { 200: schemas.readiness, 503: schemas.readiness },
      handle: () => {
        const checks = readiness(service);
        const isReady = checks.every(({ ok }) => ok);
        return answer(isReady ? 200 : 503, { ready: isReady, checks });
      },
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/metrics',
      summary: 'Metrics in the Prometheus text format',
      replies: { 200: { content: { 'text/plain': { schema: string } } } },
      handle: async () => ({
        ...answer(200, await metrics.text()),
        contentType: metrics.contentType,
      }),
    }),
  ];
}

async function statusJson(service: OrderService, identity: ProcessIdentity): Promise<object> {
  const peers = service.ports.coordination.peers();
  const markets: object[] = [];
  for (const view of service.markets.views())
    markets.push(await marketStatus(service, view.market, peers));
  const own = {
    service: 'order-service',
    name: service.name,
    state: 'up',
    role: null,
    pid: identity.pid,
    version: identity.version,
    markets: service.markets.views().map(({ market }) => market),
    epoch: service.epoch,
    offset: null,
    sequence: null,
    lag: null,
  };
  return {
    durability: service.ports.log.durability,
    markets,
    processes: [own, ...peers.map(processStatus)],
  };
}

async function marketStatus(
  service: OrderService,
  market: string,
  peers: readonly Peer[],
): Promise<object> {
  const desk = service.markets.desk(market);
  const view = service.markets.view(market);
  const lead = leaderOf(market, peers);
  const newest = await lastSnapshot(service.ports.snapshots, market, peers);
  const halted = service.markets.haltedBecause(market);
  const cursor = desk?.events.cursor ?? null;
  return {
    market,
    status: halted !== null ? 'halted' : view === null ? null : statusName(view.status),
    problem: halted,
    open_for_orders: desk?.state === 'open',
    epoch: lead?.epoch ?? null,
    offset: cursor === null ? null : cursor.inputOffset,
    sequence: view?.sequence ?? null,
    state_hash: lead?.stateHash ?? null,
    event_hash: cursor?.eventHash ?? null,
    open_orders: view?.orders.openCount ?? null,
    last_snapshot:
      newest === null
        ? null
        : { offset: newest.offset, taken_at: rfc3339(newest.timestampUs), bytes: newest.bytes },
  };
}

function leaderOf(market: string, peers: readonly Peer[]): MarketReport | null {
  for (const { report, state } of peers) {
    if (report.service !== 'engine' || state === 'down') continue;
    const own = report.markets.find((each) => each.market === market && each.role === 'primary');
    if (own !== undefined) return own;
  }
  return null;
}

/** One role where all its markets have it, else null; the markets tell each. */
function processStatus({ report, state }: Peer): object {
  const { markets } = report;
  const only = markets.length === 1 ? markets[0]! : null;
  const roles = new Set(markets.map(({ role }) => role));
  const [role = null] = roles.size === 1 ? roles : [];
  return {
    service: report.service,
    name: report.name,
    state,
    role,
    pid: report.pid,
    version: report.version,
    markets: markets.map((own) => ({
      market: own.market,
      role: own.role,
      epoch: own.epoch,
      offset: own.offset,
      sequence: own.sequence,
      state_hash: own.stateHash,
      lag: own.lag,
      problem: own.problem,
    })),
    epoch: markets.reduce((most, own) => Math.max(most, own.epoch), 0),
    offset: only?.offset ?? null,
    sequence: only?.sequence ?? null,
    lag: markets.reduce((most, own) => Math.max(most, own.lag), 0),
  };
}
