import type { Ports } from '../../ports/ports.ts';
import type { StageTimes } from '../../ports/stage-times/stage-times.ts';
import type { MachineFactory } from './machine-factory.ts';

/** Life-cycle lines, never one per order. pino fits. */
export interface RuntimeLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLog: RuntimeLog = { info: () => {}, warn: () => {}, error: () => {} };

/** A replica knows nothing of accounts and views. */
export type ReplicaPorts = Pick<
  Ports,
  'clock' | 'log' | 'snapshots' | 'coordination' | 'crashPoints'
>;

/** What every replica of one process shares. */
export interface RuntimeContext {
  /** Name of the process, as it claims leadership: unique among the live ones. */
  readonly node: string;
  readonly ports: ReplicaPorts;
  readonly log: RuntimeLog;
  readonly machines: MachineFactory;
  /** Runs the action after what has arrived by now was taken in (setImmediate in a process). */
  readonly defer: (action: () => void) => void;
  /** Of a primary's work. */
  readonly stages?: StageTimes;
}
