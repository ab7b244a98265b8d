import type { CommandSpec } from '../command.ts';
import { JSON_OPTION, SET_UP_OPTIONS } from './common-options.ts';

export const MEASUREMENT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'feed lobster',
    summary: 'Trade real NASDAQ order flow (LOBSTER files) through the public API',
    details:
      'Message by message, as several accounts. With --book the start is seeded from the first row, ' +
      'and after every message the three best levels of both sides are compared with the ' +
      "exchange's own book; every execution must hit the order that NASDAQ says it hit.",
    arguments: [{ name: 'message.csv', presence: 'required', help: "LOBSTER's message file" }],
    options: [
      { flags: '--book <orderbook.csv>', kind: 'text', help: 'its order book file, to compare' },
      { flags: '--market <market>', kind: 'text', default: 'AAPL-USD', help: 'market to create' },
      {
        flags: '--no-deep-levels',
        kind: 'flag',
        help: 'leave out levels that surface from beyond the tenth, for which there is no message',
      },
      {
        flags: '--data <folder>',
        kind: 'text',
        help: 'a running exchange to use; absent: a private one in a temporary folder',
      },
      ...SET_UP_OPTIONS,
      JSON_OPTION,
    ],
    examples: [
      {
        line: 'feed lobster message.csv --book orderbook.csv --market AAPL-USD',
        does: 'rows that agree, and why the others differ',
      },
    ],
    exitCodes: [0, 1, 2, 3, 4, 130],
    load: async () => (await import('../commands/feed-lobster.ts')).feedLobsterCommand,
  },
];
