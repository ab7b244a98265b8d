/** Frames as a broken or hostile client writes them, by a seed: wrong texts, and texts wrongly framed. */
import type { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { type Frame, frameBytes, Opcode } from './raw-web-socket.ts';

type Values = Record<string, unknown>;

export const STRANGE: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  'null',
  0,
  -1,
  1e21,
  2 ** 53,
  '9223372036854775808',
  '-0',
  '1e5',
  '0x10',
  '\u0000',
  '\ud800',
  'x'.repeat(400),
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, constructor: { prototype: 1 } },
];
const TOKENS = ['{', '}', '[', ']', '"', ',', ':', '1e400', '\\u0000', '"__proto__":1,', '\u2028'];
const DEPTH = 200;

/** One of its values, wherever it is, by a strange one; or without it, or with one more. */
function otherValues(random: SeededRandom, message: Values): string {
  const copy = structuredClone(message);
  let place: Values = copy;
  for (;;) {
    const name = random.pick(Object.keys(place));
    const value = place[name];
    const isObject = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (isObject && random.below(2) === 0) {
      place = value as Values;
      continue;
    }
    const draw = random.below(4);
    if (draw === 0) delete place[name];
    else if (draw === 1) place[`${name}_`] = random.pick(STRANGE);
    else place[name] = random.pick(STRANGE);
    return JSON.stringify(copy);
  }
}

function otherText(random: SeededRandom, text: string): string {
  const at = random.below(text.length);
  const end = at + random.below(text.length - at);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(TOKENS) + text.slice(at);
    case 4:
      return '['.repeat(DEPTH) + text + ']'.repeat(DEPTH);
    default: {
      const other = String.fromCharCode(random.below(0x250));
      return text.slice(0, at) + other + text.slice(at + 1);
    }
  }
}

/** The message as it is, now and then; else something like it. */
export function likeIt(random: SeededRandom, message: Values): string {
  const draw = random.below(10);
  if (draw < 3) return JSON.stringify(message);
  if (draw < 7) return otherValues(random, message);
  return otherText(random, JSON.stringify(message));
}

const text = (payload: Uint8Array): Frame => ({ opcode: Opcode.text, payload });

/** Cut into so many frames; pings may come between them. */
function inPieces(random: SeededRandom, payload: Buffer, count: number): Buffer {
  const frames: Frame[] = [];
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    const to =
      index === count - 1 ? payload.length : from + random.below(payload.length - from + 1);
    const opcode = index === 0 ? Opcode.text : Opcode.continuation;
    const piece = { opcode, payload: payload.subarray(from, to) };
    frames.push(index === count - 1 ? piece : { ...piece, more: 'more-follows' });
    if (random.below(4) === 0) frames.push({ opcode: Opcode.ping, payload: Buffer.from('?') });
    from = to;
  }
  return Buffer.concat(frames.map(frameBytes));
}

const noise = (random: SeededRandom, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.below(256)));

function badUtf8(random: SeededRandom, payload: Buffer): Buffer {
  const wrong = random.pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80]]);
  const at = random.below(payload.length + 1);
  return Buffer.concat([payload.subarray(0, at), Buffer.from(wrong), payload.subarray(at)]);
}

function closing(random: SeededRandom): Frame {
  const code = random.pick([1000, 1001, 1005, 1006, 1015, 0, 999, 2999, 4999, 65_535]);
  const reason = random.below(2) === 0 ? Buffer.from('bye') : Buffer.from([0xff, 0xfe]);
  const whole = Buffer.concat([Buffer.from([code >> 8, code & 255]), reason]);
  return { opcode: Opcode.close, payload: whole.subarray(0, random.below(whole.length + 1)) };
}

/** Each breaks the protocol or a limit in a way of its own, or asks what a client may ask. */
const FRAMINGS: readonly ((random: SeededRandom, payload: Buffer) => Buffer)[] = [
  (random, payload) => inPieces(random, payload, 2 + random.below(5)),
  (random, payload) => inPieces(random, payload, 40),
  (random, payload) => frameBytes(text(badUtf8(random, payload))),
  (_random, payload) => frameBytes({ opcode: Opcode.binary, payload }),
  (_random, payload) => frameBytes({ ...text(payload), mask: 'none' }),
  (random, payload) => frameBytes({ ...text(payload), reserved: 1 + random.below(7) }),
  (random, payload) => frameBytes({ opcode: random.pick([3, 5, 7, 11, 15]), payload }),
  (random) => frameBytes(text(Buffer.alloc(16_385 + random.below(60_000), 'x'))),
  (random, payload) =>
    frameBytes({ ...text(payload), claimedLength: random.pick([2n ** 62n, 2n ** 53n, 70_000n]) }),
  (_random, payload) => frameBytes({ ...text(payload), claimedLength: BigInt(payload.length + 9) }),
  (random) => frameBytes({ opcode: Opcode.ping, payload: noise(random, random.below(140)) }),
  (random) => frameBytes({ opcode: Opcode.pong, payload: noise(random, random.below(140)) }),
  () => frameBytes({ opcode: Opcode.ping, payload: Buffer.from('?'), more: 'more-follows' }),
  (random) => frameBytes(closing(random)),
  (_random, payload) => frameBytes({ opcode: Opcode.continuation, payload }),
  (_random, payload) =>
    Buffer.concat(
      [{ ...text(payload), more: 'more-follows' } as const, text(payload)].map(frameBytes),
    ),
  (random) => noise(random, 1 + random.below(64)),
  () => frameBytes(text(Buffer.alloc(0))),
];

export const FRAMING_COUNT = FRAMINGS.length;

/** `framing`: null for a frame as it should be. */
export function badFrame(random: SeededRandom, payload: Buffer, framing: number | null): Buffer {
  return framing === null ? frameBytes(text(payload)) : FRAMINGS[framing]!(random, payload);
}
