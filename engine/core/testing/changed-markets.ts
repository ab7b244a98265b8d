/** Changes of a market's rules in a random flow: mild ones, so that it trades on, and impossible ones. */
import type { Command, MarketDefinition } from '../../../proto/messages.ts';
import { definitionWith } from './market-fixture.ts';
import type { Random } from './random.ts';

/** `room`: what the market was defined with. */
export function changeOfMarket(random: Random, room: object): Command {
  const changes: readonly object[] = [
    {},
    {},
    { priceStepTicks: 2 },
    { quantityStepLots: 3 },
    { priceStepTicks: 1, quantityStepLots: 2, minQuantityLots: 2, makerFeePpm: 10 },
    { bidBandPpm: 200_000, askBandPpm: 200_000 },
    { minPriceTicks: 30, maxPriceTicks: 2_000_000, maxNotionalMinor: 2 ** 45 },
    { maxOpenOrders: 5 },
    // None of these is possible.
    { lotSize: '0.01' },
    { market: 'ETH-USD' },
    { maxRestingOrders: 9 },
    { minPriceTicks: 5, maxPriceTicks: 4 },
  ];
  const definition = definitionWith({ ...room, ...random.pick(changes) });
  return { kind: 'ChangeMarket', definition: definition as MarketDefinition };
}
