/**
 * Prints how a fixed run of 100,000 commands ends: equal on every Node version and machine.
 *
 *   node scripts/run.mjs scripts/state-hash.ts
 */
import { fastBook } from '../engine/core/book/fast-book.ts';
import { seededRun } from '../engine/core/testing/seeded-run.ts';

const { commands, eventHash, stateHash } = seededRun(fastBook);
process.stdout.write(`commands=${commands} eventHash=${eventHash} stateHash=${stateHash}\n`);
