import type { CommandSpec } from '../command.ts';
import { AS_OPTION, DATA_OPTION, JSON_OPTION } from './common-options.ts';

const AT_OPTION = {
  flags: '--at <moment>',
  kind: 'text',
  help: 'as it was then: a sequence, or a time like 2026-11-30T12:00:00Z; absent: now',
} as const;
const MARKET = { name: 'market', presence: 'required', help: 'e.g. BTC-USD' } as const;

export const TRADING_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'order',
    summary: 'Place an order',
    details: 'Without --price it is a market order. The answer is the order after matching.',
    arguments: [
      { name: 'side', presence: 'required', help: 'buy or sell' },
      MARKET,
      { name: 'quantity', presence: 'required', help: 'decimal, in the base asset' },
    ],
    options: [
      { flags: '--price <decimal>', kind: 'text', help: 'limit price; absent: market order' },
      {
        flags: '--time-in-force <code>',
        kind: 'choice',
        choices: ['gtc', 'ioc', 'fok'],
        help: 'gtc rests, ioc drops its remainder, fok fills in full or not at all',
      },
      {
        flags: '--good-till <time>',
        kind: 'text',
        help: 'what is left of it ends then: 90s, 5m, 2h or 1d from now, an ISO 8601 time, or microseconds since 1970',
      },
      {
        flags: '--display <decimal>',
        kind: 'text',
        help: 'show so much of it at a time, when it rests',
      },
      { flags: '--stop <decimal>', kind: 'text', help: 'wait until a trade reaches this price' },
      {
        flags: '--stop-kind <kind>',
        kind: 'choice',
        choices: ['stop_loss', 'take_profit'],
        help: 'which side of --stop is waited for; absent: stop_loss',
      },
      {
        flags: '--stp <mode>',
        kind: 'choice',
        choices: ['none', 'expire_taker', 'expire_maker', 'expire_both', 'decrement'],
        help: 'instead of a trade with an own order; absent: none, they trade',
      },
      { flags: '--post-only', kind: 'flag', help: 'refuse rather than trade at once' },
      {
        flags: '--replaces <order-id>',
        kind: 'text',
        help: 'cancel this order in the same step; when it cannot be canceled, no order is placed',
      },
      {
        flags: '--on-failure <what>',
        kind: 'choice',
        choices: ['stop', 'place'],
        help: 'with --replaces, when that order cannot be canceled; absent: stop',
      },
      { flags: '--client-order-id <id>', kind: 'text', help: 'the same id never makes two orders' },
      AS_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'order buy BTC-USD 0.01 --price 60000', does: 'a bid of alice' },
      { line: 'order sell BTC-USD 0.01 --as bob', does: 'bob sells at the best price there is' },
      {
        line: 'order sell BTC-USD 0.01 --stop 58000 --price 57900',
        does: 'sells once a trade is at 58000 or below, for 57900 at least',
      },
      { line: 'order buy BTC-USD 0.01 --price 59000 --good-till 5m', does: 'a bid for 5 minutes' },
      {
        line: 'order buy BTC-USD 0.02 --price 60500 --replaces 35184640524289',
        does: 'this bid in place of that one, whose money it may use',
      },
    ],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/trading.ts')).orderCommand,
  },
  {
    name: 'cancel',
    summary: 'Cancel one order, or all orders of an account in a market',
    arguments: [{ name: 'order-id', presence: 'optional', help: 'absent: with --all' }],
    options: [
      { flags: '--all <market>', kind: 'text', help: 'every open order in this market' },
      AS_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'cancel --all BTC-USD --as bob', does: 'bob leaves the book' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/trading.ts')).cancelCommand,
  },
  {
    name: 'book',
    summary: 'Show the order book of a market',
    arguments: [MARKET],
    options: [
      { flags: '--depth <number>', kind: 'number', default: '10', help: 'levels of each side' },
      AT_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'book BTC-USD --depth 5', does: 'the five best levels of each side' },
      { line: 'book BTC-USD --at 1042', does: 'the book right behind event 1042' },
    ],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/trading.ts')).bookCommand,
  },
  {
    name: 'trades',
    summary: 'Show the latest trades of a market',
    arguments: [MARKET],
    options: [
      { flags: '--limit <number>', kind: 'number', default: '20', help: 'how many' },
      AT_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'trades ETH-USD', does: 'the last twenty' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/trading.ts')).tradesCommand,
  },
  {
    name: 'orders',
    summary: 'Show the open orders of an account in a market',
    arguments: [MARKET],
    options: [
      { flags: '--limit <number>', kind: 'number', default: '20', help: 'how many, latest first' },
      AT_OPTION,
      AS_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'orders BTC-USD --as bob', does: 'what bob has in the book now' },
      { line: 'orders BTC-USD --at 1042', does: 'what alice had in it right behind event 1042' },
    ],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/account.ts')).ordersCommand,
  },
  {
    name: 'balances',
    summary: 'Show what an account has',
    arguments: [],
    options: [
      {
        flags: '--at <time>',
        kind: 'text',
        help: 'as they were then: a time like 2026-11-30T12:00:00Z; absent: now',
      },
      AS_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'balances --as bob', does: 'available, held and total of each asset' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/account.ts')).balancesCommand,
  },
];
