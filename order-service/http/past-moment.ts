/** `at` of a read: a moment that the view it is asked of has reached. */
import { type Moment, momentOf } from '../market-data/moment.ts';
import type { OrderService } from '../order-service.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type WaitedView, waitForSequence } from './min-sequence.ts';

/** A sequence is waited for, as `min_sequence` is; a time must be over. */
export async function reachedMoment(
  service: OrderService,
  wanted: { readonly view: WaitedView; readonly market: string; readonly at: string },
): Promise<Moment | Refusal> {
  const { view, market, at } = wanted;
  const moment = momentOf(at);
  if (moment === null) return refuse('INVALID_FIELD', 'at is no time that there is');
  if (moment.kind === 'time' && moment.timestampUs > service.ports.clock.nowUs()) {
    return refuse('INVALID_FIELD', 'at is in the future');
  }
  const live = service.markets.view(market)?.sequence ?? 0;
  const sequence = moment.kind === 'sequence' ? moment.sequence : live;
  return (await waitForSequence(service, view, String(sequence), market)) ?? moment;
}
