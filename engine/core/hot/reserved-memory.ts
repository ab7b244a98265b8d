/**
 * Memory for all the orders and accounts that a market admits, from the start: it costs address space, and pages as
 * they are touched.
 *
 * V8 counts the bytes of an ArrayBuffer, touched or not, and collects garbage when they are many: a market that admits
 * 4,194,304 orders reserves 577 MB, and 200 such markets took 2.4 s of CPU to make. What is shared between threads it
 * does not count (30 November 2026, Node 20.20). Nobody shares these; compiled code is the same. A book's levels are
 * counted, 16 MB, so that books that are dropped are collected as soon as a few of them were.
 */
const COUNTED_BYTES_MAX = 2 ** 20;

export const reservedMemory = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
  bytes > COUNTED_BYTES_MAX ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
