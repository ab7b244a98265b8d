import type { Safety } from '../ports/config/exchange-config.ts';

/** Whether whoever has a key may have money. Throws USAGE: never in production. */
export function faucetOption(value: unknown, safety: Safety): 'on' | 'off' {
  if (value !== 'on' && value !== 'off') throw usageError('--faucet is on or off');
  if (value === 'on' && safety === 'production') throw usageError('no --faucet in production');
  return value;
}

export const usageError = (message: string): Error =>
  Object.assign(new Error(message), { code: 'USAGE' });
