/** An exchange of a benchmark's own, its metrics and the moments at which it took snapshots. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Durability } from '../ports/event-log/event-log.ts';
import { limits } from '../proto/limits.ts';
import type { CommandInput } from './command.ts';
import { privateName, settingsFor } from './exchange-settings.ts';
import { type PrivateExchange, startPrivateExchange } from './supervisor/private-exchange.ts';

const FUNDS = { BTC: '1000000', ETH: '1000000', USD: '100000000' };
const SNAPSHOT_INTERVAL_MS = 60_000;
const SNAPSHOT_EVENTS = 1_000_000;

/** Runs on it, then stops it and removes its folder, also when interrupted. */
export async function onPrivateExchange<Result>(
  input: CommandInput,
  options: { readonly accounts: readonly string[]; readonly snapshotIntervalMs?: number },
  use: (own: PrivateExchange) => Promise<Result>,
): Promise<Result> {
  const { output, interrupted } = input;
  const own = await startPrivateExchange({
    dataDirectory: null,
    durability: (input.text('durability') ?? 'disk') as Durability,
    engines: 'primary-and-standby',
    snapshotIntervalMs: options.snapshotIntervalMs ?? SNAPSHOT_INTERVAL_MS,
    snapshotEvents: SNAPSHOT_EVENTS,
    accountSnapshotIntervalMs: limits.accountSnapshotIntervalMs,
    settings: settingsFor(input, { dataDirectory: null, name: privateName('bench') }),
    accounts: options.accounts,
    funds: FUNDS,
    interrupted,
    say: (message) => output.say(message),
  });
  const stop = (): Promise<void> => own.exchange.stop();
  interrupted.addEventListener('abort', stop, { once: true });
  try {
    return await use(own);
  } finally {
    interrupted.removeEventListener('abort', stop);
    await stop();
    await own.remove();
  }
}

/** Empty when the service has none, or is away. */
export async function metricsText(baseUrl: string): Promise<string> {
  try {
    const answer = await fetch(`${baseUrl}/metrics`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? await answer.text() : '';
  } catch {
    return '';
  }
}

/** When snapshots were written, as Date.now(). */
export function snapshotTimesMs(dataDirectory: string): readonly number[] {
  const folder = join(dataDirectory, 'snapshots');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pb'))
    .map((name) => statSync(join(folder, name)).mtimeMs);
}
