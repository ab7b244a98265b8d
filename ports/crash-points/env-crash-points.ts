import type { CrashPoint, CrashPoints } from './crash-points.ts';
import { noCrashPoints } from './crash-points.ts';

/**
 * From `FAULT=name:n` (or several, comma-separated): the process sends itself SIGKILL when it
 * reaches the point for the n-th time. Throws when it is asked for in production.
 */
export function envCrashPoints(options: {
  /** The FAULT variable; undefined or empty: none. */
  readonly faults: string | undefined;
  /** The NODE_ENV variable. */
  readonly environment: string | undefined;
  readonly kill: () => void;
}): CrashPoints {
  if (options.faults === undefined || options.faults === '') return noCrashPoints;
  if (options.environment === 'production') {
    throw new Error('FAULT is for tests and is refused when NODE_ENV=production');
  }
  const left = new Map<string, number>();
  for (const fault of options.faults.split(',')) {
    const match = /^(CP\d+-[a-z-]+)(?::(\d+))?$/.exec(fault.trim());
    if (match === null) throw new Error(`FAULT must read CPx-name:n, got ${fault}`);
    left.set(match[1]!, Number(match[2] ?? 1));
  }
  return {
    reach(name: CrashPoint): void {
      const count = left.get(name);
      if (count === undefined) return;
      left.set(name, count - 1);
      if (count === 1) options.kill();
    },
  };
}
