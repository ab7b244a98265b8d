import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../../ports/account-store/memory-account-store.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { decodeCommandBatch, encodeEventBatch } from '../../proto/codec.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../../proto/topics.ts';
import { Settlement } from '../settlement.ts';
import { MemoryEventLog } from './memory-event-log.ts';
import { RandomExchange } from './random-exchange.ts';
import { testPorts, until } from './test-ports.ts';

const identity = { name: 'settlement', pid: 1, version: 'test' };

/** An exchange that has traded; `log` has engines behind it, which answer whoever appends to it. */
export async function tradedExchange(): Promise<{
  readonly log: EventLog;
  readonly store: AccountStore;
}> {
  const log = new MemoryEventLog();
  const store = memoryAccountStore();
  const exchange = new RandomExchange(store, log);
  const { ports, logger } = testPorts({ log, accounts: store });
  const settlement = new Settlement({ ports, logger, identity });
  const running = settlement.run();
  const settled = () =>
    until('all is settled', async () => {
      for (const topic of await log.topics()) {
        if (topic.startsWith('commands.') && topic !== 'commands.ledger') continue;
        const { end } = await log.bounds(topic);
        const next = (await store.cursor(topic))?.nextLogOffset ?? 0;
        if (next < end - (topic === 'commands.ledger' ? 0 : 1)) return false;
      }
      return true;
    });
  await exchange.begin(settled);
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed;
  };
  for (let count = 0; count < 150; count += 1) {
    await exchange.move({ kind: next(), a: next(), b: next(), c: next(), d: next() });
  }
  await settled();
  settlement.stop();
  await running;
  const append: EventLog['append'] = async (topic, records) => {
    const first = await log.append(topic, records);
    const market = marketOfTopic(topic);
    const machine = market === null ? undefined : exchange.machines.get(market);
    if (market === null || machine === undefined || topic !== commandTopic(market)) return first;
    for (const [index, bytes] of records.entries()) {
      const events = machine.applyBatch(decodeCommandBatch(bytes), (first + index) as typeof first);
      await log.append(eventTopic(market), [encodeEventBatch(events)]);
    }
    return first;
  };
  const answered = new Proxy<EventLog>(log, {
    get: (target, name: keyof EventLog) => {
      if (name === 'append') return append;
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { log: answered, store };
}

export async function balancesOf(store: AccountStore): Promise<readonly string[]> {
  const { balances } = await store.inspect();
  return balances
    .map(({ accountId, asset, available, held }) => `${accountId} ${asset} ${available} ${held}`)
    .filter((row) => !row.endsWith(' 0 0'))
    .sort();
}
