/** What replies look like, for the OpenAPI description. */
type Schema = Readonly<Record<string, unknown>>;

const string: Schema = { type: 'string' };
const nullable: Schema = { type: ['string', 'null'] };
const integer: Schema = { type: 'integer' };
const boolean: Schema = { type: 'boolean' };

/** An object with exactly these fields; those of the second argument are not always there. */
export const object = (
  always: Readonly<Record<string, Schema>>,
  sometimes: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  properties: { ...always, ...sometimes },
  required: Object.keys(always),
  additionalProperties: false,
});
export const listOf = (items: Schema): Schema => ({ type: 'array', items });

const sideOf: Schema = { type: 'string', enum: ['buy', 'sell'] };

const fillFields = {
  trade_id: string,
  price: string,
  quantity: string,
  fee: string,
  fee_asset: string,
  liquidity: { type: 'string', enum: ['maker', 'taker'] },
  sequence: integer,
  executed_at: string,
};
const fill = object(fillFields);
/** Away from its order. */
export const ownFill = object({ ...fillFields, order_id: string, market: string, side: sideOf });

/** What every order has. */
const orderFields = {
  id: string,
  client_order_id: nullable,
  market: string,
  filled_quantity: string,
  status: {
    type: 'string',
    enum: ['open', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected'],
  },
  fills: listOf(fill),
  sequence: integer,
  created_at: nullable,
  created_at_us: { type: ['integer', 'null'] },
};
/** Of an order that was rejected the terms are not kept, but the reason is. */
const orderTerms = {
  side: sideOf,
  type: { type: 'string', enum: ['limit', 'market'] },
  time_in_force: { type: 'string', enum: ['gtc', 'ioc', 'fok', 'gtd'] },
  good_till: { type: ['integer', 'null'], description: 'of gtd: when it ends, microseconds' },
  post_only: boolean,
  self_trade: {
    type: 'string',
    enum: ['none', 'expire_taker', 'expire_maker', 'expire_both', 'decrement'],
  },
  price: nullable,
  quantity: nullable,
  quote_quantity: nullable,
  average_price: nullable,
  stop_price: nullable,
  stop_kind: { type: ['string', 'null'], enum: ['stop_loss', 'take_profit', null] },
  waiting: { type: 'boolean', description: 'for its stop_price, outside the book' },
  expired_in_match: {
    type: 'boolean',
    description: 'self-trade prevention ended it; its status is expired',
  },
  prevented_quantity: {
    type: 'string',
    description: 'what self-trade prevention took of it; absent: nothing',
  },
  reject_code: string,
};

export const order = object(orderFields, orderTerms);
/** What the acknowledgement of a placed order survives: a power cut, or the end of a process. */
const durability: Schema = { type: 'string', enum: ['disk', 'process'] };
export const acknowledgedOrder = object({ ...orderFields, durability }, orderTerms);

export const pendingOrder = object({
  durability,
  id: string,
  client_order_id: string,
  market: string,
  status: { type: 'string', enum: ['pending'] },
});

const level: Schema = {
  type: 'array',
  items: string,
  minItems: 2,
  maxItems: 2,
  description: 'price, quantity',
};

export const book = object({
  market: string,
  sequence: integer,
  time_us: integer,
  bids: listOf(level),
  asks: listOf(level),
});

export const trade = object({
  trade_id: string,
  market: string,
  price: string,
  quantity: string,
  side: { type: 'string', enum: ['buy', 'sell'], description: "the taker's" },
  sequence: integer,
  time: string,
  time_us: integer,
});

export const candles = object({
  market: string,
  interval: string,
  sequence: { type: 'integer', description: 'the last event that is in them' },
  candles: listOf(
    object({
      open_time: string,
      open_time_us: integer,
      open: string,
      high: string,
      low: string,
      close: string,
      volume: string,
      quote_volume: string,
      trades: integer,
      is_over: boolean,
    }),
  ),
});

export const ticker = object({
  market: string,
  sequence: integer,
  time_us: integer,
  last_price: nullable,
  bid: nullable,
  bid_quantity: nullable,
  ask: nullable,
  ask_quantity: nullable,
  open_24h: nullable,
  high_24h: nullable,
  low_24h: nullable,
  volume_24h: string,
  quote_volume_24h: string,
  trades_24h: integer,
  change_24h: nullable,
});

const marketStatus: Schema = {
  type: 'string',
  enum: ['trading', 'cancel_only', 'halted', 'closed'],
};
const definitionFields = {
  market: string,
  base_asset: string,
  base_scale: integer,
  quote_asset: string,
  quote_scale: integer,
  tick_size: { type: 'string', description: 'of prices of new orders; may be changed' },
  lot_size: { type: 'string', description: 'of quantities of new orders; may be changed' },
  finest_tick_size: { type: 'string', description: 'tick_size is a multiple of it, always' },
  finest_lot_size: { type: 'string', description: 'lot_size is a multiple of it, always' },
  min_price: string,
  max_price: string,
  min_quantity: string,
  max_quantity: string,
  min_notional: string,
  max_notional: string,
  max_resting_orders: integer,
  max_open_orders: { type: ['integer', 'null'], description: 'of one account; null: no limit' },
  maker_fee_ppm: integer,
  taker_fee_ppm: integer,
  bid_band_ppm: {
    type: 'integer',
    description: 'limit buys this far above the last trade; 0: none',
  },
  ask_band_ppm: { type: 'integer', description: 'limit sells this far below it; 0: none' },
};
export const definition = object(definitionFields);
export const market = object({ ...definitionFields, status: marketStatus, sequence: integer });

export const account = object({ account_id: string, name: string });

export const deposit = object(
  { transaction_id: string, status: { type: 'string', enum: ['applied', 'applied_before'] } },
  { account_id: string, asset: string, amount: string },
);

export const posting = object({
  asset: string,
  amount: { type: 'string', description: 'with its sign: what the total changed by' },
  reason: string,
  reference: string,
  topic: string,
  position: integer,
  at: string,
});

export const marketCanceled = object({
  market: string,
  canceled: { type: ['integer', 'null'], description: 'null: it does not answer in time' },
});

export const balances = object({
  balances: listOf(object({ asset: string, available: string, held: string, total: string })),
  sequence: { type: 'string', description: 'market:sequence pairs that are in these balances' },
});

export const page = (name: string, row: Schema): Schema =>
  object({ [name]: listOf(row), next: nullable });

const problemFields = {
  type: string,
  title: string,
  status: integer,
  code: string,
  detail: string,
};
/** Of an unknown outcome: what to ask for. */
const unknownFields = { order_id: nullable, client_order_id: nullable };
export const problem = object({ ...problemFields, instance: string }, unknownFields);
/** Of one order of a batch: it has no occurrence of its own. */
export const itemProblem = object(problemFields, unknownFields);

export { boolean, integer, nullable, string };
