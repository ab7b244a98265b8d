import type { Safety } from '../ports/config/exchange-config.ts';
import { UsageError } from '../ports/process/usage-error.ts';

/** Whether whoever has a key may have money. Throws USAGE: never in production. */
export function faucetOption(value: unknown, safety: Safety): 'on' | 'off' {
  if (value !== 'on' && value !== 'off') throw new UsageError('--faucet is on or off');
  if (value === 'on' && safety === 'production') throw new UsageError('no --faucet in production');
  return value;
}
