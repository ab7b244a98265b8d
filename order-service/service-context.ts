import type { Ports } from '../ports/ports.ts';
import type { StageTimes } from '../ports/stage-times/stage-times.ts';
import type { SessionId } from '../proto/units.ts';
import type { OrderServiceLimits } from './limits.ts';

/** Life-cycle lines, never one per order. pino fits. */
export interface ServiceLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLog: ServiceLog = { info: () => {}, warn: () => {}, error: () => {} };

/** Why the service may not go on: it stops, and the next start opens a new session. */
export class ServiceBroken extends Error {
  readonly code: ServiceBrokenCode;

  constructor(code: ServiceBrokenCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceBroken';
    this.code = code;
  }
}

export type ServiceBrokenCode =
  /** Another process holds this session with a higher epoch. */
  | 'SESSION_FENCED'
  /** The engine ignores this session's commands (a gap): only a new epoch helps. */
  | 'SESSION_BROKEN'
  /** The account store numbered a command otherwise than expected. */
  | 'OUTBOX_BROKEN';

/** What every part of one order-service shares. */
export interface ServiceContext {
  readonly name: string;
  readonly sessionId: SessionId;
  readonly ports: Ports;
  readonly limits: OrderServiceLimits;
  readonly log: ServiceLog;
  readonly stages: StageTimes;
  /** Runs the action after what has arrived by now was taken in (setImmediate in a process). */
  readonly defer: (action: () => void) => void;
  /** Stops the service; the first call decides. Never throws. */
  readonly onBroken: (error: unknown) => void;
}
