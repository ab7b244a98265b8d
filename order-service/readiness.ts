/** Whether orders are accepted now, and if not, what is missing. */
import type { Peer } from '../ports/coordination/coordination.ts';
import { commandTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import type { OrderService } from './order-service.ts';

export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const check = (name: string, problem: string | null): ReadinessCheck => ({
  name,
  ok: problem === null,
  detail: problem ?? 'ok',
});

export function readiness(service: OrderService): readonly ReadinessCheck[] {
  const { markets, commands, ledger } = service;
  const peers = service.ports.coordination.peers();
  const checks = [
    check('session', service.isBroken ? 'broken: restarting' : null),
    check('accounts', service.accountsProblem),
    check(LEDGER_TOPIC, ledger.isOpen ? commands.problem(LEDGER_TOPIC) : 'not open: settlement?'),
  ];
  const coming = markets.names().filter((market) => markets.desk(market) === null);
  if (coming.length > 0) checks.push(check('markets', `${coming.length} being opened`));
  for (const desk of markets.desks()) {
    checks.push(check(desk.market, marketProblem(service, desk.market, peers)));
  }
  return checks;
}

/** A halted market refuses orders by its own answer; it does not make the exchange unready. */
function marketProblem(
  service: OrderService,
  market: string,
  peers: readonly Peer[],
): string | null {
  if (service.markets.haltedBecause(market) !== null) return null;
  if (service.markets.desk(market)?.state !== 'open') return 'not open: no engine answers yet';
  const topic = commandTopic(market);
  return service.commands.problem(topic) ?? primaryProblem(market, peers);
}

/** Only where the engines are known at all: hints may be missing, and orders still work. */
function primaryProblem(market: string, peers: readonly Peer[]): string | null {
  const reports = peers
    .filter(({ report }) => report.service === 'engine')
    .flatMap(({ report, state }) =>
      report.markets.filter((own) => own.market === market).map((own) => ({ ...own, state })),
    );
  if (reports.length === 0) return null;
  const leads = reports.some(({ role, state }) => role === 'primary' && state === 'up');
  return leads ? null : 'no primary';
}
