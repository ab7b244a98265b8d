import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { configOfDirectory } from '../ports/config/directory-config.ts';
import { openPorts } from '../ports/open-ports.ts';
import type { Ports } from '../ports/ports.ts';
import { encodeCommandBatch } from '../proto/codec.ts';
import type { Command } from '../proto/messages.ts';
import { commandTopic, marketOfTopic } from '../proto/topics.ts';
import { commandSequence, epoch, type Offset, sessionId } from '../proto/units.ts';
import { CommandError, ExitCode } from './exit-codes.ts';

/** Throws NO_DATA. */
export function assertExchange(dataDirectory: string): void {
  if (existsSync(join(dataDirectory, 'lockstep.json'))) return;
  throw new CommandError(
    { code: 'NO_DATA', exitCode: ExitCode.notReachable, hint: 'Name the folder with --data.' },
    `${dataDirectory} holds no exchange`,
  );
}

/** Opens logs and stores of a data directory beside whatever runs on it, and closes them. */
export async function withPorts<Answer>(
  dataDirectory: string,
  use: (ports: Ports) => Promise<Answer>,
): Promise<Answer> {
  assertExchange(dataDirectory);
  const ports = await openPorts({
    ...configOfDirectory(resolve(dataDirectory)),
    dataDir: resolve(dataDirectory),
    durability: 'disk',
    processName: `cli-${process.pid}`,
    faults: undefined,
  });
  try {
    return await use(ports);
  } finally {
    await ports.close();
  }
}

/** A batch outside any session: what an operator says. It has no sequence to drop a repeat by. */
export function appendControl(
  ports: Pick<Ports, 'log' | 'clock'>,
  topic: string,
  commands: readonly Command[],
): Promise<Offset> {
  const batch = encodeCommandBatch({
    sessionId: sessionId(0),
    sessionEpoch: epoch(0),
    firstSequence: commandSequence(0),
    timestampUs: ports.clock.nowUs(),
    prevHash: 0,
    commands,
  });
  return ports.log.append(topic, [batch]);
}

/** The markets that have a command log, or the one named. Throws UNKNOWN_MARKET. */
export async function marketsOf(
  ports: Pick<Ports, 'log'>,
  wanted: string | null,
): Promise<readonly string[]> {
  const markets = (await ports.log.topics()).flatMap((topic) => {
    const market = marketOfTopic(topic);
    return market !== null && topic === commandTopic(market) ? [market] : [];
  });
  if (wanted === null) return markets;
  if (markets.includes(wanted)) return [wanted];
  throw new CommandError(
    { code: 'UNKNOWN_MARKET', exitCode: ExitCode.failed },
    `there is no market ${wanted}; there are ${markets.join(', ') || 'none'}`,
  );
}
