/** The first records of a simulated exchange: assets, accounts with money, and one market. */
import { encodeCommandBatch } from '../proto/codec.ts';
import type { Command, MarketDefinition } from '../proto/messages.ts';
import { RULES_VERSION_LATEST } from '../proto/rules-version.ts';
import { commandTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import {
  accountId,
  commandSequence,
  epoch,
  lots,
  minorUnits,
  money,
  ppm,
  priceTicks,
  sessionId,
  timestampUs,
} from '../proto/units.ts';
import type { SimCluster } from './cluster.ts';

export const MARKET = 'BTC-USD';
/** Little enough that some orders are refused for want of it. */
const FUNDS = [
  ['USD', 3_000_00000000n],
  ['BTC', 30_000_000n],
] as const;

const definition: MarketDefinition = {
  market: MARKET,
  baseAsset: 'BTC',
  baseScale: 8,
  quoteAsset: 'USD',
  quoteScale: 8,
  tickSize: '0.01',
  lotSize: '0.00001',
  minPriceTicks: priceTicks(1),
  maxPriceTicks: priceTicks(100_000_000),
  minQuantityLots: lots(1),
  maxQuantityLots: lots(9_000_000),
  minNotionalMinor: minorUnits(1),
  maxNotionalMinor: minorUnits(9_000_000_000_000_000),
  maxRestingOrders: 10_000,
  makerFeePpm: ppm(1_000),
  takerFeePpm: ppm(2_000),
};

export async function foundExchange(cluster: SimCluster, accounts: number): Promise<void> {
  const { log, scheduler } = cluster;
  const founding: Command[] = [
    { kind: 'DefineAsset', asset: 'BTC', scale: 8 },
    { kind: 'DefineAsset', asset: 'USD', scale: 8 },
  ];
  for (let id = 1; id <= accounts; id += 1) founding.push(...accountWithMoney(id));
  await log.createTopic(LEDGER_TOPIC);
  await log.append(LEDGER_TOPIC, [control(founding, scheduler.nowUs)]);
  await log.createTopic(commandTopic(MARKET));
  const define: Command = { kind: 'DefineMarket', definition };
  const rules: Command = { kind: 'RulesActivated', version: RULES_VERSION_LATEST };
  await log.append(commandTopic(MARKET), [control([rules, define], scheduler.nowUs)]);
}

function accountWithMoney(id: number): Command[] {
  const account = accountId(id);
  const own = { makerFeePpm: null, takerFeePpm: null };
  const deposits = FUNDS.map(
    ([asset, amount]): Command => ({
      kind: 'Deposit',
      transactionId: `fund-${id}-${asset}`,
      accountId: account,
      asset,
      amount: money(amount),
    }),
  );
  return [{ kind: 'OpenAccount', accountId: account, name: `account-${id}`, ...own }, ...deposits];
}

function control(commands: readonly Command[], nowUs: number): Uint8Array {
  return encodeCommandBatch({
    sessionId: sessionId(0),
    sessionEpoch: epoch(0),
    firstSequence: commandSequence(0),
    timestampUs: timestampUs(nowUs),
    prevHash: 0,
    commands,
  });
}
