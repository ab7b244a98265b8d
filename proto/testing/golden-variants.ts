/** Messages with fields that came later, by the name of their golden file. For tests only. */
import type { Command, Event, MarketSnapshot } from '../messages.ts';
import { commands, definition, events, snapshotSample, UINT53_MAX } from './golden-samples.ts';

const stop = { kind: 1, priceTicks: 6_400_000 };
export const commandVariants: Readonly<Record<string, Command>> = {
  'PlaceOrder-trigger': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    trigger: stop,
  } as unknown as Command,
  'PlaceOrder-self-trade': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    selfTradePrevention: 3,
  } as unknown as Command,
  'PlaceOrder-decrement': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    selfTradePrevention: 4,
  } as unknown as Command,
  'PlaceOrder-good-till': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    goodTillUs: UINT53_MAX,
  } as unknown as Command,
  'PlaceOrder-iceberg': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    selfTradePrevention: 1,
    displayLots: UINT53_MAX,
  } as unknown as Command,
  'PlaceOrder-replaces': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    replaces: { orderId: UINT53_MAX, rule: 2 },
  } as unknown as Command,
  'PlaceOrder-replaces-held': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    displayLots: 7,
    replaces: { orderId: 1, rule: 1, held: { priceTicks: 2 ** 31 - 1, lots: UINT53_MAX } },
  } as unknown as Command,
  'PlaceOrder-quote-target': {
    kind: 'PlaceOrder',
    ...commands.PlaceOrder,
    selfTradePrevention: 2,
    quoteTargetMinor: UINT53_MAX,
  } as unknown as Command,
  'AmendOrder-self-trade': {
    kind: 'AmendOrder',
    ...commands.AmendOrder,
    selfTradePrevention: 1,
  } as unknown as Command,
  'OpenAccount-fee-tier': {
    kind: 'OpenAccount',
    ...commands.OpenAccount,
    feeTier: 'market-maker',
  } as unknown as Command,
  'DefineMarket-open-orders': {
    kind: 'DefineMarket',
    definition: { ...definition, maxOpenOrders: 200 },
  } as unknown as Command,
  'DefineMarket-bands': {
    kind: 'DefineMarket',
    definition: { ...definition, bidBandPpm: 50_000, askBandPpm: 999_999 },
  } as unknown as Command,
};
export const eventVariants: Readonly<Record<string, Event>> = {
  'OrderAccepted-trigger': {
    kind: 'OrderAccepted',
    ...events.OrderAccepted,
    trigger: { kind: 2, priceTicks: 2 ** 31 - 1 },
    commandIndex: 0,
  } as unknown as Event,
  'OrderAccepted-self-trade': {
    kind: 'OrderAccepted',
    ...events.OrderAccepted,
    selfTradePrevention: 2,
    commandIndex: 0,
  } as unknown as Event,
  'OrderAccepted-good-till': {
    kind: 'OrderAccepted',
    ...events.OrderAccepted,
    selfTradePrevention: 4,
    goodTillUs: 1_764_428_400_000_000,
    commandIndex: 0,
  } as unknown as Event,
  'OrderAccepted-iceberg': {
    kind: 'OrderAccepted',
    ...events.OrderAccepted,
    displayLots: 2 ** 33,
    commandIndex: 0,
  } as unknown as Event,
  'OrderRested-iceberg': {
    kind: 'OrderRested',
    ...events.OrderRested,
    displayLots: UINT53_MAX,
    commandIndex: 0,
  } as unknown as Event,
  'OrderTriggered-iceberg': {
    kind: 'OrderTriggered',
    ...events.OrderTriggered,
    displayLots: 2 ** 40 + 3,
    commandIndex: 0,
  } as unknown as Event,
  'OrderAmended-iceberg': {
    kind: 'OrderAmended',
    ...events.OrderAmended,
    shownLots: 5,
    commandIndex: 0,
  } as unknown as Event,
  'OrderDone-iceberg': {
    kind: 'OrderDone',
    ...events.OrderDone,
    shownLots: 2 ** 34 + 1,
    commandIndex: 0,
  } as unknown as Event,
  'TradePrevented-iceberg': {
    kind: 'TradePrevented',
    ...events.TradePrevented,
    makerShownLots: 0,
    commandIndex: 0,
  } as unknown as Event,
  'TradePrevented-by-quote': {
    kind: 'TradePrevented',
    ...events.TradePrevented,
    takerLimitTicks: null,
    commandIndex: 0,
  } as unknown as Event,
  'OrderDone-self-trade': {
    kind: 'OrderDone',
    ...events.OrderDone,
    reason: 7,
    commandIndex: 0,
  } as unknown as Event,
};

const waitingOrder = {
  orderId: UINT53_MAX,
  accountId: 12,
  side: 2,
  type: 1,
  timeInForce: 1,
  priceTicks: 6_390_000,
  quantityLots: 2 ** 33,
  quoteBudgetMinor: 0,
  makerFeePpm: 1000,
  takerFeePpm: 2000,
  trigger: stop,
  placement: 18,
};
export const snapshotVariants: Readonly<Record<string, MarketSnapshot>> = {
  'MarketSnapshot-blocked': {
    ...snapshotSample,
    blockedAccounts: [0, 12, 2 ** 32 - 1],
  } as unknown as MarketSnapshot,
  'MarketSnapshot-icebergs': {
    ...snapshotSample,
    icebergs: [
      { orderId: 2 ** 45 + 5, displayLots: 2 ** 32, shownLots: 1 },
      { orderId: UINT53_MAX, displayLots: UINT53_MAX, shownLots: UINT53_MAX },
    ],
  } as unknown as MarketSnapshot,
  'MarketSnapshot-expiring': {
    ...snapshotSample,
    expiring: [
      { orderId: 2 ** 45 + 9, goodTillUs: 1 },
      { orderId: 7, goodTillUs: UINT53_MAX },
    ],
  } as unknown as MarketSnapshot,
  'MarketSnapshot-waiting-parts': {
    ...snapshotSample,
    rulesVersion: 3,
    triggers: {
      lastPriceTicks: 0,
      waiting: [
        { ...waitingOrder, displayLots: 1 },
        { ...waitingOrder, orderId: 2 ** 45 + 12, selfTradePrevention: 2, displayLots: UINT53_MAX },
      ],
    },
  } as unknown as MarketSnapshot,
  'MarketSnapshot-waiting': {
    ...snapshotSample,
    rulesVersion: 2,
    triggers: {
      lastPriceTicks: 6_412_345,
      waiting: [
        waitingOrder,
        {
          ...waitingOrder,
          orderId: 2 ** 45 + 11,
          accountId: 0,
          side: 1,
          type: 2,
          timeInForce: 2,
          quantityLots: 0,
          quoteBudgetMinor: UINT53_MAX,
          selfTradePrevention: 3,
          trigger: { kind: 1, priceTicks: 2 ** 31 - 1 },
          placement: 2 ** 40 - 1,
        },
      ],
    },
  } as unknown as MarketSnapshot,
};
