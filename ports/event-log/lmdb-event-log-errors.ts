/** From LMDB's troubles to those that the port names. */
import { type EnvironmentError, environmentError } from '../embedded/lmdb-environment.ts';
import { EventLogError, type EventLogErrorCode } from './event-log.ts';

export function damaged(topic: string, at: number, problem: string): EventLogError {
  return new EventLogError('LOG_DAMAGED', `${topic} at offset ${at}: ${problem}`);
}

const CODES = {
  full: 'LOG_FULL',
  damaged: 'LOG_DAMAGED',
  unavailable: 'LOG_UNAVAILABLE',
} as const satisfies Record<EnvironmentError['problem'], EventLogErrorCode>;

export function eventLogError(error: unknown, where: string): EventLogError {
  if (error instanceof EventLogError) return error;
  const cause = environmentError(error);
  return new EventLogError(CODES[cause.problem], `${where}: ${cause.message}`, { cause });
}
