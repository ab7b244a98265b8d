/**
 * REJECTED: told of an order that was to replace another one, when the market canceled that one and
 * refused this. All other refusals are answers alone: nothing of the account's has changed.
 */
import { DoneReason, type EventBatch, type OrderRejected } from '../../../proto/messages.ts';
import type { AccountId } from '../../../proto/units.ts';
import type { ErrorCode } from '../../error-codes.ts';
import type { PlaceOrderRequest } from '../../order-requests.ts';
import { codeOfReason } from '../../refusal.ts';
import { eightPlaces, ZERO } from '../decimals.ts';
import type { DialectTime } from '../dialect-time.ts';
import type { ORDER_TYPES } from '../new-order.ts';
import type { Listed } from '../symbols.ts';

/** What replacements on their way ask for: the log does not say it of an order that it refuses. */
export class Replacing {
  readonly #requests = new Map<string, PlaceOrderRequest>();

  /** Until the promise settles, which is after the events have been told. */
  async during<Outcome>(request: PlaceOrderRequest, outcome: Promise<Outcome>): Promise<Outcome> {
    const key = keyOf(request.accountId, request.clientOrderId ?? '');
    this.#requests.set(key, request);
    return outcome.finally(() => this.#requests.delete(key));
  }

  find(accountId: AccountId, clientOrderId: string): PlaceOrderRequest | null {
    return this.#requests.get(keyOf(accountId, clientOrderId)) ?? null;
  }

  get isEmpty(): boolean {
    return this.#requests.size === 0;
  }
}

const keyOf = (accountId: AccountId, clientOrderId: string): string =>
  `${accountId} ${clientOrderId}`;

export interface RefusedReplacement {
  readonly accountId: AccountId;
  readonly sequence: number;
  readonly event: OrderRejected;
  readonly request: PlaceOrderRequest;
}

export function refusedReplacements(
  batch: EventBatch,
  replacing: Replacing,
): readonly RefusedReplacement[] {
  if (replacing.isEmpty) return [];
  const refused: RefusedReplacement[] = [];
  for (const [index, event] of batch.events.entries()) {
    const before = batch.events[index - 1];
    if (event.kind !== 'OrderRejected' || before?.kind !== 'OrderDone') continue;
    const { accountId, clientOrderId } = event;
    const isReplaced = before.reason === DoneReason.canceled && before.accountId === accountId;
    const request = isReplaced ? replacing.find(accountId, clientOrderId) : null;
    if (request === null) continue;
    const sequence = batch.firstSequence + index;
    refused.push({ accountId, sequence, event, request });
  }
  return refused;
}

/** In the dialect's words where it has some. */
const REASONS: Partial<Record<ErrorCode, string>> = {
  INSUFFICIENT_BALANCE: 'INSUFFICIENT_BALANCES',
  POST_ONLY_WOULD_TRADE: 'WOULD_MATCH_IMMEDIATELY',
  WOULD_TRIGGER_IMMEDIATELY: 'STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY',
};

export function rejectedReport(
  { event, request, sequence }: RefusedReplacement,
  around: { readonly listed: Listed; readonly now: DialectTime; readonly at: DialectTime },
): object {
  const code = codeOfReason(event.reason);
  const amount = (text: string | undefined) => (text === undefined ? ZERO : eightPlaces(text));
  return {
    ...{ e: 'executionReport', E: around.now, s: around.listed.symbol },
    c: event.clientOrderId,
    S: request.side.toUpperCase(),
    o: typeOf(request),
    f: request.type === 'market' ? 'GTC' : (request.timeInForce ?? 'gtc').toUpperCase(),
    q: amount(request.quantity),
    p: amount(request.price),
    P: amount(request.stopPrice),
    F: amount(request.displayQuantity),
    ...{ g: -1, C: '', x: 'REJECTED', X: 'REJECTED', r: REASONS[code] ?? code },
    i: event.orderId,
    ...{ l: ZERO, z: ZERO, L: ZERO, n: '0', N: null, T: around.at, t: -1, I: sequence },
    ...{ w: false, m: false, M: false, O: around.at, Z: ZERO, Y: ZERO },
    Q: amount(request.quoteQuantity),
    V: (request.selfTrade ?? 'none').toUpperCase(),
  };
}

function typeOf({
  type,
  postOnly,
  stopKind,
}: Pick<PlaceOrderRequest, 'type' | 'postOnly' | 'stopKind'>): (typeof ORDER_TYPES)[number] {
  if (stopKind === undefined) {
    if (type === 'market') return 'MARKET';
    return postOnly === true ? 'LIMIT_MAKER' : 'LIMIT';
  }
  const waits = stopKind === 'stop_loss' ? 'STOP_LOSS' : 'TAKE_PROFIT';
  return type === 'market' ? waits : `${waits}_LIMIT`;
}
