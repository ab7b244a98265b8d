/**
 * Cuts what comes from a broker into answers: each a length of four bytes, then so many. One that lies
 * within one chunk of the socket is given out where it lies; the bytes of others are gathered.
 */
const LENGTH_BYTES = 4;
/** A broker's largest answer to us is a fetch of some MiB, with one record beyond it at most. */
const ANSWER_BYTES_MAX = 256 * 1024 * 1024;

export class AnswerFrames {
  readonly #onAnswer: (answer: Buffer) => void;
  /** The bytes of a length that has come in part. */
  readonly #length = Buffer.alloc(LENGTH_BYTES);
  #lengthBytes = 0;
  #answer: Buffer | null = null;
  #answerBytes = 0;

  constructor(onAnswer: (answer: Buffer) => void) {
    this.#onAnswer = onAnswer;
  }

  /** Throws on a length that no broker sends; then the rest means nothing. */
  take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#answer !== null) {
        at = this.#gather(this.#answer, chunk, at);
      } else if (this.#lengthBytes > 0 || chunk.length - at < LENGTH_BYTES) {
        at = this.#gatherLength(chunk, at);
      } else {
        const from = at + LENGTH_BYTES;
        const end = from + checked(chunk.readInt32BE(at));
        if (end > chunk.length) {
          at = this.#gatherLength(chunk, at);
        } else {
          at = end;
          this.#onAnswer(chunk.subarray(from, end));
        }
      }
    }
  }

  #gatherLength(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#length, this.#lengthBytes, at);
    this.#lengthBytes += copied;
    if (this.#lengthBytes === LENGTH_BYTES) {
      this.#answer = Buffer.allocUnsafeSlow(checked(this.#length.readInt32BE(0)));
      this.#answerBytes = 0;
      this.#lengthBytes = 0;
    }
    return at + copied;
  }

  #gather(answer: Buffer, chunk: Buffer, at: number): number {
    const copied = chunk.copy(answer, this.#answerBytes, at);
    this.#answerBytes += copied;
    if (this.#answerBytes === answer.length) {
      this.#answer = null;
      this.#onAnswer(answer);
    }
    return at + copied;
  }
}

function checked(length: number): number {
  // Every answer names its request in four bytes.
  if (length >= LENGTH_BYTES && length <= ANSWER_BYTES_MAX) return length;
  throw new Error('what came is not the answer of a Kafka broker');
}
