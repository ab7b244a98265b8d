/** A market whose orders may wait, and short ways to say so, for tests. */
import { OrderType, Side, TimeInForce, TriggerKind } from '../../../proto/messages.ts';
import { asked, MarketDesk, type Wish } from './market-desk.ts';
import { tell } from './told-event.ts';

export const stop = (priceTicks: number) => ({
  trigger: { kind: TriggerKind.stopLoss, priceTicks },
});
export const profit = (priceTicks: number) => ({
  trigger: { kind: TriggerKind.takeProfit, priceTicks },
});
export const MARKET: Wish = { type: OrderType.market, timeInForce: TimeInForce.ioc };

/** A market of rules version 2, and a session of its own that moves the price. */
export class Stops {
  readonly desk: MarketDesk;
  #orders = 0;

  constructor(changed: Wish = {}) {
    this.desk = MarketDesk.defined(changed);
    this.desk.send({ kind: 'RulesActivated', version: 2 });
    this.desk.send({ kind: 'SessionStarted', sessionId: 1, epoch: 1, node: 'n' });
  }

  /** A trade of one lot at this price, between two other accounts; what follows it. */
  trade(priceTicks: number): readonly string[] {
    const firstSequence = this.#orders + 1;
    const ids = [100 + firstSequence, 101 + firstSequence] as const;
    this.#orders += 2;
    const session = { sessionId: 1, sessionEpoch: 1, firstSequence };
    const { events } = this.desk.record(
      [
        asked(ids[0], Side.sell, `1@${priceTicks}`, { accountId: 8 }),
        asked(ids[1], Side.buy, `1@${priceTicks}`, { accountId: 9 }),
      ],
      session,
    );
    return events.map(tell).slice(4);
  }
}
