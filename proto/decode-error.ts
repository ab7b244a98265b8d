export type DecodeErrorCode =
  /** The bytes are damaged or cut off: stop the process, never go on behind them. */
  | 'CRC_MISMATCH'
  /** Written by a newer version of the language: stop, an update is needed. */
  | 'SCHEMA_TOO_NEW'
  /** Undamaged, and yet not a message: a poison record, which halts one market. */
  | 'UNDECODABLE';

/** The only thing that a decoder throws, whatever the bytes. */
export class DecodeError extends Error {
  readonly code: DecodeErrorCode;

  constructor(code: DecodeErrorCode, message: string) {
    super(message);
    this.name = 'DecodeError';
    this.code = code;
  }
}

/** Version of the messages in exchange/v1 that this build writes, and the newest that it reads. */
export const SCHEMA_VERSION = 1;
/** Of a snapshot that holds the memory of a book, which older builds do not read; without one it is of version 1. */
export const SNAPSHOT_VERSION = 2;
