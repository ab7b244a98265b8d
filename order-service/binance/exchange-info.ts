/** What may be traded, and by which rules: `exchangeInfo`. Lists only what works. */
import { formatDecimal, lotSize, tickSize } from '../../proto/decimal.ts';
import { limits } from '../../proto/limits.ts';
import { type MarketDefinition, MarketStatus } from '../../proto/messages.ts';
import { eightPlaces, priceText, quantityText } from './decimals.ts';
import { type DialectError, errors, isDialectError } from './dialect-error.ts';
import { timeOf } from './dialect-time.ts';
import type { DialectContext, DialectMethod, MethodCall, MethodResult } from './method.ts';
import { ORDER_TYPES, STP_MODES } from './new-order.ts';
import { listedOf } from './order-search.ts';
import type { RequestParams } from './request-params.ts';
import type { Listed } from './symbols.ts';

const COMMISSION_PLACES = 8;
const PPM = 1_000_000;
const RATIO_PLACES = 6;

const PERMISSION_SETS = [['SPOT']];
const STATUSES = ['TRADING', 'CANCEL_ONLY', 'HALT', 'BREAK'] as const;

export const exchangeInfoMethod: DialectMethod = {
  rest: 'GET /api/v3/exchangeInfo',
  socket: ['exchangeInfo'],
  security: 'none',
  weight: 20,
  handle: exchangeInfo,
};

function exchangeInfo(context: DialectContext, { params }: MethodCall): MethodResult {
  const wanted = symbolsWanted(context, params.optionalSymbol(), params.list('symbols'));
  if (isDialectError(wanted)) return wanted;
  const status = params.oneOf('symbolStatus', STATUSES, errors.symbolStatus);
  const isSpotAsked = permissionsOf(params).includes('SPOT');
  const sets = params.flag('showPermissionSets', 'true') ? PERMISSION_SETS : [];
  const symbols = wanted
    .map((listed) => ({ ...symbolJson(context, listed), permissionSets: sets }))
    .filter((symbol) => isSpotAsked && (status === undefined || symbol.status === status));
  return {
    timezone: 'UTC',
    serverTime: timeOf(context.service.ports.clock.nowUs()),
    rateLimits: context.meters.published(),
    exchangeFilters: [],
    symbols,
  };
}

/** One, or a list as JSON text; nothing asked for is everything. */
function permissionsOf(params: RequestParams): readonly string[] {
  const text = params.text('permissions') ?? 'SPOT';
  return text.startsWith('[') ? (params.list('permissions') ?? []) : [text];
}

/** All, one, or those of a list; a symbol that is not there is an error, not an omission. */
export function symbolsWanted(
  context: DialectContext,
  symbol: string | undefined,
  symbols: readonly string[] | undefined,
): readonly Listed[] | DialectError {
  if (symbol !== undefined && symbols !== undefined) return errors.combination;
  if (symbol !== undefined) {
    const listed = listedOf(context, symbol);
    return isDialectError(listed) ? listed : [listed];
  }
  if (symbols === undefined) return context.symbols.all();
  if (new Set(symbols).size < symbols.length) return errors.duplicateSymbols;
  const found: Listed[] = [];
  for (const each of symbols) {
    const listed = listedOf(context, each);
    if (isDialectError(listed)) return listed;
    found.push(listed);
  }
  return found;
}

function statusOf(context: DialectContext, { view }: Listed): (typeof STATUSES)[number] {
  if (context.service.markets.haltedBecause(view.market) !== null) return 'HALT';
  if (view.status === MarketStatus.trading) return 'TRADING';
  if (view.status === MarketStatus.closed) return 'BREAK';
  return view.status === MarketStatus.cancelOnly ? 'CANCEL_ONLY' : 'HALT';
}

function symbolJson(context: DialectContext, listed: Listed) {
  const { definition } = listed.units;
  return {
    symbol: listed.symbol,
    status: statusOf(context, listed),
    baseAsset: definition.baseAsset,
    baseAssetPrecision: definition.baseScale,
    quoteAsset: definition.quoteAsset,
    quotePrecision: definition.quoteScale,
    quoteAssetPrecision: definition.quoteScale,
    baseCommissionPrecision: COMMISSION_PLACES,
    quoteCommissionPrecision: COMMISSION_PLACES,
    orderTypes: ORDER_TYPES,
    icebergAllowed: true,
    ocoAllowed: false,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(listed),
    permissions: [],
    defaultSelfTradePreventionMode: STP_MODES[0],
    allowedSelfTradePreventionModes: STP_MODES,
  };
}

/** PRICE_FILTER first: a client reads the tick from there. */
function filtersOf({ units }: Listed): readonly object[] {
  const { definition } = units;
  const lot = {
    minQty: quantityText(units, definition.minQuantityLots),
    maxQty: quantityText(units, definition.maxQuantityLots),
    stepSize: eightPlaces(lotSize(units)),
  };
  const notional = (minor: number) => eightPlaces(formatDecimal(minor, definition.quoteScale));
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: priceText(units, definition.minPriceTicks),
      maxPrice: priceText(units, definition.maxPriceTicks),
      tickSize: eightPlaces(tickSize(units)),
    },
    { filterType: 'LOT_SIZE', ...lot },
    { filterType: 'MARKET_LOT_SIZE', ...lot },
    {
      filterType: 'NOTIONAL',
      minNotional: notional(definition.minNotionalMinor),
      applyMinToMarket: false,
      maxNotional: notional(definition.maxNotionalMinor),
      applyMaxToMarket: false,
      avgPriceMins: 0,
    },
    {
      filterType: 'MAX_NUM_ORDERS',
      maxNumOrders: definition.maxOpenOrders ?? limits.openOrdersPerAccountMax,
    },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: limits.waitingOrdersPerAccountMax },
    { filterType: 'ICEBERG_PARTS', limit: limits.icebergPartsMax },
    ...bandsOf(definition),
  ];
}

/** Of the last trade, not of an average. Only what a market has is listed. */
function bandsOf({
  bidBandPpm,
  askBandPpm,
  minPriceTicks,
  maxPriceTicks,
}: MarketDefinition): readonly object[] {
  if (bidBandPpm === undefined && askBandPpm === undefined) return [];
  const ratio = (ppm: number) => formatDecimal(ppm, RATIO_PLACES);
  // Without a band the market's own bounds are as far as one can go.
  const widest = Math.ceil(maxPriceTicks / minPriceTicks) * PPM;
  return [
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: ratio(bidBandPpm === undefined ? widest : PPM + bidBandPpm),
      bidMultiplierDown: '0',
      askMultiplierUp: ratio(widest),
      askMultiplierDown: askBandPpm === undefined ? '0' : ratio(PPM - askBandPpm),
      avgPriceMins: 0,
    },
  ];
}
