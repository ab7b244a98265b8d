/** The reader of records in place against the one that makes objects, on batches that were tampered with. */
import assert from 'node:assert/strict';
import { crc32c, DecodeError, decodeCommandBatch } from '../../../proto/codec.ts';
import type { Command, CommandBatch } from '../../../proto/messages.ts';
import { mutate, sampleBatches, xorshift } from '../../../proto/testing/batch-mutations.ts';
import { commandDoubles, commandInts } from '../hot/order-command.ts';
import { RecordReader } from '../hot/record-reader.ts';
import { fillOrderCommand } from '../order-command-of.ts';

/** How many of so many mutations were read, and how many refused, by both alike. */
export function compareReaders(
  seed: number,
  mutations: number,
): { readonly read: number; readonly refused: number } {
  const [commands] = sampleBatches({ seed: seed % 2 ** 31, count: 60 });
  assert.ok(commands !== undefined);
  const { samples } = commands;
  const random = xorshift((seed % 2 ** 31) | 1);
  const reader = new RecordReader();
  let read = 0;
  for (let run = 0; run < mutations; run += 1) {
    const bytes = mutate(samples[run % samples.length]!, random);
    const batch = decodedOrNull(bytes);
    const crc = run % 2 === 0 ? undefined : crc32c(bytes);
    if (batch === null) assert.throws(() => reader.open(bytes, crc), DecodeError);
    else {
      read += 1;
      assertSame(reader, bytes, batch);
    }
  }
  return { read, refused: mutations - read };
}

function decodedOrNull(bytes: Uint8Array): CommandBatch | null {
  try {
    return decodeCommandBatch(bytes);
  } catch (error) {
    assert.ok(error instanceof DecodeError, String(error));
    return null;
  }
}

function assertSame(reader: RecordReader, bytes: Uint8Array, batch: CommandBatch): void {
  const { commands, ...header } = batch;
  assert.deepEqual(reader.open(bytes), header);
  assert.equal(reader.count, commands.length);
  for (const [index, command] of commands.entries()) assertRead(reader, index, command);
}

/** In place as through an object, but for where the text stands. */
function assertRead(reader: RecordReader, index: number, command: Command): void {
  const other = reader.other(index);
  if (other !== undefined) {
    assert.deepEqual(other, command);
    assert.ok(!reader.read(index));
    return;
  }
  assert.ok(command.kind === 'PlaceOrder' || command.kind === 'CancelOrder');
  fillOrderCommand(command);
  const [words, wide] = [commandInts.slice(), commandDoubles.slice()];
  assert.ok(reader.read(index));
  assert.deepEqual(commandDoubles.subarray(0, 5), wide.subarray(0, 5));
  assert.deepEqual(commandInts.subarray(10, 18), words.subarray(10, 18));
  if (command.kind === 'CancelOrder') return;
  const text = reader.clientOrderId(index, () => 'none');
  assert.equal(text, command.clientOrderId);
}
