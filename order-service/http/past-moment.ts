/** `at` of a read: a moment that the views it is put together from have reached. */

import { PROJECTION } from '../../ports/view-store/tables.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import type { TimestampUs } from '../../proto/units.ts';
import { type Moment, momentOf } from '../market-data/moment.ts';
import type { OrderService } from '../order-service.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type WaitedView, waitFor, waitForSequence, waitUntilMs } from './min-sequence.ts';

/** It must be over; who wants to wait for a sequence says `min_sequence`. */
export async function reachedMoment(
  service: OrderService,
  wanted: {
    readonly views: readonly WaitedView[];
    readonly market: string;
    readonly at: string;
  },
): Promise<Moment | Refusal> {
  const { views, market, at } = wanted;
  const moment = momentOf(at);
  if (moment === null) return refuse('MOMENT_OUT_OF_REACH', `there is no time ${at}`);
  const sequence = service.markets.view(market)?.sequence ?? 0;
  const isAhead =
    moment.kind === 'sequence'
      ? moment.sequence > sequence
      : moment.timestampUs > service.ports.clock.nowUs();
  if (isAhead) return refuse('MOMENT_OUT_OF_REACH', `${market} has not come to ${at}`);
  for (const view of views) {
    const late = await waitForSequence(service, view, String(sequence), market);
    if (late !== null) return late;
  }
  return moment;
}

/**
 * Of reads that span markets, which have no sequence in common: a time that is over, once the postings of
 * every market and of the ledger have been folded up to now.
 */
export async function reachedTime(
  service: OrderService,
  at: string,
): Promise<TimestampUs | Refusal> {
  const moment = momentOf(at);
  if (moment === null) return refuse('MOMENT_OUT_OF_REACH', `there is no time ${at}`);
  if (moment.kind === 'sequence') {
    return refuse('INVALID_COMBINATION', 'a sequence is of one market: `at` must be a time here');
  }
  if (moment.timestampUs > service.ports.clock.nowUs()) {
    return refuse('MOMENT_OUT_OF_REACH', `it is not ${at} yet`);
  }
  for (const { market, sequence } of service.markets.views()) {
    const late = await waitForSequence(service, PROJECTION.postings, String(sequence), market);
    if (late !== null) return late;
  }
  return (await ledgerBehind(service)) ?? moment.timestampUs;
}

/** null: the postings of the ledger are there. */
async function ledgerBehind(service: OrderService): Promise<Refusal | null> {
  const { end } = await service.ports.log.bounds(LEDGER_TOPIC);
  const isThere = async () =>
    (await service.history.reached(PROJECTION.postings, LEDGER_TOPIC)) >= end;
  const problem = 'the postings have not reached the ledger here';
  return waitFor(service, isThere, { untilMs: waitUntilMs(service), problem });
}
