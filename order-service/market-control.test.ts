import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountStatus, MarketStatus } from '../proto/messages.ts';
import { accountId } from '../proto/units.ts';
import { MarketControl, type MarketControlOptions } from './market-control.ts';
import { beingOpened } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

test('what is for all markets is not done while one of them is not read yet', async () => {
  const markets = { views: () => [], notAll: beingOpened('BTC-USD') };
  const control = new MarketControl(
    {} as ServiceContext,
    { markets } as unknown as MarketControlOptions,
  );
  const reason = 'test';
  const halted = await control.changeStatusEverywhere({ status: MarketStatus.halted, reason });
  const account = { accountId: accountId(1), status: AccountStatus.blocked, reason };
  const blocked = await control.changeAccountStatus(account);
  assert.deepEqual([halted, blocked], [beingOpened('BTC-USD'), beingOpened('BTC-USD')]);
});
