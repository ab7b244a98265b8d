/** The exchange refused: a problem document (RFC 9457) with a stable code. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;

  constructor(problem: {
    readonly code: string;
    readonly status: number;
    readonly detail: string;
  }) {
    super(problem.detail === '' ? problem.code : `${problem.code}: ${problem.detail}`);
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
  }
}

/**
 * No answer: not reachable, closed, or too late. What was sent may or may not have taken effect;
 * ask by client order id.
 */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST';
  /** `none`: it only asked, or nobody took it. */
  readonly effect: 'unknown' | 'none';

  constructor(
    message: string,
    {
      effect = 'unknown',
      ...options
    }: ErrorOptions & { readonly effect?: 'unknown' | 'none' } = {},
  ) {
    super(message, options);
    this.name = 'ConnectionLost';
    this.effect = effect;
  }
}

/** Reads a problem document; anything else that came with an error status becomes one too. */
export function toApiError(status: number, body: unknown): ApiError {
  const problem: Readonly<Record<string, unknown>> =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string => {
    const value = problem[name];
    return typeof value === 'string' ? value : '';
  };
  const code = text('code');
  return new ApiError({
    code: code === '' ? `HTTP_${status}` : code,
    status,
    detail: text('detail') || text('title'),
  });
}
