export type StreamErrorCode =
  /** A second copy of a batch is not the same, or a batch does not continue the history. Fatal. */
  | 'EVENT_CONFLICT'
  /** Batches are missing. Fatal for a reader that needs them all. */
  | 'EVENT_GAP'
  /** A writer's own chain is broken: the log is not the one that it wrote. Fatal: exit 42. */
  | 'HISTORY_CHANGED';

export class StreamError extends Error {
  readonly code: StreamErrorCode;

  constructor(code: StreamErrorCode, message: string) {
    super(message);
    this.name = 'StreamError';
    this.code = code;
  }
}
