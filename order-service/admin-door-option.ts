import type { Safety } from '../ports/config/exchange-config.ts';
import { UsageError } from '../ports/process/usage-error.ts';

const PORT_MAX = 65_535;

/**
 * Where the endpoints of operators are: at a port of their own, or (`same`) at the door of everybody.
 * Nothing said is `same`, but in production, where whoever means that has to say it. Throws USAGE.
 */
export function adminPortOption(value: unknown, safety: Safety): number | 'same' {
  // Of a variable that is empty, as in docker-compose.yml.
  const said = value === undefined || value === '' ? undefined : String(value);
  if (said === 'same') return 'same';
  if (said === undefined) {
    if (safety !== 'production') return 'same';
    throw new UsageError(
      'production: --admin-port <number> opens a door for operators; --admin-port same leaves ' +
        'their endpoints at the door of everybody',
    );
  }
  const port = Number(said);
  if (/^\d{1,5}$/.test(said) && port <= PORT_MAX) return port;
  throw new UsageError(`--admin-port is a number up to ${PORT_MAX}, or same; not ${said}`);
}
