import type { FlowOptions } from './command-flow.ts';

/** Markets of different character. */
export const FLOWS: Readonly<Record<string, Omit<FlowOptions, 'random'>>> = {
  'a dense book': {
    middleTicks: 1_000,
    spreadTicks: 12,
    farOneIn: 400,
    restingTarget: 60,
    maxRestingOrders: 500,
    maxOpenOrders: 3,
  },
  'a sparse book with far prices': {
    middleTicks: 3_000_000,
    spreadTicks: 400_000,
    farOneIn: 8,
    restingTarget: 60,
    maxRestingOrders: 500,
  },
  'a book that is nearly always full': {
    middleTicks: 500,
    spreadTicks: 30,
    farOneIn: 100,
    restingTarget: 15,
    maxRestingOrders: 8,
  },
  'prices at the lower edge': {
    middleTicks: 20,
    spreadTicks: 60,
    farOneIn: 30,
    restingTarget: 40,
    maxRestingOrders: 60,
    maxOpenOrders: 3,
  },
};
