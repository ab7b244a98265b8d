import type { EventLog } from '../../ports/event-log/event-log.ts';
import type { Ports } from '../../ports/ports.ts';
import { limits } from '../../proto/limits.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../../proto/topics.ts';
import { isPassing } from './retrying.ts';

/** Which markets a process serves. */
export type MarketSelection = 'all' | readonly string[];

/** "all", or market names separated by commas. */
export function marketSelection(text: string): MarketSelection {
  if (text === 'all') return 'all';
  return text
    .split(',')
    .map((market) => market.trim())
    .filter((market) => market !== '');
}

/**
 * Finds the markets that exist and those that come: each has a command log. Calls `onMarket` once for
 * each, with its event log created. Ends when `isOver`. While the log is away it looks again later.
 * Throws EventLogError.
 */
export async function discoverMarkets(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  options: {
    readonly selection: MarketSelection;
    readonly isOver: () => boolean;
    readonly onMarket: (market: string) => void;
  },
): Promise<void> {
  const known = new Set<string>();
  while (!options.isOver()) {
    try {
      for (const market of await selectedMarkets(log, options.selection)) {
        if (known.has(market)) continue;
        await log.createTopic(eventTopic(market));
        if (options.isOver()) return;
        known.add(market);
        options.onMarket(market);
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await clock.sleep(limits.topicPollMs);
  }
}

async function selectedMarkets(
  log: Pick<EventLog, 'topics'>,
  selection: MarketSelection,
): Promise<readonly string[]> {
  const markets: string[] = [];
  for (const topic of await log.topics()) {
    const market = marketOfTopic(topic);
    if (market === null || topic !== commandTopic(market)) continue;
    if (selection === 'all' || selection.includes(market)) markets.push(market);
  }
  return markets;
}
