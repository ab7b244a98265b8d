import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerFrames } from './answer-frames.ts';

const ANSWERS = ['four', 'a longer answer', 'x'.repeat(300)];
const STREAM = Buffer.concat(
  ANSWERS.flatMap((answer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(answer.length);
    return [length, Buffer.from(answer)];
  }),
);

function answersOf(chunks: readonly Buffer[]): readonly string[] {
  const found: string[] = [];
  const frames = new AnswerFrames((answer) => found.push(answer.toString('latin1')));
  for (const chunk of chunks) frames.take(chunk);
  return found;
}

test('answers are the same wherever the stream is cut once or twice', () => {
  for (let first = 0; first <= STREAM.length; first += 1) {
    for (let second = first; second <= Math.min(STREAM.length, first + 30); second += 1) {
      const chunks = [
        STREAM.subarray(0, first),
        STREAM.subarray(first, second),
        STREAM.subarray(second),
      ];
      assert.deepEqual(answersOf(chunks), ANSWERS, `cut at ${first} and ${second}`);
    }
  }
});

test('and when every byte comes alone', () => {
  assert.deepEqual(answersOf([...STREAM].map((byte) => Buffer.from([byte]))), ANSWERS);
});

test('a length that no broker sends ends it', () => {
  for (const start of ['HTTP/1.1 400', '\0\0\0\x03abc', '\xff\xff\xff\xff']) {
    assert.throws(() => answersOf([Buffer.from(start, 'latin1')]), /not the answer of a Kafka/);
  }
});
