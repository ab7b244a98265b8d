/**
 * Two markets in a process of their own, which are given all that a market meets until their own code is compiled, and
 * then as much again while V8 tells of every assumption that fails. Prints what of them is to be seen from here.
 */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { encodeCommandBatch } from '../../../proto/codec.ts';
import type { CommandBatch } from '../../../proto/messages.ts';
import type { Offset } from '../../../proto/units.ts';
import { fastBook } from '../../core/book/fast-book.ts';
import { MarketMachine } from '../../core/market-machine.ts';
import { CommandFlow } from '../../core/testing/command-flow.ts';
import { FLOWS } from '../../core/testing/command-flows.ts';
import { MARKET } from '../../core/testing/market-fixture.ts';
import { Random } from '../../core/testing/random.ts';
import { marketMachines } from '../machine-factory.ts';
import { BUSY_AFTER_COMMANDS } from '../own-code.ts';
import { inliningWindow } from '../whole-path-inlined.ts';

const SEED = 7;
/** Until its own code is compiled and what is rare has been met. */
const WARM_COMMANDS = 1.6 * BUSY_AFTER_COMMANDS;
const STEADY_COMMANDS = 0.4 * BUSY_AFTER_COMMANDS;
const SNAPSHOT_EVERY_RECORDS = 4_000;

/** Rules stay: a change makes the path anew. */
const changesRules = ({ commands }: CommandBatch): boolean =>
  commands.some(({ kind }) => kind === 'ChangeMarket' || kind === 'DefineMarket');

function recordsOf(options: (typeof FLOWS)[string], seed: number) {
  const flow = new CommandFlow({ ...options, random: new Random(seed) });
  const judge = new MarketMachine({ market: MARKET, book: fastBook });
  const records: Uint8Array[] = [];
  let [commands, warmRecords] = [0, 0];
  const add = (batch: CommandBatch) => {
    flow.learn(judge.applyBatch(batch, (judge.offset + 1) as Offset).events);
    records.push(encodeCommandBatch(batch));
    commands += batch.commands.length;
    if (commands < WARM_COMMANDS) warmRecords = records.length;
  };
  for (const batch of flow.opening()) add(batch);
  while (commands < WARM_COMMANDS + STEADY_COMMANDS) {
    const batch = flow.next();
    if (!changesRules(batch)) add(batch);
  }
  return { records, warmRecords };
}

const markets = Object.values(FLOWS)
  .slice(0, 2)
  .map((options, index) => {
    const { records, warmRecords } = recordsOf(options, SEED + index);
    return { records, machine: marketMachines.create(MARKET), next: 0, end: warmRecords };
  });

function applyOne(market: (typeof markets)[number]): boolean {
  const { end, machine, next, records } = market;
  if (next >= end) return false;
  machine.open(records[next]!);
  machine.apply(next as Offset);
  if (next % SNAPSHOT_EVERY_RECORDS === 0) machine.snapshot();
  market.next += 1;
  return true;
}

/** By turns, each up to its `end`. */
function applyAll(): void {
  let isDone = false;
  while (!isDone) {
    isDone = true;
    for (const market of markets) if (applyOne(market)) isDone = false;
  }
}

/** Of which an assumption fails for certain. */
const control = (value: { readonly length: number }): number => value.length;

applyAll();
let sum = 0;
for (let round = 0; round < 1_000_000; round += 1) sum += control('text' as never);
const isOpenBefore = inliningWindow.isOpen;
for (const market of markets) market.end = market.records.length;
setFlagsFromString('--trace-deopt');
applyAll();
sum += control({ length: 1 });
setFlagsFromString('--no-trace-deopt');
const hashes = markets.map(({ machine }) => machine.stateHash());
const seen = { isOpenBefore, isOpenAfter: inliningWindow.isOpen, sum, hashes };
process.stdout.write(`\n${JSON.stringify(seen)}\n`);
