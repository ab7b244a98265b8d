export type ServiceErrorCode =
  /** A program is not on this machine and cannot be had by itself. */
  | 'TOOL_MISSING'
  | 'TOOL_TOO_OLD'
  /** Fetching or building it failed. */
  | 'FETCH_FAILED'
  | 'SERVICE_NOT_STARTED';

/** A server cannot be had; the message says what to do. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;

  constructor(code: ServiceErrorCode, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
  }
}
