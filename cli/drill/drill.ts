import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NamedProcess } from '../engine-roles.ts';
import type { RunningExchange } from '../supervisor/running-exchange.ts';
import type { DrillLoad } from './drill-load.ts';
import { type GapSummary, type Outages, summarizeGaps } from './outages.ts';

export interface DrillOptions {
  readonly exchange: RunningExchange;
  readonly load: DrillLoad;
  readonly outages: Outages;
  readonly kills: number;
  readonly signal: 'KILL' | 'STOP';
  readonly engines: 'primary-and-standby' | 'one';
  readonly markets: readonly string[];
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

export interface Kill {
  readonly name: string;
  readonly pid: number;
  /** null: a market never came back. */
  readonly gapMs: number | null;
}

export interface DrillResult {
  readonly kills: readonly Kill[];
  readonly gaps: GapSummary;
}

/** Quiet trading before each kill: the gap is measured against it. */
const BEFORE_KILL_MS = 500;
/** A market is back when another engine leads it and then so many orders were acknowledged. */
const BACK_AFTER_ANSWERS = 20;
const BACK_TIMEOUT_MS = 30_000;
const PRIMARY_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
/** The frozen primary stays frozen until its standby leads, and a while longer. */
const ZOMBIE_FROZEN_MS = 1_000;

/** Kills the primary again and again while the load goes on. */
export async function runDrill(options: DrillOptions): Promise<DrillResult> {
  const kills: Kill[] = [];
  while (kills.length < options.kills && !options.interrupted.aborted) {
    if (options.engines === 'primary-and-standby') {
      await options.exchange.standbyReady(options.interrupted);
    }
    await sleep(BEFORE_KILL_MS);
    const kill = await killOnce(options);
    kills.push(kill);
    const gap = kill.gapMs === null ? 'never came back' : `${kill.gapMs.toFixed(1)} ms`;
    options.say(
      `${kills.length}/${options.kills}: SIG${options.signal} ${kill.name} (${kill.pid}): ${gap}`,
    );
    if (kill.gapMs === null) break;
  }
  // The one killed last has to be back before replicas are compared.
  if (options.engines === 'primary-and-standby') {
    await options.exchange.standbyReady(options.interrupted);
  }
  return { kills, gaps: summarizeGaps(kills.flatMap(({ gapMs }) => gapMs ?? [])) };
}

async function killOnce(options: DrillOptions): Promise<Kill> {
  const { exchange, outages, signal } = options;
  const { name, pid } = await reportedPrimary(exchange);
  const atMs = performance.now();
  process.kill(pid, `SIG${signal}`);
  const isBack = await waitUntilBack(options, pid);
  const gapMs = isBack ? outages.longestGapMs(atMs, performance.now()) : null;
  if (signal === 'STOP') {
    await sleep(Math.max(0, ZOMBIE_FROZEN_MS - (performance.now() - atMs)));
    if (!thaw(pid)) options.say(`${name} (${pid}) was ended while it was frozen`);
  }
  return { name, pid, gapMs };
}

/** False: it is no more. Whoever is frozen with the log's lock in its hand is ended by those who wait for it. */
function thaw(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGCONT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** On a busy machine a report may be late: the process that leads is silent for a moment. */
async function reportedPrimary(exchange: RunningExchange): Promise<NamedProcess> {
  const deadlineMs = performance.now() + PRIMARY_TIMEOUT_MS;
  for (;;) {
    const primary = await exchange.primary();
    if (primary !== null) return primary;
    if (performance.now() > deadlineMs) throw new Error('no engine is primary');
    await sleep(50);
  }
}

/**
 * Answers that were on their way when the signal came are no recovery, and on a busy machine there are
 * many: only those count that come once others lead.
 */
async function waitUntilBack(options: DrillOptions, pid: number): Promise<boolean> {
  const { exchange, markets, outages } = options;
  const deadlineMs = performance.now() + BACK_TIMEOUT_MS;
  let ledMs: number | null = null;
  while (performance.now() < deadlineMs) {
    await sleep(POLL_MS);
    if (ledMs === null && (await exchange.isLedWithout(pid))) ledMs = performance.now();
    if (ledMs === null) continue;
    const sinceMs = ledMs;
    const isBack = (market: string) => outages.countSince(market, sinceMs) >= BACK_AFTER_ANSWERS;
    if (markets.every(isBack)) return true;
  }
  return false;
}
