/** Reads that wait until their view has an event: read your own writes. */

import type { ProjectionName } from '../../ports/view-store/tables.ts';
import { eventTopic } from '../../proto/topics.ts';
import type { OrderService } from '../order-service.ts';
import { type Refusal, refuse } from '../refusal.ts';

const POLL_MS = 5;

/** `live`: this service's own view; `balances`: the account store; else a projection. */
export type WaitedView = 'live' | 'balances' | ProjectionName;

type Wanted = readonly (readonly [market: string, sequence: number])[];

/** null: it is there. `market`: which one a bare number means. */
export async function waitForSequence(
  service: OrderService,
  view: WaitedView,
  text: string | undefined,
  market: string | null,
): Promise<Refusal | null> {
  if (text === undefined) return null;
  const wanted = parse(text, market ?? onlyMarket(service));
  if (wanted === null) {
    return refuse('INVALID_COMBINATION', 'min_sequence must name its market: BTC-USD:1042');
  }
  const untilMs = waitUntilMs(service);
  for (const [name, sequence] of wanted) {
    if (service.markets.view(name) === null) return refuse('UNKNOWN_MARKET', `no market ${name}`);
    const isThere = async () => (await reached(service, view, name)) >= sequence;
    const problem = `${name} has not reached ${sequence} here`;
    const late = await waitFor(service, isThere, { untilMs, problem });
    if (late !== null) return late;
  }
  return null;
}

/** How long a read that begins now may wait. */
export const waitUntilMs = ({ ports, limits }: OrderService): number =>
  ports.clock.monotonicMs() + limits.sequenceWaitMs;

/** null: it is there. */
export async function waitFor(
  { ports: { clock } }: OrderService,
  isThere: () => Promise<boolean>,
  { untilMs, problem }: { readonly untilMs: number; readonly problem: string },
): Promise<Refusal | null> {
  while (!(await isThere())) {
    if (clock.monotonicMs() > untilMs) return refuse('SEQUENCE_NOT_REACHED', problem);
    await clock.sleep(POLL_MS);
  }
  return null;
}

function onlyMarket(service: OrderService): string | null {
  const views = service.markets.views();
  return views.length === 1 ? views[0]!.market : null;
}

function parse(text: string, market: string | null): Wanted | null {
  if (/^\d+$/.test(text)) return market === null ? null : [[market, Number(text)]];
  return text.split(',').map((pair) => {
    const at = pair.lastIndexOf(':');
    return [pair.slice(0, at), Number(pair.slice(at + 1))] as const;
  });
}

async function reached(service: OrderService, view: WaitedView, market: string): Promise<number> {
  switch (view) {
    case 'live':
      return service.markets.view(market)?.sequence ?? 0;
    case 'balances':
      return (await service.ports.accounts.cursor(eventTopic(market)))?.sequence ?? 0;
    default:
      return service.history.sequence(view, market);
  }
}
