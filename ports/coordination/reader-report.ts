import { epoch, offset, sequence } from '../../proto/units.ts';
import type { EventCursor } from '../event-log/event-cursor.ts';
import type { EventLog } from '../event-log/event-log.ts';
import type { MarketReport } from './coordination.ts';

/** What a reader of a market's log says of it. `cursor`: what it has stored; null: nothing yet. */
export async function readerReport(
  log: Pick<EventLog, 'bounds'>,
  reader: {
    readonly topic: string;
    readonly market: string;
    readonly cursor: EventCursor | null;
    readonly problem: string | null;
  },
): Promise<MarketReport> {
  const { topic, market, cursor, problem } = reader;
  const next = cursor?.nextLogOffset ?? offset(0);
  const { end } = await log.bounds(topic);
  return {
    market,
    role: 'reader',
    epoch: epoch(0),
    offset: next,
    sequence: cursor?.sequence ?? sequence(0),
    stateHash: null,
    lag: Math.max(0, end - next),
    problem,
  };
}
