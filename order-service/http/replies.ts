/** From results and failures to replies: JSON always, problems as problem documents. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, type ErrorCode } from '../error-codes.ts';
import { isAway } from '../patience.ts';
import { refuse } from '../refusal.ts';
import type { ServiceLog } from '../service-context.ts';
import { methodsOf } from './allowed-methods.ts';
import { PROBLEM_TYPE, problemOf } from './problem.ts';
import type { Route, RouteResult } from './route.ts';

export function outcomeOf(result: RouteResult): string {
  if (result.kind === 'answer') return String(result.status);
  return result.kind === 'refused' ? result.code : 'OUTCOME_UNKNOWN';
}

export function send(reply: FastifyReply, request: FastifyRequest, result: RouteResult): void {
  switch (result.kind) {
    case 'answer':
      reply.code(result.status).type(result.contentType ?? 'application/json; charset=utf-8');
      // A string is sent as it is.
      reply.send(result.contentType === undefined ? JSON.stringify(result.body) : result.body);
      return;
    case 'refused':
      if ('retryAfterMs' in result) {
        const seconds = Math.ceil(Number(result.retryAfterMs) / 1000);
        reply.header('retry-after', String(Math.max(1, seconds)));
      }
      sendProblem(reply, request, result);
      return;
    case 'unknown':
      sendProblem(
        reply,
        request,
        refuse('OUTCOME_UNKNOWN', 'it may still take effect; ask for it by its id'),
        {
          order_id: result.orderId === null ? null : String(result.orderId),
          client_order_id: result.clientOrderId,
        },
      );
      return;
  }
}

export function sendProblem(
  reply: FastifyReply,
  request: FastifyRequest,
  { code, detail }: { readonly code: ErrorCode; readonly detail: string },
  more?: Readonly<Record<string, unknown>>,
): FastifyReply {
  const problem = problemOf(code, { detail, requestId: request.id, ...(more && { more }) });
  reply.code(ERRORS[code].status).type(PROBLEM_TYPE);
  if (ERRORS[code].status === 503) reply.header('retry-after', '1');
  return reply.send(JSON.stringify(problem));
}

const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BAD_REQUEST',
  FST_ERR_BAD_URL: 'NOT_FOUND',
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
};

export function sendFailure(
  log: ServiceLog,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const fastifyCode = String((error as { code?: unknown }).code);
  const known = FASTIFY_CODES[fastifyCode];
  if (known !== undefined) {
    return sendProblem(reply, request, refuse(known, ERRORS[known].hint));
  }
  const status = Number((error as { statusCode?: unknown }).statusCode ?? 500);
  if (status >= 400 && status < 500) {
    return sendProblem(reply, request, refuse('BAD_REQUEST', 'the request cannot be read'));
  }
  if (isAway(error)) {
    return sendProblem(reply, request, refuse('ACCOUNTS_UNAVAILABLE', 'it cannot be read now'));
  }
  const url = request.routeOptions.url;
  log.error({ err: error, requestId: request.id, url }, 'request failed');
  return sendProblem(reply, request, refuse('INTERNAL_ERROR', 'quote the instance'));
}

/** Of a path or a method that there is not. */
export function sendMissing(
  routes: readonly Route[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const allowed = methodsOf(routes, request.url);
  if (allowed.length === 0) return sendProblem(reply, request, refuse('NOT_FOUND', 'see /docs'));
  reply.header('allow', allowed.join(', '));
  return sendProblem(reply, request, refuse('METHOD_NOT_ALLOWED', request.method));
}

const BROKEN_CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** What is not even HTTP gets a problem document too, and the end of its connection. */
export function answerBrokenRequest(
  error: Error & { readonly code?: string },
  socket: Socket,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = BROKEN_CODES[error.code ?? ''] ?? 'BAD_REQUEST';
  const requestId = randomUUID();
  const body = JSON.stringify(problemOf(code, { detail: ERRORS[code].hint, requestId }));
  socket.end(
    `HTTP/1.1 ${ERRORS[code].status} ${ERRORS[code].title}\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
      `x-request-id: ${requestId}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
}
