/** A snapshot of accounts with every kind of row and every end of a range. For tests only. */
import type { AccountSnapshot } from '../account-snapshot-messages.ts';
import { commands, definition, UINT53_MAX } from './golden-samples.ts';

const UINT32_MAX = 2 ** 32 - 1;
const fact = (kind: keyof typeof commands) => ({ kind, ...commands[kind] });

export const accountSnapshotSample = {
  timestampUs: 1_795_255_200_000_000,
  topics: [
    {
      topic: 'commands.ledger',
      nextLogOffset: 1,
      inputOffset: 0,
      sequence: 1,
      eventHash: '0000000000000000',
      lastRecordCrc32c: UINT32_MAX,
      sessions: [],
    },
    {
      topic: 'events.BTC-USD',
      nextLogOffset: 2 ** 40,
      inputOffset: UINT53_MAX,
      sequence: UINT53_MAX,
      eventHash: 'fedcba9876543210',
      lastRecordCrc32c: 0,
      sessions: [
        { sessionId: 1, epoch: UINT32_MAX },
        { sessionId: 255, epoch: 1 },
      ],
    },
  ],
  ledger: [
    fact('DefineAsset'),
    fact('OpenAccount'),
    fact('DefineFeeTier'),
    fact('CreateApiKey'),
    fact('RevokeApiKey'),
    fact('Deposit'),
    fact('Withdraw'),
  ],
  markets: [{ definition, status: 2 }],
  ledgerSessions: [
    {
      sessionId: 1,
      epoch: 3,
      lastSequence: 2 ** 33,
      previousEpoch: 2,
      previousLastSequence: UINT53_MAX,
    },
  ],
  purses: [
    { accountId: 0, asset: 'USD', tradedNet: 2n ** 63n - 1n },
    { accountId: UINT32_MAX, asset: 'BTC', tradedNet: -(2n ** 63n) },
  ],
  orders: [
    {
      purse: 1,
      market: 0,
      orderId: 2 ** 45 + 1,
      held: 2n ** 53n + 1n,
      openedUs: 1_795_255_200_000_000,
      closedUs: null,
      clientOrderId: 'client-1',
      isLastSpender: false,
      isForgotten: false,
    },
    {
      purse: 1,
      market: 0,
      orderId: UINT53_MAX,
      held: 0n,
      openedUs: 0,
      closedUs: 0,
      clientOrderId: '',
      isLastSpender: true,
      isForgotten: true,
    },
  ],
} as unknown as AccountSnapshot;
