/** Errors as `application/problem+json` (RFC 9457): never HTML, never a stack. */
import { ERRORS, type ErrorCode } from '../error-codes.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  /** This very occurrence: the X-Request-Id. */
  readonly instance: string;
  readonly [more: string]: unknown;
}

export function problemOf(
  code: ErrorCode,
  options: {
    readonly detail: string;
    readonly requestId: string;
    readonly more?: Readonly<Record<string, unknown>>;
  },
): Problem {
  const { status, title } = ERRORS[code];
  const { detail, requestId, more } = options;
  const type = `urn:lockstep:error:${code}`;
  return { type, title, status, code, detail, instance: `urn:uuid:${requestId}`, ...more };
}
