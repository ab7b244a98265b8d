/** `at` of a read: a moment that the view it is asked of has reached. */
import { type Moment, momentOf } from '../market-data/moment.ts';
import type { OrderService } from '../order-service.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type WaitedView, waitForSequence } from './min-sequence.ts';

/** It must be over; who wants to wait for a sequence says `min_sequence`. */
export async function reachedMoment(
  service: OrderService,
  wanted: { readonly view: WaitedView; readonly market: string; readonly at: string },
): Promise<Moment | Refusal> {
  const { view, market, at } = wanted;
  const moment = momentOf(at);
  if (moment === null) return refuse('MOMENT_OUT_OF_REACH', `there is no time ${at}`);
  const sequence = service.markets.view(market)?.sequence ?? 0;
  const isAhead =
    moment.kind === 'sequence'
      ? moment.sequence > sequence
      : moment.timestampUs > service.ports.clock.nowUs();
  if (isAhead) return refuse('MOMENT_OUT_OF_REACH', `${market} has not come to ${at}`);
  return (await waitForSequence(service, view, String(sequence), market)) ?? moment;
}
