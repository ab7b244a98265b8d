import type { Readable } from 'node:stream';
import type { ObjectArrival } from '../objects/object-bucket.ts';

/** What came of so many bytes, each part put down as it comes. */
export async function arrived(
  body: Readable,
  length: number,
  arrival: ObjectArrival,
): Promise<Uint8Array> {
  const bytes = arrival.place(length);
  let at = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    const taken = part.subarray(0, length - at);
    bytes.set(taken, at);
    arrival.part(bytes.subarray(at, at + taken.length), at);
    at += taken.length;
  }
  return at === length ? bytes : bytes.subarray(0, at);
}
