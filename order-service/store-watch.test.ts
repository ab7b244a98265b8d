import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AccountStore, AccountStoreError } from '../ports/account-store/account-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { epoch, sessionId } from '../proto/units.ts';
import { StoreWatch } from './store-watch.ts';

class TrialStore {
  full = false;

  async admit(): Promise<readonly []> {
    if (this.full) throw new AccountStoreError('ACCOUNT_STORE_FULL', 'no space left');
    return [];
  }

  async sessionEpoch() {
    return epoch(1);
  }
}

describe('the watch of an account store', () => {
  it('tells that a store takes nothing, for some seconds after it refused', async () => {
    let nowMs = 0;
    const store = new TrialStore();
    const clock = { ...systemClock, monotonicMs: () => nowMs };
    const watch = new StoreWatch({ store: store as unknown as AccountStore, clock });
    const admit = () => watch.store.admit(sessionId(1), []);
    await admit();
    assert.equal(watch.problem, null);
    store.full = true;
    await assert.rejects(admit(), { code: 'ACCOUNT_STORE_FULL' });
    assert.match(watch.problem ?? '', /no space left/);
    nowMs += 1_999;
    assert.match(watch.problem ?? '', /no space left/);
    nowMs += 1;
    assert.equal(watch.problem, null, 'whoever asks now finds out');
  });
});
