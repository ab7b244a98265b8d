import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExchangeStatus, MarketDuty, ProcessState } from '../client/api-types.ts';
import {
  engineWithRole,
  everyMarketHasStandby,
  everyMarketIsLedWithout,
  ofRunning,
} from './engine-roles.ts';

const duty = (market: string, role: MarketDuty['role']): MarketDuty => ({
  market,
  role,
  epoch: 1,
  offset: 1,
  sequence: 1,
  state_hash: null,
  lag: 0,
  problem: null,
});

function engine(name: string, state: ProcessState['state'], ...markets: MarketDuty[]) {
  const rest = { epoch: 1, offset: null, sequence: null, lag: 0, role: null };
  return { service: 'engine', name, state, pid: name.length, markets, ...rest } as const;
}

const status = (...processes: ProcessState[]): ExchangeStatus => ({
  durability: 'disk',
  markets: ['BTC-USD', 'ETH-USD'].map((market) => ({
    market,
    status: 'trading',
    problem: null,
    open_for_orders: true,
    epoch: 1,
    offset: 1,
    sequence: 1,
    state_hash: null,
    event_hash: null,
    open_orders: 0,
    last_snapshot: null,
  })),
  processes,
});

test('an engine may lead one market and stand by for another', () => {
  const both = status(
    engine('engine-a', 'up', duty('BTC-USD', 'primary'), duty('ETH-USD', 'standby')),
    engine('engine-b', 'up', duty('BTC-USD', 'standby'), duty('ETH-USD', 'primary')),
  );
  assert.equal(engineWithRole(both, 'primary', null)?.name, 'engine-a');
  assert.equal(engineWithRole(both, 'primary', 'ETH-USD')?.name, 'engine-b');
  assert.equal(engineWithRole(both, 'standby', 'ETH-USD')?.name, 'engine-a');
  assert.equal(engineWithRole(both, 'primary', 'DOGE-USD'), null);
  assert.equal(everyMarketHasStandby(both), true);
});

test('one that is down or still recovering is no standby', () => {
  const lead = engine('engine-a', 'up', duty('BTC-USD', 'primary'), duty('ETH-USD', 'primary'));
  const down = engine('engine-b', 'down', duty('BTC-USD', 'standby'), duty('ETH-USD', 'standby'));
  const recovering = engine(
    ...(['engine-b', 'up', duty('BTC-USD', 'standby'), duty('ETH-USD', 'recovering')] as const),
  );
  for (const other of [down, recovering]) {
    assert.equal(everyMarketHasStandby(status(lead, other)), false);
  }
  assert.equal(engineWithRole(status(lead, down), 'standby', null), null);
  assert.equal(everyMarketHasStandby({ ...status(lead), markets: [] }), false);
});

test('the last words of one that was killed make no standby', () => {
  const seen = status(
    engine('engine-a', 'up', duty('BTC-USD', 'primary'), duty('ETH-USD', 'primary')),
    engine('engine-bee', 'up', duty('BTC-USD', 'standby'), duty('ETH-USD', 'standby')),
  );
  const [a, b] = seen.processes;
  assert.ok(a !== undefined && b !== undefined);
  assert.equal(everyMarketHasStandby(ofRunning(seen, [a, b])), true);
  // engine-a is gone; engine-bee leads by now, and neither is known here yet.
  assert.equal(everyMarketHasStandby(ofRunning(seen, [b])), false);
  // It has come again, and has said nothing yet.
  const again = { name: a.name, pid: 4711 };
  assert.equal(everyMarketHasStandby(ofRunning(seen, [again, b])), false);
  assert.equal(engineWithRole(ofRunning(seen, [again, b]), 'primary', null), null);
});

test('markets are led without one when others are primary of all of them', () => {
  const lead = engine('engine-a', 'up', duty('BTC-USD', 'primary'), duty('ETH-USD', 'primary'));
  const standby = engine(
    'engine-bee',
    'up',
    duty('BTC-USD', 'primary'),
    duty('ETH-USD', 'standby'),
  );
  const leadToo = engine(
    'engine-bee',
    'up',
    duty('BTC-USD', 'primary'),
    duty('ETH-USD', 'primary'),
  );
  assert.equal(everyMarketIsLedWithout(status(lead, standby), lead.pid), false);
  assert.equal(everyMarketIsLedWithout(status(lead, leadToo), lead.pid), true);
  assert.equal(everyMarketIsLedWithout(status(lead, leadToo), 4711), true);
  assert.equal(everyMarketIsLedWithout({ ...status(lead), markets: [] }, 4711), false);
});
