/**
 * A process of its own that uses an event log, for the tests with real processes.
 *
 *   append <data> <durability> <topic> <writer> <count> [pause in ms]   prints each acknowledged offset
 *   follow <data> <durability> <topic> <count>            prints the milliseconds from append to read
 *   digest <log folder>                                   prints a digest of all records, then one each; 44: damaged
 *   append, with APPENDS=own-thread: as a process does that appends all the time
 *   hold <data>                    stops itself (SIGSTOP) in the middle of a transaction of the log
 */
import { createHash } from 'node:crypto';
import { type Offset, offset } from '../../proto/units.ts';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { noDoorbell } from '../event-log/doorbell.ts';
import type { Durability, EventLog } from '../event-log/event-log.ts';
import { LmdbEventLog } from '../event-log/lmdb-event-log.ts';
import { openPorts } from '../open-ports.ts';
import { exitCodeOf } from '../process/exit-codes.ts';
import { printLine as print } from './print-line.ts';

const nowMs = () => performance.timeOrigin + performance.now();

async function append(args: readonly string[]): Promise<void> {
  const [dataDir, durability, topic, writer, count, pauseMs] = args as [
    string,
    Durability,
    string,
    string,
    string,
    string?,
  ];
  const ports = await openPorts({
    dataDir,
    durability,
    processName: `writer-${writer}`,
    faults: process.env['FAULT'],
    ...(process.env['APPENDS'] === 'own-thread' ? { commandAppends: 'own-thread' } : {}),
  });
  await ports.log.createTopic(topic);
  for (let index = 0; index < Number(count); index += 1) {
    const records = [`${writer}:${index}:a`, `${writer}:${index}:b`].map((text) =>
      new TextEncoder().encode(`${text}:${nowMs()}`),
    );
    print(`${index} ${await ports.log.append(topic, records)}`);
    if (pauseMs !== undefined) await ports.clock.sleep(Number(pauseMs));
  }
  await ports.close();
}

async function follow(args: readonly string[]): Promise<void> {
  const [dataDir, durability, topic, count] = args as [string, Durability, string, string];
  const ports = await openPorts({ dataDir, durability, processName: 'reader', faults: undefined });
  await ports.log.createTopic(topic);
  print('ready');
  for (let at = 0; at < Number(count); ) {
    if (!(await ports.log.waitFor(topic, offset(at), 30_000))) break;
    const records = await ports.log.read(topic, offset(at), { records: 1000, bytes: 1e6 });
    for (const { bytes } of records) {
      const appendedMs = Number(new TextDecoder().decode(bytes).split(':')[3]);
      print((nowMs() - appendedMs).toFixed(3));
    }
    at += records.length;
  }
  await ports.close();
}

async function digest(args: readonly string[]): Promise<void> {
  const log = new LmdbEventLog({
    folder: args[0]!,
    durability: 'disk',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
  const hash = createHash('sha256');
  const histories: Record<string, readonly string[]> = {};
  for (const topic of await log.topics()) {
    const { end } = await log.bounds(topic);
    hash.update(`${topic} ${end}\n`);
    const history: string[] = [];
    for (let at = 0; at < end; ) at += await digestSome(log, topic, offset(at), hash, history);
    histories[topic] = history;
  }
  print(hash.digest('hex'));
  print(JSON.stringify(histories));
  await log.close();
}

async function digestSome(
  log: EventLog,
  topic: string,
  from: Offset,
  hash: ReturnType<typeof createHash>,
  history: string[],
): Promise<number> {
  const records = await log.read(topic, from, { records: 1000, bytes: 8e6 });
  for (const { bytes } of records) {
    hash.update(`${bytes.length}\n`).update(bytes);
    history.push(createHash('sha256').update(bytes).digest('hex').slice(0, 16));
  }
  return records.length;
}

async function hold(args: readonly string[]): Promise<void> {
  const dataDir = args[0]!;
  const config = {
    dataDir,
    durability: 'process',
    processName: 'holder',
    faults: undefined,
  } as const;
  const { coordination, clock } = await openPorts(config);
  const startedAtUs = clock.nowUs();
  const report = { name: 'holder', service: 'engine', pid: process.pid, startedAtUs } as const;
  coordination.announce({ ...report, version: '', markets: [] });
  const log = new LmdbEventLog({
    folder: `${dataDir}/log`,
    durability: 'process',
    clock,
    crashPoints: { reach: () => process.kill(process.pid, 'SIGSTOP') },
    doorbell: noDoorbell,
  });
  await log.createTopic('events.A');
  await clock.sleep(300);
  print('stopping');
  await log.append('events.A', [new Uint8Array(10)]);
}

const [, , command, ...rest] = process.argv;
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  append,
  follow,
  digest,
  hold,
};
try {
  await commands[command!]!(rest);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(exitCodeOf(error));
}
