/** What a message costs in bytes and back, ours against protobufjs (static code) and JSON. */

import { fastBook } from '../../engine/core/book/fast-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import { assert } from '../../proto/assert.ts';
import {
  decodeCommandBatch,
  decodeEventBatch,
  encodeCommandBatch,
  encodeEventBatch,
} from '../../proto/codec.ts';
import type { CommandBatch, EventBatch } from '../../proto/messages.ts';
import { offset } from '../../proto/units.ts';
import { openingBatch } from '../core/bench-market.ts';
import { bestAndMedian, type Contestant, interleave } from '../harness/interleaved-runs.ts';
import { MIXES } from '../workload/mixes.ts';
import { batchOf } from '../workload/order-commands.ts';
import { makeWorkload } from '../workload/workload.ts';

export interface CodecRow {
  readonly work: string;
  readonly codec: string;
  readonly bytesPerMessage: number;
  readonly bestNs: number;
  readonly medianNs: number;
  /** Its median / ours. */
  readonly ratio: number;
}

export interface CodecOptions {
  readonly rounds: number;
  /** Messages per run. */
  readonly messages: number;
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

const MESSAGES_PER_BATCH = 1000;
const OURS = 'lockstep';

interface Work {
  readonly name: string;
  readonly messages: number;
  readonly contestants: readonly {
    readonly codec: string;
    readonly bytes: number;
    readonly once: () => unknown;
  }[];
}

export async function runCodec(options: CodecOptions): Promise<readonly CodecRow[]> {
  const rows: CodecRow[] = [];
  for (const work of await works()) {
    options.say(work.name);
    const entries = work.contestants.map(
      ({ codec, once }): Contestant<number> => ({
        name: codec,
        run: async () => nanosecondsOf(once, work.messages, options.messages),
      }),
    );
    const series = await interleave(entries, {
      warmUps: 3,
      warmUpMs: 200,
      rounds: options.rounds,
      slowMs: Number.POSITIVE_INFINITY,
      interrupted: options.interrupted,
    });
    const broken = series.find(({ problem }) => problem !== null);
    if (broken !== undefined) throw new Error(`${broken.name}: ${broken.problem}`);
    const nanoseconds = series.map(({ runs }) => bestAndMedian(runs.map((ns) => 1 / ns)));
    const ours = 1 / (nanoseconds[0]?.median ?? 0);
    for (const [index, { codec, bytes }] of work.contestants.entries()) {
      const { best, median } = nanoseconds[index]!;
      rows.push({
        work: work.name,
        codec,
        bytesPerMessage: Math.round(bytes / work.messages),
        bestNs: rounded(1 / best),
        medianNs: rounded(1 / median),
        ratio: rounded(1 / median / ours),
      });
    }
  }
  return rows;
}

const rounded = (value: number): number => Number(value.toPrecision(3));

function nanosecondsOf(once: () => unknown, messagesPerCall: number, messages: number): number {
  const calls = Math.max(1, Math.round(messages / messagesPerCall));
  const startedMs = performance.now();
  let last: unknown = null;
  for (let call = 0; call < calls; call += 1) last = once();
  const elapsedMs = performance.now() - startedMs;
  // The results are looked at, so that no call may be left out.
  assert(last !== null && last !== undefined, 'a codec returned nothing');
  return (elapsedMs * 1e6) / (calls * messagesPerCall);
}

/** A batch of orders and one of trades, as the engine makes them of mix A. */
function samples(): { readonly orders: CommandBatch; readonly trades: EventBatch } {
  const { bytes } = makeWorkload(MIXES.A, 20_000);
  const records = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const machine = new MarketMachine({ market: 'BTC-USD', book: fastBook });
  machine.applyBatch(openingBatch('BTC-USD'), offset(0));
  const events: EventBatch['events'][number][] = [];
  let output: EventBatch | null = null;
  const { preloaded } = MIXES.A;
  for (let from = 0; from < preloaded + 20_000; from += MESSAGES_PER_BATCH) {
    const batch = batchOf(records, { from, to: from + MESSAGES_PER_BATCH, prevHash: 0 });
    output = machine.applyBatch(batch, offset(machine.offset + 1));
    events.push(...output.events.filter(({ kind }) => kind === 'TradeExecuted'));
  }
  assert(output !== null && events.length >= MESSAGES_PER_BATCH, 'mix A trades');
  return {
    orders: batchOf(records, { from: preloaded, to: preloaded + MESSAGES_PER_BATCH, prevHash: 0 }),
    trades: { ...output, events: events.slice(0, MESSAGES_PER_BATCH) },
  };
}

async function works(): Promise<readonly Work[]> {
  const { exchange } = await import('../../proto/generated/exchange.js');
  const { CommandBatch: Commands, EventBatch: Events } = exchange.v1;
  const { orders, trades } = samples();
  const orderBytes = encodeCommandBatch(orders);
  const tradeBytes = encodeEventBatch(trades);
  const foreignOrders = Commands.decode(orderBytes);
  const foreignTrades = Events.decode(tradeBytes);
  const orderText = JSON.stringify(orders);
  const tradeText = JSON.stringify(trades);
  const work = (
    name: string,
    binary: Uint8Array,
    text: string,
    once: readonly [() => unknown, () => unknown, () => unknown],
  ): Work => ({
    name,
    messages: MESSAGES_PER_BATCH,
    contestants: [
      { codec: OURS, bytes: binary.length, once: once[0] },
      { codec: 'protobufjs static', bytes: binary.length, once: once[1] },
      { codec: 'JSON', bytes: text.length, once: once[2] },
    ],
  });
  return [
    work('encode order', orderBytes, orderText, [
      () => encodeCommandBatch(orders),
      () => Commands.encode(foreignOrders).finish(),
      () => JSON.stringify(orders),
    ]),
    work('decode order', orderBytes, orderText, [
      () => decodeCommandBatch(orderBytes),
      () => Commands.decode(orderBytes),
      () => JSON.parse(orderText),
    ]),
    work('encode trade', tradeBytes, tradeText, [
      () => encodeEventBatch(trades),
      () => Events.encode(foreignTrades).finish(),
      () => JSON.stringify(trades),
    ]),
    work('decode trade', tradeBytes, tradeText, [
      () => decodeEventBatch(tradeBytes),
      () => Events.decode(tradeBytes),
      () => JSON.parse(tradeText),
    ]),
  ];
}
