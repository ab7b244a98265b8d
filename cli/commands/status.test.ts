import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExchangeStatus, MarketDuty, ProcessState } from '../../client/api-types.ts';
import { problemLines } from './status.ts';

const duty = (role: MarketDuty['role'], problem: string | null): MarketDuty => ({
  market: 'BTC-USD',
  role,
  epoch: 1,
  offset: 7,
  sequence: 9,
  state_hash: null,
  lag: 0,
  problem,
});

const engine = (
  name: string,
  own: MarketDuty,
  state: ProcessState['state'] = 'up',
): ProcessState => ({
  service: 'engine',
  name,
  state,
  role: own.role,
  pid: 1,
  markets: [own],
  epoch: 1,
  offset: 7,
  sequence: 9,
  lag: 0,
});

const market = (problem: string | null): ExchangeStatus['markets'][number] => ({
  market: 'BTC-USD',
  status: 'trading',
  problem,
  open_for_orders: true,
  epoch: 1,
  offset: 7,
  sequence: 9,
  state_hash: null,
  event_hash: null,
  open_orders: 0,
  last_snapshot: null,
});

describe('the problems that status tells', () => {
  it('are those of markets, and of the processes that run', () => {
    const diverged = duty('diverged', 'state hash differs at sequence 9');
    const processes = [
      engine('engine-a', duty('primary', null)),
      engine('engine-b', diverged),
      engine('engine-c', diverged, 'down'),
    ];
    assert.deepEqual(problemLines({ markets: [market('halted at 7')], processes }), [
      'BTC-USD: halted at 7',
      'engine-b, BTC-USD: state hash differs at sequence 9',
    ]);
    assert.deepEqual(problemLines({ markets: [market(null)], processes: [] }), []);
  });
});
