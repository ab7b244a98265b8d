import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeCommandBatch } from './codec.ts';
import { assertLimits, limits } from './limits.ts';
import type { CommandBatch } from './messages.ts';
import { commandSamples } from './testing/golden-samples.ts';

test('the limits do not contradict each other', () => {
  assertLimits();
});

test('the largest command of each kind fits commandBytesMax', () => {
  const lengths: Record<string, number> = {
    clientOrderId: limits.clientOrderIdBytesMax,
    node: limits.nodeNameBytesMax,
    reason: limits.reasonBytesMax,
    name: limits.accountNameBytesMax,
    transactionId: limits.transactionIdBytesMax,
  };
  for (const sample of commandSamples) {
    const command: Record<string, unknown> = { ...sample };
    for (const [field, bytes] of Object.entries(lengths)) {
      if (field in command) command[field] = 'x'.repeat(bytes);
    }
    if ('ipAllowList' in command) {
      command['ipAllowList'] = Array(limits.addressesPerApiKeyMax).fill('x'.repeat(43));
      command['sealedSecret'] = new Uint8Array(128);
    }
    assertFits(command, sample.kind);
    if ('ipAllowList' in command) {
      // An RSA key of 4096 bits, with as many addresses as may be beside it.
      command['ipAllowList'] = Array(5).fill('x'.repeat(43));
      command['sealedSecret'] = new Uint8Array(600);
      assertFits(command, 'an RSA key');
    }
  }
});

function assertFits(command: object, what: string): void {
  const header = { sessionId: 1, sessionEpoch: 1, firstSequence: 1, timestampUs: 1, prevHash: 0 };
  const batch = { ...header, commands: [command] } as unknown as CommandBatch;
  assert.ok(encodeCommandBatch(batch).length <= limits.commandBytesMax, what);
}
