/** A method of the dialect as data: the REST door and the WebSocket API serve the same table. */
import type { OrderId } from '../../proto/units.ts';
import type { OrderService } from '../order-service.ts';
import { isAway } from '../patience.ts';
import type { Caller } from '../security/request-auth.ts';
import type { Security } from './dialect-auth.ts';
import { type DialectError, errors } from './dialect-error.ts';
import type { RateMeters } from './rate-meters.ts';
import type { RequestParams } from './request-params.ts';
import type { Symbols } from './symbols.ts';
import type { Replacing } from './user/refused-replacements.ts';

export interface DialectContext {
  readonly service: OrderService;
  readonly symbols: Symbols;
  readonly meters: RateMeters;
  /** Of cancels on their way: the id that the client gave the cancel. */
  readonly cancelIds: Map<OrderId, string>;
  readonly replacing: Replacing;
  /** An id for an order, or a cancel, to which the client gave none. */
  newClientId(): string;
}

export interface MethodCall {
  readonly params: RequestParams;
  /** null: market data. */
  readonly caller: Caller | null;
}

/** The body of a success, or why there is none. */
export type MethodResult = object | DialectError;

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface DialectMethod {
  /** `GET /api/v3/depth`; null: not over REST. */
  readonly rest: `${RestMethod} /${string}` | null;
  /** Names in the WebSocket API; empty: not there. */
  readonly socket: readonly string[];
  readonly security: Security;
  readonly weight: number | ((params: RequestParams) => number);
  /** Counts against the account's orders. */
  readonly orders?: 'one';
  readonly handle: (
    context: DialectContext,
    call: MethodCall,
  ) => MethodResult | Promise<MethodResult>;
}

/** What comes of it when what it reads is away: of what may have taken effect, nobody knows. */
export async function performed(
  method: DialectMethod,
  context: DialectContext,
  call: MethodCall,
): Promise<MethodResult> {
  try {
    return await method.handle(context, call);
  } catch (error) {
    if (!isAway(error)) throw error;
    const mayChange = method.security === 'trade' || method.security === 'cancel';
    return mayChange ? errors.outcomeUnknown : errors.overloaded;
  }
}

export function callerOf(call: MethodCall): Caller {
  if (call.caller === null) throw new Error('a public method has no caller');
  return call.caller;
}
