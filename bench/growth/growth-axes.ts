/** Along what costs may grow, and at which points it is looked at. */
import { MIXES, type Mix, restingMix } from '../workload/mixes.ts';
import type { GrowthRequest } from './growth-messages.ts';

export interface GrowthAxis {
  readonly name: string;
  readonly about: string;
  readonly points: readonly { readonly at: number; readonly request: GrowthRequest }[];
}

const FLOW = 500_000;
const ROUNDS = 3;
const LEVELS_MID = 500_000;

const point = (mix: Mix, more: Partial<GrowthRequest> = {}): GrowthRequest => ({
  mix,
  flowCommands: FLOW,
  markets: 1,
  accounts: null,
  rounds: ROUNDS,
  ...more,
});

/** 100,000 orders within so many ticks of the middle, on both sides. */
const widthMix = (widthTicks: number): Mix => ({
  ...restingMix(100_000),
  midTicks: LEVELS_MID,
  widthTicks,
});

export function growthAxes(size: 'full' | 'short'): readonly GrowthAxis[] {
  const upTo = (most: number, points: readonly number[]): readonly number[] =>
    size === 'full' ? points : points.filter((at) => at <= most);
  const shorter = size === 'full' ? {} : { flowCommands: 20_000, rounds: 1 };
  return [
    {
      name: 'resting orders',
      about: 'flow of mix B around so many resting orders',
      points: upTo(10_000, [1_000, 10_000, 100_000, 1_000_000, 4_000_000]).map((at) => ({
        at,
        request: point(restingMix(at), shorter),
      })),
    },
    {
      name: 'price levels',
      about: '100,000 resting orders within so many ticks of the middle',
      points: upTo(1_000, [100, 1_000, 10_000, 100_000, 400_000]).map((at) => ({
        at,
        request: point(widthMix(at), shorter),
      })),
    },
    {
      name: 'markets',
      about: 'so many markets in one process, 1,000 orders each, by turns of 100 commands',
      points: upTo(10, [1, 10, 100, 300, 1_000]).map((at) => ({
        at,
        request: point(
          { ...MIXES.B, preloaded: 1_000, pullOrders: 1_000, known: null },
          { ...shorter, markets: at, flowCommands: Math.max(2_000, Math.ceil(FLOW / at)) },
        ),
      })),
    },
    {
      name: 'accounts',
      about: 'mix B with its orders spread among so many accounts',
      points: upTo(10_000, [1_000, 10_000, 100_000, 1_000_000]).map((at) => ({
        at,
        request: point({ ...MIXES.B, known: null }, { ...shorter, accounts: at }),
      })),
    },
  ];
}
