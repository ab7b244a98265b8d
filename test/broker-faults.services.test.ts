/** Three brokers: one, two, or a frozen one are missing while clients trade. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { KafkaCluster } from '../scripts/services/kafka-cluster.ts';
import { TradingExchange } from './testing/trading-exchange.ts';

const BROKERS = [1, 2, 3];
const AWAY_MS = 5_000;
const FROZEN_MS = 45_000;

let cluster: KafkaCluster;
let trading: TradingExchange;

before(async () => {
  cluster = await KafkaCluster.start({ folder: temporaryFolder(), brokers: BROKERS.length });
});
after(() => cluster?.kill());
beforeEach(async () => {
  trading = await TradingExchange.start({ kafka: cluster.brokers.join(',') });
});
afterEach(() => trading?.close());

test('each broker in turn is killed: trading goes on within seconds, and nothing is lost', async () => {
  for (const id of BROKERS) {
    await cluster.killBroker(id);
    const waitedMs = await trading.trades();
    process.stdout.write(`broker ${id} killed: trading after ${Math.round(waitedMs)} ms\n`);
    await cluster.startBroker(id);
    await trading.trades();
    // Until the replicas are in sync again, the loss of another one stops the topics.
    await sleep(AWAY_MS);
  }
  await trading.assertAllWell();
});

test('two brokers are killed: nothing is acknowledged until they are back, then it goes on', async () => {
  await Promise.all([cluster.killBroker(2), cluster.killBroker(3)]);
  await sleep(2_000);
  const placed = trading.stream.counts.placed;
  await sleep(AWAY_MS);
  assert.equal(trading.stream.counts.placed, placed, 'an order was acknowledged without a quorum');
  cluster.launchBroker(2);
  await cluster.startBroker(3);
  const waitedMs = await trading.trades();
  process.stdout.write(`two of three: trading ${Math.round(waitedMs)} ms after their return\n`);
  await trading.assertAllWell();
});

test('a broker is frozen for 45 s: trading goes on without it', async () => {
  cluster.freezeBroker(1);
  const untilMs = performance.now() + FROZEN_MS;
  const waitedMs = await trading.trades();
  process.stdout.write(`broker 1 frozen: trading after ${Math.round(waitedMs)} ms\n`);
  while (performance.now() < untilMs) {
    await trading.trades();
    await sleep(500);
  }
  cluster.thawBroker(1);
  await trading.trades();
  await sleep(AWAY_MS);
  await trading.trades();
  await trading.assertAllWell();
});
