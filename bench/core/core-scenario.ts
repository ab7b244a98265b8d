/**
 * The matching core against its peers, mix by mix, by turns in one run. A figure counts only with the
 * trades that the mix must have.
 */
import { type Contestant, interleave, type Series } from '../harness/interleaved-runs.ts';
import { type LineCommand, LineProcess } from '../harness/line-process.ts';
import { builtPeer } from '../peers/built-peer.ts';
import type { Peer } from '../peers/peer.ts';
import { PEERS } from '../peers/peers.ts';
import { MIXES, type MixName } from '../workload/mixes.ts';
import { CHECKPOINT_COMMANDS } from '../workload/workload.ts';
import { tradesAfter, type WorkloadFile, workloadFile } from '../workload/workload-file.ts';
import { type CoreRow, notBuiltRow, rowOf, type Subject, withRatios } from './core-rows.ts';
import type { CoreLatency, MatchingRun } from './core-run.ts';
import { OUR_CORE, ourCoreCommand } from './our-core.ts';

export interface CoreOptions {
  readonly mixes: readonly MixName[];
  /** `quick`: only those that are built in seconds. */
  readonly peers: 'none' | 'quick' | 'all';
  readonly rounds: number;
  /** null: the whole mix. */
  readonly commandsMax: number | null;
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

export interface CoreMixResult {
  readonly mix: MixName;
  readonly commands: number;
  readonly rows: readonly CoreRow[];
  /** Of our core, one command at a time; null: it did not get that far. */
  readonly latency: CoreLatency | null;
}

/** Before that V8 still compiles what empties a book: beside the first rounds, on a machine that is busy. */
const WARM_UPS = 6;
const WARM_UP_MS = 1_500;
const SLOW_MS = 5_000;
const RUN_TIMEOUT_MS = 180_000;

export async function runCore(options: CoreOptions): Promise<readonly CoreMixResult[]> {
  const results: CoreMixResult[] = [];
  const built = await buildPeers(options);
  for (const mix of options.mixes) {
    options.say(`mix ${mix}: ${MIXES[mix].about}`);
    results.push(await runMix(mix, built, options));
  }
  return results;
}

interface BuiltPeers {
  readonly ready: readonly { readonly peer: Peer; readonly command: LineCommand }[];
  readonly absent: readonly { readonly peer: Peer; readonly reason: string }[];
}

async function buildPeers({ peers, say }: CoreOptions): Promise<BuiltPeers> {
  const ready: { peer: Peer; command: LineCommand }[] = [];
  const absent: { peer: Peer; reason: string }[] = [];
  if (peers === 'none') return { ready, absent };
  for (const peer of PEERS) {
    const isQuick = peer.source.kind === 'registry' && peer.source.pace === 'quick';
    if (peers === 'quick' && !isQuick) continue;
    const result = await builtPeer(peer, say);
    if (result.kind === 'ready') ready.push({ peer, command: result.command });
    else absent.push({ peer, reason: result.reason });
  }
  return { ready, absent };
}

async function runMix(
  mix: MixName,
  peers: BuiltPeers,
  options: CoreOptions,
): Promise<CoreMixResult> {
  const workload = workloadFile(MIXES[mix]);
  const commands = Math.min(workload.commands, options.commandsMax ?? workload.commands);
  const theirs = peers.ready.map(({ peer, command }) => ({
    kind: 'peer' as const,
    name: peer.name,
    peer,
    commands: Math.min(commands, peer.commandsMax?.[mix] ?? commands),
    command,
  }));
  // A peer that gets a part of the mix is compared with ours on that part.
  const lengths = new Set([commands, ...theirs.map((peer) => peer.commands)]);
  const subjects: (Subject & { readonly command: LineCommand })[] = [
    ...[...lengths].map((length) => ({
      kind: 'ours' as const,
      name: OUR_CORE,
      commands: length,
      command: ourCoreCommand(),
    })),
    ...theirs,
  ];
  const entries = subjects.map((subject) => new CoreEntry(subject, workload));
  try {
    const series = await interleave(entries, {
      warmUps: WARM_UPS,
      warmUpMs: WARM_UP_MS,
      rounds: options.rounds,
      slowMs: SLOW_MS,
      interrupted: options.interrupted,
      onRun: (name, run, turn) =>
        options.say(`  ${mix} ${turn} ${name}: ${millions(run).toFixed(2)} M commands/s`),
    });
    const rows = subjects.map((subject, index) =>
      rowOf(subject, series[index] as Series<MatchingRun>, {
        expected: tradesAfter(workload, subject.commands),
        ofMix: workload.commands,
      }),
    );
    const absent = peers.absent.map(({ peer, reason }) => notBuiltRow(peer, mix, reason));
    const latency = await entries[0]?.latency();
    return { mix, commands, rows: withRatios([...rows, ...absent]), latency: latency ?? null };
  } finally {
    await Promise.all(entries.map((entry) => entry.close()));
  }
}

const millions = ({ commands, seconds }: MatchingRun): number => commands / seconds / 1e6;

class CoreEntry implements Contestant<MatchingRun> {
  readonly name: string;
  readonly #process: LineProcess;

  constructor(
    { name, commands, command }: Subject & { readonly command: LineCommand },
    workload: WorkloadFile,
  ) {
    this.name = name;
    const words = [...command.arguments, workload.path, String(commands)];
    this.#process = new LineProcess({ ...command, arguments: words });
  }

  run(): Promise<MatchingRun> {
    return this.#process.ask('run', RUN_TIMEOUT_MS);
  }

  latency(): Promise<CoreLatency | null> {
    return this.#process.ask<CoreLatency>('latency', RUN_TIMEOUT_MS).catch(() => null);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** What part of a mix may be asked for: its trades are known at these numbers of commands. */
export const isCheckpoint = (commands: number): boolean =>
  commands > 0 && commands % CHECKPOINT_COMMANDS === 0;
