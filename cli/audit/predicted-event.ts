/** What the reference expects to read, and how it differs from what stands in the log. */
import type { Event, EventBody } from '../../proto/messages.ts';
import type { Hash64 } from '../../proto/units.ts';
import type { FaultKind } from './findings.ts';

/** Stands for a value that the checker cannot know by itself: the hash of the engine's full state. */
export const UNPREDICTABLE = Symbol('unpredictable');

type PredictedField<Value> = Value extends Hash64
  ? typeof UNPREDICTABLE
  : Value extends number
    ? number | bigint
    : Value;
type Predicted<Body extends EventBody> = Body extends EventBody
  ? {
      readonly [Field in keyof Body]: Field extends 'kind'
        ? Body[Field]
        : PredictedField<Body[Field]>;
    }
  : never;

/** An event body without brands; amounts may be bigint. */
export type PredictedBody = Predicted<EventBody>;
export type PredictedEvent = PredictedBody & { readonly commandIndex: number };

export function agrees(predicted: unknown, actual: unknown): boolean {
  if (predicted === UNPREDICTABLE) return true;
  if (typeof predicted === 'bigint') {
    return typeof actual === 'number' && predicted === BigInt(actual);
  }
  if (predicted === null || typeof predicted !== 'object') return predicted === actual;
  if (actual === null || typeof actual !== 'object') return false;
  const expected = Object.entries(predicted);
  if (expected.length !== Object.keys(actual).length) return false;
  const found = actual as Record<string, unknown>;
  return expected.every(([field, value]) => agrees(value, found[field]));
}

export interface Difference {
  readonly kind: FaultKind;
  /** Position within the batch. */
  readonly index: number;
  readonly predicted: PredictedEvent | null;
  readonly actual: Event | null;
}

/** The first event in which the two differ, and what sort of fault that looks like; null: none. */
export function firstDifference(
  predicted: readonly PredictedEvent[],
  actual: readonly Event[],
): Difference | null {
  const length = Math.max(predicted.length, actual.length);
  for (let index = 0; index < length; index += 1) {
    const expected = predicted[index] ?? null;
    const found = actual[index] ?? null;
    if (expected !== null && found !== null && agrees(expected, found)) continue;
    const kind = faultOf(predicted, actual, index);
    return { kind, index, predicted: expected, actual: found };
  }
  return null;
}

function faultOf(
  predicted: readonly PredictedEvent[],
  actual: readonly Event[],
  index: number,
): FaultKind {
  const expected = predicted[index];
  const found = actual[index];
  if (found === undefined) return 'lost';
  if (repeatsEarlierTrade(actual, index)) return 'duplicated';
  if (expected === undefined) return 'wrong';
  if (agrees(predicted[index + 1], found)) return 'lost';
  const others = actual.slice(index + 1);
  if (others.some((event) => agrees(expected, event))) {
    const foundIsExpectedLater = predicted.slice(index + 1).some((event) => agrees(event, found));
    if (foundIsExpectedLater) return 'reordered';
  }
  if (expected.kind === 'TradeExecuted' && found.kind === 'TradeExecuted') {
    const sameTaker = expected.takerOrderId === found.takerOrderId;
    const samePrice = expected.priceTicks === found.priceTicks;
    if (sameTaker && samePrice && expected.makerOrderId !== found.makerOrderId) return 'reordered';
  }
  return 'wrong';
}

function repeatsEarlierTrade(actual: readonly Event[], index: number): boolean {
  const found = actual[index]!;
  if (found.kind !== 'TradeExecuted') return false;
  return actual
    .slice(0, index)
    .some((event) => event.kind === 'TradeExecuted' && event.tradeId === found.tradeId);
}

/** For people: kind and fields on one line. */
export function describeEvent(event: PredictedEvent | Event | null): string {
  if (event === null) return 'nothing';
  const fields = Object.entries(event)
    .filter(([field]) => field !== 'kind')
    .map(([field, value]) => `${field}=${describeValue(value)}`);
  return `${event.kind}(${fields.join(' ')})`;
}

function describeValue(value: unknown): string {
  if (typeof value === 'symbol') return '?';
  return JSON.stringify(value, (_, nested) =>
    typeof nested === 'bigint' ? String(nested) : nested,
  );
}
