/** Orders of the dialect: every type with every time in force, prevention mode, iceberg and quote there is. */
import type { SeededRandom } from '../../engine/core/testing/seeded-random.ts';

export type OrderParams = Readonly<Record<string, string>>;

const MODES = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'] as const;
const LIMITS = ['LIMIT', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'] as const;
const MARKETS = ['MARKET', 'STOP_LOSS', 'TAKE_PROFIT'] as const;

/** Without numbers: which parameters an order has. */
interface Form {
  readonly type: string;
  readonly side: 'BUY' | 'SELL';
  readonly timeInForce?: string;
  readonly selfTradePreventionMode: string;
  readonly iceberg?: true;
  readonly byQuote?: true;
}

type Shape = Omit<Form, 'side' | 'selfTradePreventionMode'>;

function shapes(): readonly Shape[] {
  const limits = LIMITS.flatMap((type): readonly Shape[] => [
    ...['GTC', 'IOC', 'FOK'].map((timeInForce) => ({ type, timeInForce })),
    { type, timeInForce: 'GTC', iceberg: true },
  ]);
  const makers: readonly Shape[] = [
    { type: 'LIMIT_MAKER' },
    { type: 'LIMIT_MAKER', iceberg: true },
  ];
  const markets = MARKETS.flatMap((type): readonly Shape[] => [{ type }, { type, byQuote: true }]);
  return [...limits, ...makers, ...markets];
}

/** A sell that waits has a quantity. */
const isThere = ({ type, side, byQuote }: Form): boolean =>
  byQuote !== true || side === 'BUY' || type === 'MARKET';

/** Each once. */
export const ALL_FORMS: readonly Form[] = shapes()
  .flatMap((shape) =>
    (['BUY', 'SELL'] as const).flatMap((side) =>
      MODES.map((selfTradePreventionMode) => ({ ...shape, side, selfTradePreventionMode })),
    ),
  )
  .filter(isThere);

/** Around 100.00, so near one another that most meet somebody. */
const price = (random: SeededRandom): string => `${97 + random.below(6)}.${random.below(4)}0`;
const quantity = (random: SeededRandom): string => `${1 + random.below(3)}.${random.below(10)}`;

export function withNumbers(form: Form, random: SeededRandom): OrderParams {
  const { type, side, timeInForce, selfTradePreventionMode, iceberg, byQuote } = form;
  const isLimit = !(MARKETS as readonly string[]).includes(type);
  const waits = type.startsWith('STOP') || type.startsWith('TAKE');
  return {
    ...{ symbol: 'BTCUSD', type, side, selfTradePreventionMode, newOrderRespType: 'FULL' },
    ...(timeInForce !== undefined && { timeInForce }),
    ...(isLimit && { price: price(random) }),
    ...(waits && { stopPrice: price(random) }),
    ...(byQuote ? { quoteOrderQty: `${50 + random.below(300)}` } : { quantity: quantity(random) }),
    ...(iceberg && { icebergQty: `0.${1 + random.below(9)}` }),
  };
}

export function shuffled<Item>(items: readonly Item[], random: SeededRandom): readonly Item[] {
  const left = [...items];
  const drawn: Item[] = [];
  while (left.length > 0) drawn.push(...left.splice(random.below(left.length), 1));
  return drawn;
}
