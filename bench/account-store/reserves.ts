/**
 * How many orders per second an account store reserves for, and settles: batches of orders of many
 * accounts, each with a client order id, one batch behind the other. Closed loop: a throughput, not a
 * latency.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  AccountStore,
  Admission,
  Effect,
  SettlementStep,
} from '../../ports/account-store/account-store.ts';
import { assert } from '../../proto/assert.ts';
import {
  accountId,
  type Epoch,
  epoch,
  hash64,
  money,
  offset,
  orderId,
  sequence,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { LatencyHistogram } from '../latency-histogram.ts';

const TOPIC = 'commands.BENCH-USD';
const EVENTS = 'events.BENCH-USD';
const SESSION = sessionId(1);
const FUNDS = 1_000_000_000_000n;
const NOW = timestampUs(1_700_000_000_000_000);

export interface ReservesPlan {
  readonly batch: number;
  readonly accounts: number;
  readonly seconds: number;
  /** Batches that are on their way at the same time. */
  readonly inFlight: number;
}

export interface ReservesResult {
  readonly reserved: number;
  readonly reservesPerSecond: number;
  readonly batchMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Every order accepted and then closed again, in steps of as many orders. */
  readonly settledPerSecond: number;
  /** CPU time of this process, which holds still beside other programs; without that of a server. */
  readonly cpuUs: { readonly reserve: number; readonly settle: number };
}

/** The store must be empty. null: interrupted. */
export async function measureReserves(
  store: AccountStore,
  plan: ReservesPlan,
  interrupted: AbortSignal,
): Promise<ReservesResult | null> {
  const opened = await store.openSession(SESSION, epoch(0));
  await store.apply([fundingOf(plan.accounts)]);
  const latency = new LatencyHistogram();
  let nextOrder = 1;
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const untilMs = startedMs + plan.seconds * 1000;
  const worker = async () => {
    while (performance.now() < untilMs && !interrupted.aborted) {
      // The embedded store answers within the turn, and no signal would ever be heard.
      await nextTurn();
      const first = nextOrder;
      nextOrder += plan.batch;
      const admissions = admissionsOf(first, plan, opened);
      const sentMs = performance.now();
      const outcomes = await store.admit(SESSION, admissions);
      latency.record((performance.now() - sentMs) * 1000);
      const last = outcomes[outcomes.length - 1];
      assert(
        outcomes.every(({ kind }) => kind === 'admitted') && last?.kind === 'admitted',
        'every order can be paid',
      );
      await store.clearOutbox(SESSION, { topic: TOPIC, epoch: opened, through: last.sequence });
    }
  };
  await Promise.all(Array.from({ length: plan.inFlight }, worker));
  const reserved = nextOrder - 1;
  const seconds = (performance.now() - startedMs) / 1000;
  const reserveUs = cpuUsSince(startedCpu) / reserved;
  const settlement = await measureSettlement(store, plan, { orders: reserved, interrupted });
  if (settlement === null) return null;
  const { settledPerSecond, settleUs } = settlement;
  return {
    reserved,
    reservesPerSecond: Math.round(reserved / seconds),
    batchMs: {
      p50: inMs(latency.percentileUs(50)),
      p99: inMs(latency.percentileUs(99)),
      max: inMs(latency.maxUs),
    },
    settledPerSecond,
    cpuUs: { reserve: tenths(reserveUs), settle: tenths(settleUs) },
  };
}

async function measureSettlement(
  store: AccountStore,
  plan: ReservesPlan,
  { orders, interrupted }: { readonly orders: number; readonly interrupted: AbortSignal },
): Promise<{ readonly settledPerSecond: number; readonly settleUs: number } | null> {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  let inputOffset = 0;
  for (let first = 1; first <= orders && !interrupted.aborted; first += plan.batch) {
    await nextTurn();
    const effects: Effect[] = [];
    for (let id = first; id < first + plan.batch; id += 1) {
      const order = reservationOf(id);
      const owner = accountId(1 + (id % plan.accounts));
      effects.push({ ...order, kind: 'open-hold', accountId: owner });
      effects.push({ kind: 'close-hold', orderId: order.orderId, nowUs: NOW });
    }
    await store.apply([stepOf(EVENTS, inputOffset, effects)]);
    inputOffset += 1;
  }
  if (interrupted.aborted) return null;
  return {
    settledPerSecond: Math.round(orders / ((performance.now() - startedMs) / 1000)),
    settleUs: cpuUsSince(startedCpu) / orders,
  };
}

function fundingOf(accounts: number): SettlementStep {
  const effects: Effect[] = [];
  for (let id = 1; id <= accounts; id += 1) {
    const owner = accountId(id);
    effects.push({
      kind: 'put-account',
      account: { accountId: owner, name: `bench-${id}`, makerFeePpm: null, takerFeePpm: null },
    });
    effects.push({
      kind: 'deposit',
      transactionId: `fund-${id}`,
      accountId: owner,
      asset: 'USD',
      amount: money(FUNDS),
    });
  }
  return stepOf('commands.ledger', 0, effects);
}

const reservationOf = (id: number) => ({
  kind: 'order' as const,
  orderId: orderId(id),
  market: 'BENCH-USD',
  asset: 'USD',
  amount: money(BigInt(1_000 + (id % 997))),
  clientOrderId: `client-${id}`,
  requestDigest: 'd41d8cd98f00b204e9800998ecf8427e',
  nowUs: NOW,
});

function admissionsOf(first: number, plan: ReservesPlan, opened: Epoch): readonly Admission[] {
  return Array.from({ length: plan.batch }, (_, index) => ({
    topic: TOPIC,
    epoch: opened,
    reservation: reservationOf(first + index),
    accountId: accountId(1 + ((first + index) % plan.accounts)),
  }));
}

function stepOf(topic: string, inputOffset: number, effects: readonly Effect[]): SettlementStep {
  const cursor = {
    nextLogOffset: offset(inputOffset + 1),
    inputOffset: offset(inputOffset),
    sequence: sequence(inputOffset + 1),
    eventHash: hash64('0'.repeat(16)),
  };
  return { topic, cursor, effects };
}

function cpuUsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const tenths = (us: number): number => Math.round(us * 10) / 10;

const inMs = (us: number): number => Math.round(us / 10) / 100;
