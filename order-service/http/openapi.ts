/** From routes to OpenAPI 3.1. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { ERRORS, type ErrorCode } from '../error-codes.ts';
import { problem } from './reply-schemas.ts';
import type { Route } from './route.ts';

export const openApiInfo = {
  openapi: '3.1.0',
  info: {
    title: 'Lockstep',
    version: '1',
    description:
      'Amounts are decimal strings, ids are strings, times are RFC 3339 with microseconds. Signed ' +
      'requests carry X-API-KEY, X-TIMESTAMP (ms) and X-SIGNATURE: hex HMAC-SHA256 with the secret ' +
      'over timestamp, METHOD, path?query and hex SHA-256 of the body, joined by newlines, or the ' +
      'signature of that text by an Ed25519 or RSA key (SHA-256, PKCS#1 v1.5) as base64; they are ' +
      'good for five seconds and once. RateLimit-Limit, -Remaining and -Reset (seconds) tell of the ' +
      'weight that the key, or the address, may use. The WebSocket is described in docs/websocket.md.',
  },
  components: {
    securitySchemes: {
      signature: {
        type: 'apiKey' as const,
        in: 'header' as const,
        name: 'X-API-KEY',
        description: 'with X-TIMESTAMP and X-SIGNATURE',
      },
    },
  },
};

/** What some fields of a query may lead to, wherever they are. */
const FIELD_ERRORS: Readonly<Record<string, readonly ErrorCode[]>> = {
  min_sequence: ['SEQUENCE_NOT_REACHED', 'UNKNOWN_MARKET', 'INVALID_COMBINATION'],
  cursor: ['INVALID_CURSOR'],
  at: ['SEQUENCE_NOT_REACHED'],
};

/** Codes that every endpoint may answer with, by what it asks for. */
function commonErrors(route: Route): readonly ErrorCode[] {
  const codes: ErrorCode[] = ['INVALID_FIELD', 'UNKNOWN_FIELD', 'RATE_LIMITED', 'INTERNAL_ERROR'];
  const query = route.query.schema;
  if (query['required'] !== undefined) codes.push('MISSING_FIELD');
  for (const field of fieldsOf(query)) codes.push(...(FIELD_ERRORS[field] ?? []));
  if (route.scope !== null) {
    codes.push(
      'MISSING_CREDENTIALS',
      'INVALID_SIGNATURE',
      'STALE_TIMESTAMP',
      'KEY_REVOKED',
      'KEY_EXPIRED',
      'INSUFFICIENT_SCOPE',
      'IP_NOT_ALLOWED',
    );
    if (route.method !== 'GET') codes.push('REPLAYED_REQUEST');
  }
  if (route.body !== null) {
    codes.push(
      'MALFORMED_JSON',
      'JSON_TOO_DEEP',
      'DUPLICATE_KEY',
      'FORBIDDEN_KEY',
      'MISSING_FIELD',
      'BODY_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
    );
  }
  // Right after a start, markets are being opened.
  if (route.errors.some((code) => code === 'UNKNOWN_MARKET' || code === 'UNKNOWN_ORDER')) {
    codes.push('NOT_READY');
  }
  if (route.scope !== null && route.method !== 'GET') {
    codes.push('NOT_READY', 'OVERLOADED', 'LOG_UNAVAILABLE', 'LOG_FULL', 'ACCOUNTS_UNAVAILABLE');
  }
  return codes;
}

const fieldsOf = (shape: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys((shape['properties'] as object | undefined) ?? {});

export function routeSchema(route: Route): FastifySchema {
  const schema: Record<string, unknown> = {
    summary: route.summary,
    tags: [route.tag],
    response: responsesOf(route),
  };
  if (fieldsOf(route.params.schema).length > 0) schema['params'] = route.params.schema;
  if (fieldsOf(route.query.schema).length > 0) schema['querystring'] = route.query.schema;
  if (route.body !== null) schema['body'] = route.body.schema;
  if (route.scope !== null) schema['security'] = [{ signature: [] }];
  return schema as FastifySchema;
}

function responsesOf(route: Route): Readonly<Record<number, unknown>> {
  const responses: Record<number, unknown> = {};
  for (const [status, schema] of Object.entries(route.replies)) {
    responses[Number(status)] = { description: 'as asked', ...schema };
  }
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...route.errors, ...commonErrors(route)])) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  for (const [status, codes] of byStatus) {
    if (responses[status] !== undefined) continue;
    const code = { type: 'string', enum: codes };
    responses[status] = {
      description: codes.join(', '),
      content: {
        'application/problem+json': {
          schema: { ...problem, properties: { ...(problem['properties'] as object), code } },
        },
      },
    };
  }
  return responses;
}

interface Body {
  required?: boolean;
  readonly content?: Readonly<
    Record<string, { readonly schema?: { readonly required?: unknown } }>
  >;
}
type Transform = NonNullable<FastifyDynamicSwaggerOptions['transformObject']>;

/** A body without any field that must be there may be left out itself. */
export const completed: Transform = (document) => {
  if (!('openapiObject' in document)) return document.swaggerObject;
  const { openapiObject } = document;
  for (const path of Object.values(openapiObject.paths ?? {})) {
    for (const operation of Object.values(path ?? {})) {
      const body = (operation as { readonly requestBody?: Body }).requestBody;
      const schema = body?.content?.['application/json']?.schema;
      if (body !== undefined) body.required = schema?.required !== undefined;
    }
  }
  return openapiObject;
};
