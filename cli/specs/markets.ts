import type { CommandSpec, OptionSpec } from '../command.ts';
import { DATA_OPTION, JSON_OPTION } from './common-options.ts';

const MARKET = { name: 'market', presence: 'required', help: 'e.g. BTC-USD' } as const;
const ADMIN_OPTION: OptionSpec = {
  flags: '--as <account>',
  kind: 'text',
  default: 'admin',
  help: 'account of demo.json that acts; it needs the scope admin',
};
const decimal = (name: string, help: string): OptionSpec => ({
  flags: `--${name} <decimal>`,
  kind: 'text',
  help,
});
const whole = (name: string, help: string): OptionSpec => ({
  flags: `--${name} <number>`,
  kind: 'number',
  help,
});

/** What a market asks of orders; each is a field of the admin endpoint, with `_` for `-`. */
export const MARKET_RULES: readonly OptionSpec[] = [
  decimal('tick-size', 'prices are multiples of it'),
  decimal('lot-size', 'quantities are multiples of it'),
  decimal('min-price', 'of one order'),
  decimal('max-price', 'of one order'),
  decimal('min-quantity', 'of one order'),
  decimal('max-quantity', 'of one order'),
  decimal('min-notional', 'price × quantity of one order'),
  decimal('max-notional', 'price × quantity of one order'),
  whole('max-open-orders', 'of one account'),
  whole('maker-fee-ppm', 'parts per million of what the maker receives'),
  whole('taker-fee-ppm', 'parts per million of what the taker receives'),
  whole('bid-band-ppm', 'limit buys at most this far above the last trade; 0: no band'),
  whole('ask-band-ppm', 'limit sells at most this far below it; 0: no band'),
];

export const MARKET_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'market ls',
    summary: 'List the markets and what they ask of orders',
    arguments: [],
    options: [DATA_OPTION, JSON_OPTION],
    examples: [{ line: 'market ls', does: 'status, tick, lot and fees of each' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/market.ts')).marketLsCommand,
  },
  {
    name: 'market add',
    summary: 'Define a market on the running exchange',
    details:
      'Engines, standby, settlement and projections pick it up. Tick and lot are what it is counted ' +
      'in for ever: a coarser tick can be set later, a finer one cannot.',
    arguments: [MARKET],
    options: [
      whole('base-scale', 'decimal places of the base asset; absent: 8'),
      whole('quote-scale', 'decimal places of the quote asset; absent: 8'),
      whole('max-resting-orders', 'that the book has room for'),
      ...MARKET_RULES,
      ADMIN_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [
      {
        line: 'market add SOL-USD --tick-size 0.01 --lot-size 0.001 --max-price 10000 --max-quantity 9000',
        does: 'trades at once',
      },
    ],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/market.ts')).marketAddCommand,
  },
  {
    name: 'market change',
    summary: 'Change what a market asks of orders to come; open orders stay as they are',
    arguments: [MARKET],
    options: [...MARKET_RULES, ADMIN_OPTION, DATA_OPTION, JSON_OPTION],
    examples: [
      { line: 'market change BTC-USD --tick-size 0.5', does: 'new limits are multiples of 0.5' },
    ],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/market.ts')).marketChangeCommand,
  },
  {
    name: 'market delist',
    summary: 'Cancel all orders of a market and close it for good; what happened stays readable',
    arguments: [MARKET],
    options: [
      { flags: '--yes', kind: 'flag', help: 'it is meant; there is no way back' },
      { flags: '--reason <text>', kind: 'text', help: 'kept in the log' },
      ADMIN_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'market delist ETH-USD --yes', does: 'ETH-USD is closed' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/market.ts')).marketDelistCommand,
  },
];
