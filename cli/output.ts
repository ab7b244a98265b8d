import { styleText } from 'node:util';
import type { CommandError } from './exit-codes.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly format: 'json' | 'text';
  /** NO_COLOR or --no-color. */
  readonly color: 'auto' | 'never';
}

/**
 * Where a command speaks: data to stdout, words to stderr. With `--json` stdout carries JSON only,
 * and without it the same facts as text.
 */
export class Output {
  readonly format: 'json' | 'text';
  readonly #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.format = options.format;
  }

  /** The command's result: one JSON document, or lines made by `text`. */
  result(value: object, text: () => string | readonly string[]): void {
    if (this.format === 'json') {
      this.#options.stdout.write(`${toJson({ schemaVersion: 1, ...value })}\n`);
      return;
    }
    const lines = text();
    this.#options.stdout.write(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`);
  }

  /** What `--json` has instead of a result. */
  error({ code, message, hint }: CommandError): void {
    this.result({ error: { code, message, hint } }, () => []);
  }

  /** A word to the person: progress, hints, warnings. Never data. */
  say(message: string): void {
    this.#options.stderr.write(`${message}\n`);
  }

  style(style: Style, text: string): string {
    const colored = this.#options.color === 'auto' && this.#options.stdout.isTTY === true;
    return colored ? styleText(style, text) : text;
  }
}

/** JSON with bigint as decimal strings, as everywhere in the API. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? item.toString() : item,
  );
}

/** Rows in columns: text to the left, numbers to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '-')));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const numeric = head.map((_, column) =>
    cells.every((row) => /^-?[\d.,]*$/.test(row[column] ?? '')),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        numeric[column] === true
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), ...cells.map(line)];
}
