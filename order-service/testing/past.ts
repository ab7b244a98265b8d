/** What tests of the past need: a snapshot to begin at, and times as `at` takes them. */
import { sha256 } from '../../ports/objects/sha256.ts';
import { encodeSnapshot } from '../../proto/codec.ts';
import { timestampUs } from '../../proto/units.ts';
import { rfc3339 } from '../presentation.ts';
import type { OpenExchange } from './open-exchange.ts';

export const timeText = (timeUs: number): string => rfc3339(timestampUs(timeUs));

/** Of the market as it is now. */
export async function saveSnapshot({ exchange }: OpenExchange, market: string): Promise<void> {
  const snapshot = exchange.machine(market)!.snapshot();
  const { offset, timestampUs: atUs } = snapshot;
  await exchange.snapshots.put(
    { market, offset, timestampUs: atUs },
    encodeSnapshot(snapshot, { sha256 }),
  );
}
