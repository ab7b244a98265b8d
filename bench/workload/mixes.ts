/** The matching workloads, as data. The trades of each are known: an engine with others is wrong. */
export type MixName = 'A' | 'B' | 'C' | 'L';

export const MIX_NAMES: readonly MixName[] = ['A', 'B', 'C', 'L'];

export interface Mix {
  readonly name: MixName;
  readonly about: string;
  readonly flow: 'limit-only' | 'mixed';
  /** Orders that rest before the flow begins; the flow keeps about as many. */
  readonly preloaded: number;
  readonly midTicks: number;
  /** Greatest distance of a resting price from the middle. */
  readonly widthTicks: number;
  /** How hard the flow pulls the number of resting orders back: more is softer. */
  readonly pullOrders: number;
  readonly grid: 'dense' | 'sparse';
  /** After `preloaded` + 1,000,000 commands; null: nobody has said which. */
  readonly known: { readonly trades: number; readonly tradeHash: string } | null;
}

/** Commands behind the preloaded ones in the workloads that everybody runs. */
export const FLOW_COMMANDS = 1_000_000;

const SMALL = { preloaded: 10_000, midTicks: 10_000, widthTicks: 600, pullOrders: 10_000 } as const;

export const MIXES: Readonly<Record<MixName, Mix>> = {
  A: {
    ...SMALL,
    name: 'A',
    about: 'limit orders only, about half of them trade',
    flow: 'limit-only',
    grid: 'dense',
    known: { trades: 989_130, tradeHash: '93d0472e' },
  },
  B: {
    ...SMALL,
    name: 'B',
    about: '50 % limit, 40 % cancel, 10 % market',
    flow: 'mixed',
    grid: 'dense',
    known: { trades: 201_620, tradeHash: '631a1fe3' },
  },
  C: {
    ...SMALL,
    name: 'C',
    about: 'as B on a sparse grid, about one order a level',
    flow: 'mixed',
    grid: 'sparse',
    known: { trades: 200_554, tradeHash: 'b7864d8c' },
  },
  L: {
    name: 'L',
    about: 'as B with a million resting orders',
    flow: 'mixed',
    preloaded: 1_000_000,
    midTicks: 200_000,
    widthTicks: 60_000,
    pullOrders: 100_000,
    grid: 'dense',
    known: { trades: 197_590, tradeHash: '5ca3f2d6' },
  },
};

/** B's flow around as many resting orders as wanted, in the shape of L. */
export const restingMix = (orders: number): Mix =>
  orders === MIXES.L.preloaded
    ? MIXES.L
    : {
        ...MIXES.L,
        about: `as L with ${orders} resting orders`,
        preloaded: orders,
        pullOrders: Math.max(1000, orders / 10),
        known: null,
      };
