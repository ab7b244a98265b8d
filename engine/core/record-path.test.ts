/** Records as bytes against records as objects: the same events, byte for byte, and the same refusals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c, DecodeError, decodeCommandBatch, encodeCommandBatch } from '../../proto/codec.ts';
import type { Command, CommandBatch } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';
import { fastBook } from './book/fast-book.ts';
import { naiveBook } from './book/naive-book.ts';
import { MarketMachine } from './market-machine.ts';
import { outputOf } from './record-output.ts';
import { RecordPath } from './record-path.ts';
import { CommandFlow } from './testing/command-flow.ts';
import { FLOWS } from './testing/command-flows.ts';
import { MARKET } from './testing/market-fixture.ts';
import { announceSeed, Random } from './testing/random.ts';
import { compareReaders } from './testing/reader-comparison.ts';

const RECORDS = 2_000;
const MUTATIONS = 20_000;
const TEXTS = ['', 'a', 'order-000000000001', 'x'.repeat(36), 'x'.repeat(68), 'x'.repeat(69)];
const ODD_TEXTS = ['é', 'заказ', 'x'.repeat(300), '日本'];
const seed = announceSeed('node dist/engine/core/record-path.test.js');

/** The same batch with client order ids of every kind, and no price that cannot be written. */
function writable(batch: CommandBatch, random: Random): CommandBatch {
  const texts = random.oneIn(4) ? ODD_TEXTS : TEXTS;
  const commands = batch.commands.map((command): Command => {
    if (command.kind !== 'PlaceOrder' && command.kind !== 'AmendOrder') return command;
    const price = command.priceTicks === null ? null : Math.max(1, command.priceTicks);
    const priced = { ...command, priceTicks: price as never };
    return priced.kind === 'PlaceOrder' ? { ...priced, clientOrderId: random.pick(texts) } : priced;
  });
  return { ...batch, commands };
}

for (const [name, flowOptions] of Object.entries(FLOWS)) {
  test(`bytes in, bytes out, as through objects: ${name}`, () => {
    const random = new Random(seed);
    const flow = new CommandFlow({ ...flowOptions, random });
    const judge = new MarketMachine({ market: MARKET, book: naiveBook });
    const emitting = new MarketMachine({ market: MARKET, book: fastBook });
    const replaying = new MarketMachine({ market: MARKET, book: fastBook });
    const path = new RecordPath(emitting);
    const replay = new RecordPath(replaying);
    let offset = 0;
    const take = (made: CommandBatch) => {
      const batch = writable(made, random);
      const bytes = encodeCommandBatch(batch);
      const expected = judge.applyBatch(decodeCommandBatch(bytes), offset as Offset);
      path.open(bytes);
      assert.deepEqual(path.apply(offset as Offset), outputOf(expected));
      replay.open(bytes, crc32c(bytes));
      replay.replay(offset as Offset);
      assert.equal(replaying.eventHash(), expected.eventHash);
      flow.learn(expected.events);
      offset += 1;
    };
    for (const batch of flow.opening()) take(batch);
    for (let record = 0; record < RECORDS; record += 1) take(flow.next());
    assert.equal(emitting.stateHash(), judge.stateHash());
    assert.equal(replaying.stateHash(), judge.stateHash());
  });
}

test('a record that decodes is read as it decodes, and no other is read', () => {
  const { read, refused } = compareReaders(seed, MUTATIONS);
  assert.ok(read > 500 && refused > 500, `${read} read, ${refused} refused`);
});

test('a record that does not decode changes nothing', () => {
  const machine = new MarketMachine({ market: MARKET, book: fastBook });
  const path = new RecordPath(machine);
  const bytes = encodeCommandBatch({
    sessionId: 0,
    sessionEpoch: 0,
    firstSequence: 0,
    timestampUs: 5,
    prevHash: 0,
    commands: [],
  } as unknown as CommandBatch);
  bytes[6] = 99;
  assert.throws(() => path.open(bytes), DecodeError);
  assert.throws(() => path.apply(0 as Offset), /a record is open/);
  assert.equal(machine.offset, -1);
});
