/** An endpoint as data: the server, the OpenAPI description and the tests are made of these. */
import type { Scope } from '../../proto/messages.ts';
import type { ErrorCode } from '../error-codes.ts';
import type { OutcomeUnknown } from '../order-requests.ts';
import type { Refusal } from '../refusal.ts';
import type { Caller } from '../security/request-auth.ts';
import { type Field, shape } from './shape.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Which bucket pays: cancels have one of their own, so that they never starve. */
export type Cost = 'read' | 'order' | 'cancel';

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly body: unknown;
  /** Other than application/json. */
  readonly contentType?: string;
}

export type RouteResult = Answer | Refusal | OutcomeUnknown;

export const answer = (status: number, body: unknown): Answer => ({
  kind: 'answer',
  status,
  body,
});

export interface RouteInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Of a public endpoint: null. */
  readonly caller: Caller | null;
  readonly header: (name: string) => string | undefined;
}

export interface Route {
  readonly method: Method;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** null: public. */
  readonly scope: Scope | null;
  readonly cost: Cost;
  readonly params: Field<unknown>;
  readonly query: Field<unknown>;
  /** null: it has none. */
  readonly body: Field<unknown> | null;
  readonly replies: Readonly<Record<number, Readonly<Record<string, unknown>>>>;
  /** Beyond those that every endpoint may answer. */
  readonly errors: readonly ErrorCode[];
  readonly handle: (
    input: RouteInput<unknown, unknown, unknown>,
  ) => RouteResult | Promise<RouteResult>;
}

const nothing = shape({});

/** Ties the handler's types to the shapes. */
export function route<Params, Query, Body>(spec: {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly scope: Scope | null;
  readonly cost?: Cost;
  readonly params?: Field<Params>;
  readonly query?: Field<Query>;
  readonly body?: Field<Body>;
  readonly replies: Route['replies'];
  readonly errors?: readonly ErrorCode[];
  readonly handle: (input: RouteInput<Params, Query, Body>) => RouteResult | Promise<RouteResult>;
}): Route {
  return {
    cost: 'read',
    errors: [],
    ...spec,
    params: spec.params ?? nothing,
    query: spec.query ?? nothing,
    body: spec.body ?? null,
    handle: spec.handle as Route['handle'],
  };
}

/** The account that asks; only for endpoints that are not public. */
export function callerOf(input: { readonly caller: Caller | null }): Caller {
  if (input.caller === null) throw new Error('a public endpoint has no caller');
  return input.caller;
}
