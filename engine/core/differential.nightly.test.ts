/**
 * Ten million commands through the naive and the fast book (COMMANDS=… for another number), and the
 * benchmark's workloads with the trades that every correct engine makes of them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MIXES } from '../../bench/workload/mixes.ts';
import { makeWorkload } from '../../bench/workload/workload.ts';
import { fastBook } from './book/fast-book.ts';
import { FLOWS } from './testing/command-flows.ts';
import { compareBooks } from './testing/differential.ts';
import { runWorkload, TradeHash, workloadMachine } from './testing/matching-workload.ts';
import { announceSeed, Random } from './testing/random.ts';

const seed = announceSeed('node dist/engine/core/differential.nightly.test.js');
const commandsWanted = Number(process.env['COMMANDS'] ?? 10_000_000);
const PROGRESS_EVERY = 500_000;

for (const [name, flow] of Object.entries(FLOWS)) {
  test(`the fast book says what the naive one says, for hours of trading: ${name}`, () => {
    let shown = 0;
    const progress = (commands: number) => {
      if (commands < shown + PROGRESS_EVERY) return;
      shown = commands;
      process.stdout.write(`${name}: ${commands} commands\n`);
    };
    const commands = Math.ceil(commandsWanted / Object.keys(FLOWS).length);
    const random = new Random(seed);
    const result = compareBooks({ flow: { ...flow, random }, commands, checkEvery: 100, progress });
    assert.ok(result.commands >= commands && result.events > commands / 2);
  });
}

for (const mix of Object.values(MIXES)) {
  test(`workload ${mix.name}: every trade is the right one`, () => {
    const { bytes, checkpoints } = makeWorkload(mix);
    const sink = new TradeHash();
    const machine = workloadMachine(fastBook);
    runWorkload(machine, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), sink);
    machine.checkInvariants();
    const { trades, tradeHash } = checkpoints.at(-1)!;
    assert.deepEqual(mix.known, { trades, tradeHash });
    assert.deepEqual({ trades: sink.trades, tradeHash: sink.value() }, mix.known);
  });
}
