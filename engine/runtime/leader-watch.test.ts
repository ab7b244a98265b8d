import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type {
  Coordination,
  MarketRole,
  Peer,
  PeerState,
} from '../../ports/coordination/coordination.ts';
import { epoch, offset, sequence } from '../../proto/units.ts';
import { LeaderWatch } from './leader-watch.ts';

const MARKET = 'BTC-USD';
const timing = { silenceMs: 150, graceMs: 250, inactiveMs: 250, rankMs: 100, stallMs: 150 };

let peers: Peer[];
let watch: LeaderWatch;
let nowMs: number;
let emittedMs: number;

const peer = (name: string, state: PeerState, role: MarketRole | null): Peer => ({
  state,
  report: {
    name,
    service: 'engine',
    pid: 1,
    startedAtUs: 0,
    version: '',
    markets:
      role === null
        ? []
        : [
            {
              market: MARKET,
              role,
              epoch: epoch(1),
              offset: offset(0),
              sequence: sequence(0),
              stateHash: null,
              lag: 0,
              problem: null,
            },
          ],
  },
});

const watchOf = (node: string) =>
  new LeaderWatch({
    node,
    market: MARKET,
    coordination: { peers: () => peers } as unknown as Coordination,
    timing,
  });

beforeEach(() => {
  peers = [];
  nowMs = 1000;
  emittedMs = 0;
  watch = watchOf('engine-b');
});

/** Looks every heartbeat; how long until it wants to claim, up to 2 s. */
function claimsAfterMs(leader: string | null): number | null {
  const leadership = { epoch: epoch(leader === null ? 0 : 1), node: leader ?? '' };
  const startMs = nowMs;
  for (; nowMs - startMs <= 2000; nowMs += 25) {
    if (watch.look({ leadership, nowMs, emittedMs }) !== null) return nowMs - startMs;
  }
  return null;
}

describe('a standby claims', () => {
  it('at once when nobody leads yet, or it led before it started', () => {
    assert.equal(claimsAfterMs(null), 0);
    assert.equal(claimsAfterMs('engine-b'), 0);
  });

  it('at once when the leader is down, has diverged, or is silent', () => {
    peers = [peer('engine-a', 'down', 'primary')];
    assert.equal(claimsAfterMs('engine-a'), 0);
    peers = [peer('engine-a', 'up', 'diverged')];
    assert.equal(claimsAfterMs('engine-a'), 0);
    peers = [peer('engine-a', 'silent', 'primary')];
    assert.equal(claimsAfterMs('engine-a'), 0);
  });

  it('after a grace when it has not heard of the leader', () => {
    assert.equal(claimsAfterMs('engine-a'), 250);
  });

  it('after a while when the leader is up and does not act as one', () => {
    peers = [peer('engine-a', 'up', 'recovering')];
    assert.equal(claimsAfterMs('engine-a'), 250);
    peers = [peer('engine-a', 'up', null)];
    watch = watchOf('engine-b');
    assert.equal(claimsAfterMs('engine-a'), 250);
  });

  it('later when another standby comes first by name', () => {
    peers = [
      peer('engine-c', 'down', 'primary'),
      peer('engine-a', 'up', 'standby'),
      peer('engine-d', 'up', 'standby'),
    ];
    assert.equal(claimsAfterMs('engine-c'), 100);
  });
});

describe('a standby does not claim', () => {
  it('while the leader is up and leads, or is halted as everyone is', () => {
    for (const role of ['primary', 'halted'] as const) {
      peers = [peer('engine-a', 'up', role)];
      assert.equal(claimsAfterMs('engine-a'), null);
    }
  });

  it('while only the heartbeats are lost and outputs still come', () => {
    peers = [peer('engine-a', 'silent', 'primary')];
    emittedMs = 900;
    assert.equal(claimsAfterMs('engine-a'), 50);
  });

  it('right after it was stalled itself', () => {
    peers = [peer('engine-a', 'up', 'primary')];
    const leadership = { epoch: epoch(1), node: 'engine-a' };
    watch.look({ leadership, nowMs, emittedMs });
    nowMs += 5000;
    peers = [peer('engine-a', 'silent', 'primary')];
    assert.equal(watch.look({ leadership, nowMs, emittedMs }), null);
    assert.equal(claimsAfterMs('engine-a'), 150);
  });
});
