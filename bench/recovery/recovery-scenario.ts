/**
 * How long a fresh process needs to stand at the end of its log:
 *
 *   replay     beginning ──────────── all commands ───────────▶ end
 *   recovery   snapshot of N resting orders ── tail ──────────▶ end
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { largePages } from '../../engine/runtime/large-pages.ts';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { meshFolderOf } from '../../ports/embedded/mesh-folder.ts';
import { forkedTask } from '../harness/forked-task.ts';
import type { Mix } from '../workload/mixes.ts';
import { RECORD_BYTES } from '../workload/workload.ts';
import { workloadFile } from '../workload/workload-file.ts';
import type { History } from './history.ts';
import type { HistoryRequest, RecoveryRequest, RecoveryRun } from './recovery-messages.ts';

const MARKET = 'BTC-USD';

export interface RecoveryOptions {
  readonly mix: Mix;
  /** Commands behind the preloaded orders. */
  readonly tail: number;
  readonly snapshot: 'behind-preloaded' | 'none';
  readonly rounds: number;
  /** Where the exchange is kept, as variables of its processes; empty: in files. */
  readonly settings: Readonly<Record<string, string>>;
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

export interface RecoveryResult {
  readonly history: History;
  readonly replayedCommands: number;
  readonly runs: readonly RecoveryRun[];
  /** Every run ended at the state that the history ended at. */
  readonly isRight: boolean;
}

export async function runRecovery(options: RecoveryOptions): Promise<RecoveryResult> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    return await measured(dataDirectory, options);
  } finally {
    const { setUp } = configOfDirectory(dataDirectory, { ...process.env, ...options.settings });
    if (setUp.kind === 'servers') {
      // Loaded by whoever has servers only: their clients take their time.
      const { discardExchange } = await import('../../ports/discard-exchange.ts');
      await discardExchange(setUp);
    }
    rmSync(meshFolderOf(dataDirectory), { recursive: true, force: true });
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

async function measured(dataDirectory: string, options: RecoveryOptions): Promise<RecoveryResult> {
  const { mix, tail, snapshot, settings, interrupted, say } = options;
  say(`making ${(mix.preloaded + tail).toLocaleString('en-US')} commands of mix ${mix.name} …`);
  const workload = workloadFile(mix, tail);
  const history = await forkedTask<HistoryRequest, History>(
    fileURLToPath(import.meta.resolve('./history-writer-process.js')),
    {
      dataDirectory,
      market: MARKET,
      workloadPath: workload.path,
      bytes: workload.commands * RECORD_BYTES,
      snapshotAfter: snapshot === 'none' ? null : mix.preloaded,
    },
    {
      interrupted,
      environment: settings,
      onProgress: (commands) => say(`  ${commands.toLocaleString('en-US')} commands in the log`),
    },
  );
  const runs: RecoveryRun[] = [];
  while (runs.length < options.rounds) {
    interrupted.throwIfAborted();
    const run = await forkedTask<RecoveryRequest, RecoveryRun>(
      fileURLToPath(import.meta.resolve('./recovery-process.js')),
      { dataDirectory, market: MARKET },
      // As an engine of an exchange.
      { interrupted, environment: { ...largePages(process.env), ...settings } },
    );
    runs.push(run);
    say(`  ${run.plan}`);
    say(`  ${runs.length}: load ${run.loadMs.toFixed(0)} ms, replay ${run.replayMs.toFixed(0)} ms`);
  }
  return {
    history,
    replayedCommands: snapshot === 'none' ? history.commands : tail,
    runs,
    isRight: runs.every((run) => isRight(run, history)),
  };
}

const isRight = (run: RecoveryRun, { eventHash, restingOrders }: History): boolean =>
  !run.isDiverged && run.eventHash === eventHash && run.restingOrders === restingOrders;
