import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RejectReason } from '../proto/messages.ts';
import { lots, offset, orderId, priceTicks } from '../proto/units.ts';
import { ALICE, batchOf, definition } from './testing/samples.ts';
import { effectsOfTopic } from './topic-effects.ts';

test('a refused amend whose order another settlement has seen end is left to the store to judge', async () => {
  const fold = effectsOfTopic('events.BTC-USD', {
    hold: async () => null,
    market: async () => ({ definition: definition(), status: 1 }),
    ledgerSession: async () => null,
  });
  const batch = batchOf([
    {
      kind: 'AmendRejected',
      orderId: orderId(7),
      accountId: ALICE,
      reason: RejectReason.nothingToAmend,
      priceTicks: priceTicks(100),
      remainingLots: lots(3),
    },
  ]);
  const record = { kind: 'events', batch, at: offset(0) } as never;
  const effects = await fold.effectsOf(record);
  assert.deepEqual(
    effects.map((effect) => effect.kind === 'set-hold' && effect.orderId),
    [7],
  );
});
