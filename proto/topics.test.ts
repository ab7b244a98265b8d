import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandTopic, eventTopic, LEDGER_TOPIC, marketOfTopic } from './topics.ts';

test('the market of a topic is the one that it was named for', () => {
  assert.equal(commandTopic('BTC-USD'), 'commands.BTC-USD');
  assert.equal(eventTopic('BTC-USD'), 'events.BTC-USD');
  assert.equal(marketOfTopic(commandTopic('BTC-USD')), 'BTC-USD');
  assert.equal(marketOfTopic(eventTopic('ETH-USD')), 'ETH-USD');
});

test('the ledger and foreign names have no market', () => {
  for (const topic of [LEDGER_TOPIC, 'commands.', 'commands.BTC', 'other.BTC-USD', 'BTC-USD', '']) {
    assert.equal(marketOfTopic(topic), null);
  }
});
