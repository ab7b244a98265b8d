/**
 * The fold of one topic: keeps what the pure functions of ledger.ts and ledger-commands.ts must know
 * of the records before (the market's definition, open orders' sides, the ledger's sessions).
 */

import type { AccountStore, Effect, LedgerSession } from '../ports/account-store/account-store.ts';
import { assert } from '../proto/assert.ts';
import { type EventBatch, Side } from '../proto/messages.ts';
import { LEDGER_TOPIC, marketOfTopic } from '../proto/topics.ts';
import type { OrderId, SessionId } from '../proto/units.ts';
import type { SettlementRecord } from './events-in.ts';
import { marketEffects, type SettledMarket, settledMarket } from './ledger.ts';
import { ledgerEffects, sessionsNamed } from './ledger-commands.ts';

export interface TopicEffects {
  /** Must be asked for every record, in order. */
  effectsOf(record: SettlementRecord): Promise<readonly Effect[]>;
}

/** What was stored before the first record that this fold sees. */
export type Before = Pick<AccountStore, 'hold' | 'market' | 'ledgerSession'>;

/** For a topic that is read from its beginning. */
export const effectsOfNewTopic = (topic: string): TopicEffects =>
  effectsOfTopic(topic, {
    hold: async () => null,
    market: async () => null,
    ledgerSession: async () => null,
  });

export function effectsOfTopic(topic: string, before: Before): TopicEffects {
  if (topic === LEDGER_TOPIC) return new LedgerTopicEffects(before);
  const market = marketOfTopic(topic);
  assert(market !== null, `${topic} is not settled`);
  return new MarketTopicEffects(market, before);
}

class LedgerTopicEffects implements TopicEffects {
  readonly #before: Before;
  readonly #sessions = new Map<SessionId, LedgerSession | null>();

  constructor(before: Before) {
    this.#before = before;
  }

  async effectsOf(record: SettlementRecord): Promise<readonly Effect[]> {
    if (record.kind === 'poison') return [];
    assert(record.kind === 'commands', 'the ledger log holds commands');
    for (const sessionId of sessionsNamed(record.batch)) {
      if (this.#sessions.has(sessionId)) continue;
      this.#sessions.set(sessionId, await this.#before.ledgerSession(sessionId));
    }
    const result = ledgerEffects(record.batch, (id) => this.#sessions.get(id) ?? null);
    for (const [sessionId, session] of result.sessions) this.#sessions.set(sessionId, session);
    return result.effects;
  }
}

class MarketTopicEffects implements TopicEffects {
  readonly #name: string;
  readonly #before: Before;
  /** undefined: not looked up yet. */
  #market: SettledMarket | null | undefined;
  /** Of orders that opened since; those of before have a hold in the store that tells. */
  readonly #sides = new Map<OrderId, Side>();

  constructor(name: string, before: Before) {
    this.#name = name;
    this.#before = before;
  }

  async effectsOf(record: SettlementRecord): Promise<readonly Effect[]> {
    assert(record.kind === 'events', 'a market is settled from its events');
    if (this.#market === undefined) {
      const stored = await this.#before.market(this.#name);
      this.#market = stored === null ? null : settledMarket(stored);
    }
    const { batch } = record;
    this.#noteOpened(batch);
    await this.#lookUpSides(batch);
    const sideOf = (orderId: OrderId): Side | null => this.#sides.get(orderId) ?? null;
    const result = marketEffects(batch, this.#market, sideOf);
    this.#market = result.market;
    for (const effect of result.effects) {
      if (effect.kind === 'close-hold') this.#sides.delete(effect.orderId);
    }
    return result.effects;
  }

  #noteOpened(batch: EventBatch): void {
    for (const event of batch.events) {
      if (event.kind === 'OrderAccepted') this.#sides.set(event.orderId, event.side);
    }
  }

  async #lookUpSides(batch: EventBatch): Promise<void> {
    for (const event of batch.events) {
      if (event.kind !== 'AmendRejected' || event.priceTicks === null) continue;
      if (this.#sides.has(event.orderId)) continue;
      // Open, and opened before this fold began: so everything up to its opening is stored.
      const hold = await this.#before.hold(event.orderId);
      const market = this.#market;
      assert(market != null, `order ${event.orderId} is open in a market that is not defined`);
      // No hold: another settlement has gone on to where the order is over, and the store will pass over
      // this record. If it does not, the hold that is to be set is missing there: loud.
      const buys = hold === null || hold.asset === market.record.definition.quoteAsset;
      this.#sides.set(event.orderId, buys ? Side.buy : Side.sell);
    }
  }
}
