/** What the numbers of a row mean (added-rows.ts): a number itself, one of a few words, one text for all. */
import type { RowBytes } from './row-bytes.ts';

export interface Cell {
  /** What a reader of the row gets. */
  read(numbers: Float64Array, at: number): unknown;
  write(bytes: RowBytes, numbers: Float64Array, at: number): void;
  /** Less than, equal to or greater than 0, in the order of keys. */
  compare(numbers: Float64Array, left: number, right: number): number;
  /** Stands in a page once for each row, even where all are the same. */
  readonly isList: boolean;
}

export interface KeyCell extends Cell {
  read(numbers: Float64Array, at: number): string | number;
}

export class NumberCell implements KeyCell {
  readonly isList = false;
  readonly #place: number;

  constructor(place: number) {
    this.#place = place;
  }

  read(numbers: Float64Array, at: number): number {
    return numbers[at + this.#place]!;
  }

  write(bytes: RowBytes, numbers: Float64Array, at: number): void {
    bytes.number(numbers[at + this.#place]!);
  }

  compare(numbers: Float64Array, left: number, right: number): number {
    return numbers[left + this.#place]! - numbers[right + this.#place]!;
  }
}

/** The number is a word's place among them; they stand in the order of texts. */
export class WordCell implements KeyCell {
  readonly isList = false;
  readonly #place: number;
  readonly #words: readonly string[];

  constructor(place: number, words: readonly string[]) {
    this.#place = place;
    this.#words = words;
  }

  read(numbers: Float64Array, at: number): string {
    return this.#words[numbers[at + this.#place]!]!;
  }

  write(bytes: RowBytes, numbers: Float64Array, at: number): void {
    bytes.text(this.read(numbers, at));
  }

  compare(numbers: Float64Array, left: number, right: number): number {
    return numbers[left + this.#place]! - numbers[right + this.#place]!;
  }
}

/** The same for all rows. */
export class TextCell implements KeyCell {
  readonly isList = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  read(): string {
    return this.#text;
  }

  write(bytes: RowBytes): void {
    bytes.text(this.#text);
  }

  compare(): number {
    return 0;
  }
}

/** A text that ends with the number. */
export class NumberedCell implements Cell {
  readonly isList = false;
  readonly #prefix: string;
  readonly #place: number;

  constructor(prefix: string, place: number) {
    this.#prefix = prefix;
    this.#place = place;
  }

  read(numbers: Float64Array, at: number): string {
    return `${this.#prefix}${numbers[at + this.#place]}`;
  }

  write(bytes: RowBytes, numbers: Float64Array, at: number): void {
    bytes.numbered(this.#prefix, numbers[at + this.#place]!);
  }

  compare(numbers: Float64Array, left: number, right: number): number {
    return numbers[left + this.#place]! - numbers[right + this.#place]!;
  }
}
