import { PerformanceObserver } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DEMO_FLOW_MARKETS,
  type FlowMarket,
  flowOrder,
  staysAway,
} from '../../cli/trading/order-flow.ts';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Order, OrderRequest } from '../../client/api-types.ts';
import { SocketClient } from '../../client/socket-client.ts';
import { LatencyHistogram } from '../latency-histogram.ts';
import { LatencyOverTime } from '../latency-over-time.ts';
import { arrivalTimesMs } from './arrivals.ts';
import { dialectRestDoor } from './dialect-rest-door.ts';
import { dialectSocketDoor } from './dialect-socket-door.ts';
import {
  type GeneratorMessage,
  type GeneratorPlan,
  type GeneratorResult,
  LATE_AFTER_MS,
  type Pause,
} from './generator-plan.ts';
import type { DoorOptions, OrderDoor } from './order-door.ts';
import { RestingOrders } from './resting-orders.ts';

const ANSWERS_TIMEOUT_MS = 15_000;

/** Bids and asks overlap fully, so the book stays about as full as it is. */
const MARKETS: readonly FlowMarket[] = DEMO_FLOW_MARKETS.map((market) => ({
  ...market,
  reach: Math.floor(market.range / 2),
}));

interface FlowOrder {
  readonly market: FlowMarket;
  readonly order: OrderRequest;
}

/** Sends the orders of a plan and measures; one process of its own, so that it disturbs nobody. */
class Generator {
  readonly #plan: GeneratorPlan;
  readonly #doors: readonly OrderDoor[];
  readonly #random: SeededRandom;
  readonly #latency = new LatencyHistogram();
  readonly #serviceTime = new LatencyHistogram();
  readonly #overTime = new LatencyOverTime();
  readonly #pauses: Pause[] = [];
  readonly #refusals = new Map<string, number>();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #resting = new RestingOrders();
  readonly #run = `${process.pid.toString(36)}${Date.now().toString(36)}`;
  #orders = 0;
  #measuring = false;
  #startedAtMs = 0;
  #startMs = 0;
  #offered = 0;
  #accepted = 0;
  #rejected = 0;
  #unanswered = 0;
  #canceled = 0;
  #late = 0;
  #requests = 0;

  constructor(plan: GeneratorPlan, doors: readonly OrderDoor[]) {
    this.#plan = plan;
    this.#doors = doors;
    this.#random = new SeededRandom(plan.seed);
  }

  /** `onMeasuring`: the warm-up is over. */
  async run(onMeasuring: () => void): Promise<GeneratorResult> {
    const { mode, warmUpSeconds, seconds } = this.#plan;
    if (warmUpSeconds > 0) await this.#phase(mode, warmUpSeconds);
    await Promise.all(this.#inFlight);
    this.#measuring = true;
    onMeasuring();
    this.#startedAtMs = Date.now();
    this.#startMs = performance.now();
    const pauses = this.#observePauses();
    this.#stallOnce(seconds);
    await this.#phase(mode, seconds);
    await Promise.all(this.#inFlight);
    pauses.disconnect();
    return this.#result((performance.now() - this.#startMs) / 1000);
  }

  #observePauses(): PerformanceObserver {
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        const atSeconds = (startTime - this.#startMs) / 1000;
        if (atSeconds >= 0) this.#pauses.push({ atSeconds, durationMs: duration });
      }
    });
    observer.observe({ entryTypes: ['gc'] });
    return observer;
  }

  /** In the middle, nothing of this process runs for a while. */
  #stallOnce(seconds: number): void {
    const { stallMs } = this.#plan;
    if (stallMs === 0) return;
    const stall = (): void => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
    };
    setTimeout(stall, seconds * 500).unref();
  }

  #phase(mode: GeneratorPlan['mode'], seconds: number): Promise<unknown> {
    return mode === 'open-loop' ? this.#openLoop(seconds) : this.#closedLoop(seconds);
  }

  async #openLoop(seconds: number): Promise<void> {
    const { ratePerSecond, ordersPerRequest, arrivals } = this.#plan;
    const schedule = arrivalTimesMs({
      requestsPerSecond: ratePerSecond / ordersPerRequest,
      arrivals,
      random: this.#random,
    });
    const startMs = performance.now();
    for (const atMs of schedule) {
      if (atMs >= seconds * 1000) return;
      const intendedMs = startMs + atMs;
      // Never early: that would make the latency look better than it is. The timer's grain of a
      // millisecond makes it a little worse instead.
      for (;;) {
        const aheadMs = intendedMs - performance.now();
        if (aheadMs <= 0) break;
        await sleep(Math.ceil(aheadMs));
      }
      this.#fire(this.#orders % this.#doors.length, intendedMs);
    }
  }

  #closedLoop(seconds: number): Promise<unknown> {
    const endMs = performance.now() + seconds * 1000;
    const lane = async (account: number): Promise<void> => {
      while (performance.now() < endMs) await this.#fire(account, performance.now());
    };
    return Promise.all(
      this.#doors.flatMap((_, account) =>
        Array.from({ length: this.#plan.requestsInFlight }, () => lane(account)),
      ),
    );
  }

  #fire(account: number, intendedMs: number): Promise<void> {
    const flow = Array.from({ length: this.#plan.ordersPerRequest }, () => {
      this.#orders += 1;
      const market = this.#random.pick(MARKETS);
      return { market, order: flowOrder(this.#random, market, `${this.#run}-${this.#orders}`) };
    });
    const measured = this.#measuring;
    const sentMs = performance.now();
    if (measured) {
      this.#offered += flow.length;
      this.#requests += 1;
      // A closed loop sends when it comes to it, which is what was intended.
      const isDue = this.#plan.mode === 'open-loop';
      if (isDue && sentMs - intendedMs > LATE_AFTER_MS) this.#late += 1;
    }
    const door = this.#doors[account]!;
    const work = this.#send(door, flow, measured).then((placed) => {
      if (measured) {
        const nowMs = performance.now();
        this.#latency.record((nowMs - intendedMs) * 1000);
        this.#overTime.record(intendedMs - this.#startMs, (nowMs - intendedMs) * 1000);
        this.#serviceTime.record((nowMs - sentMs) * 1000);
      }
      return this.#makeRoom({ account, door }, flow, placed);
    });
    const tracked = work.finally(() => this.#inFlight.delete(tracked));
    this.#inFlight.add(tracked);
    return tracked;
  }

  /** Resolves to what became of each, as far as it was accepted. */
  async #send(
    door: OrderDoor,
    flow: readonly FlowOrder[],
    measured: boolean,
  ): Promise<readonly (Order | null)[]> {
    const orders = flow.map(({ order }) => order);
    try {
      const [single] = orders;
      if (orders.length === 1 && single !== undefined) {
        const placed = await door.place(single);
        if (measured) this.#accepted += 1;
        return [placed];
      }
      if (door.placeBatch === undefined) throw new Error('this door takes no batches');
      const items = await door.placeBatch(orders);
      for (const { error } of measured ? items : []) {
        if (error === undefined) this.#accepted += 1;
        else this.#refused(error.code, 1);
      }
      return items.map(({ order }) => order ?? null);
    } catch (error) {
      if (!measured) return [];
      if (error instanceof ApiError) this.#refused(error.code, orders.length);
      else this.#unanswered += orders.length;
      return [];
    }
  }

  /** What will not be taken is canceled in the end. One that was taken nevertheless is no loss. */
  async #makeRoom(
    { account, door }: { readonly account: number; readonly door: OrderDoor },
    flow: readonly FlowOrder[],
    placed: readonly (Order | null)[],
  ): Promise<void> {
    const leaving: string[] = [];
    for (const [index, { market, order }] of flow.entries()) {
      const { id, status } = placed[index] ?? {};
      const isOpen = status === 'open' || status === 'partially_filled';
      if (id === undefined || !isOpen || !staysAway(market, order)) continue;
      const oldest = this.#resting.add({ account, market: market.market }, id);
      if (oldest !== null) leaving.push(oldest);
    }
    if (this.#measuring) this.#canceled += leaving.length;
    await Promise.allSettled(leaving.map((id) => door.cancel?.(id)));
  }

  #refused(code: string, count: number): void {
    this.#rejected += count;
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + count);
  }

  #result(seconds: number): GeneratorResult {
    return {
      offered: this.#offered,
      accepted: this.#accepted,
      rejected: this.#rejected,
      unanswered: this.#unanswered,
      canceled: this.#canceled,
      late: this.#late,
      requests: this.#requests,
      seconds,
      latency: this.#latency.summary(),
      serviceTime: this.#serviceTime.summary(),
      latencyCounts: this.#latency.toCounts(),
      serviceTimeCounts: this.#serviceTime.toCounts(),
      slices: this.#overTime.slices(),
      pauses: this.#pauses,
      startedAtMs: this.#startedAtMs,
      refusals: Object.fromEntries(this.#refusals),
    };
  }
}

const DOORS = {
  native: SocketClient.connect,
  binance: dialectSocketDoor,
  'binance-rest': async (options: DoorOptions) => dialectRestDoor(options),
};

const tell = (message: GeneratorMessage): void => {
  process.send?.(message);
};

async function carryOut(plan: GeneratorPlan): Promise<GeneratorResult> {
  const doors = await Promise.all(
    plan.accounts.map((credentials): Promise<OrderDoor> => {
      const options = { wsUrl: plan.wsUrl, credentials, timeoutMs: ANSWERS_TIMEOUT_MS };
      return DOORS[plan.dialect](options);
    }),
  );
  try {
    // What a run before this one left open counts as open orders of these accounts.
    for (const { market } of MARKETS) {
      await Promise.all(doors.map((door) => door.cancelAll?.(market)));
    }
    return await new Generator(plan, doors).run(() => tell({ measuring: true }));
  } finally {
    for (const door of doors) door.close();
  }
}

process.on('disconnect', () => process.exit(1));
process.on('message', (plan: GeneratorPlan) => {
  carryOut(plan).then(
    (result) => tell({ result }),
    (error: Error) => tell({ error: error.message }),
  );
});
