/** Generators of values of each unit of the language; for tests only. */
import fc from 'fast-check';
import * as range from '../ranges.ts';

/** Decoders make plain objects, and so do these. */
export const plain = { noNullPrototype: true } as const;
export const UINT32_MAX = 2 ** 32 - 1;

/** Boundaries come as often as everything between them. */
export function integer<Value extends number>(least: number, most: number): fc.Arbitrary<Value> {
  return fc.oneof(
    fc.constantFrom(least, most),
    fc.integer({ min: least, max: most }),
  ) as fc.Arbitrary<number> as fc.Arbitrary<Value>;
}
export const uint32 = <Value extends number>() => integer<Value>(0, UINT32_MAX);
export const uint53 = <Value extends number>() =>
  fc.oneof(
    integer<Value>(0, Number.MAX_SAFE_INTEGER),
    fc.constantFrom(...([UINT32_MAX, UINT32_MAX + 1] as Value[])),
  );
export const id = <Value extends number>() => integer<Value>(1, Number.MAX_SAFE_INTEGER);
export const choice = <Value extends number>(most: number) => integer<Value>(1, most);
export const price = <Value extends number>() => integer<Value>(1, range.PRICE_TICKS_MAX);
export const rate = <Value extends number>() => integer<Value>(0, range.PPM_MAX);
export const session = <Value extends number>() => integer<Value>(0, range.SESSION_ID_MAX);
export const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
/** An optional field: undefined here, left out of the message. */
export const absentOr = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
export function withoutAbsent(message: object): object {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
}
export const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ minLength: 120, maxLength: 140 }),
);
export const hash = <Value extends string>() =>
  fc
    .oneof(
      fc.constantFrom(0n, 2n ** 64n - 1n, 2n ** 53n),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    )
    .map((value) =>
      value.toString(16).padStart(16, '0'),
    ) as fc.Arbitrary<string> as fc.Arbitrary<Value>;
export const int64 = <Value extends bigint>() =>
  fc.oneof(
    fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n, 2n ** 53n + 1n),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  ) as fc.Arbitrary<bigint> as fc.Arbitrary<Value>;
