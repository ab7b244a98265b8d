/** Opaque cursors: the key of the last row that was shown. */
import type { ViewKey } from '../../ports/view-store/view-store.ts';
import { type Refusal, refuse } from '../refusal.ts';

export const cursorOf = (key: ViewKey): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

const notOurs = refuse('INVALID_CURSOR', 'cursor must be the `next` of the page before');

function keyOf(cursor: string): ViewKey | Refusal {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isKey =
      Array.isArray(key) &&
      key.length <= 8 &&
      key.every((part) => typeof part === 'string' || (Number.isSafeInteger(part) && part >= 0));
    if (isKey) return key as ViewKey;
  } catch {
    // Not ours; refused below.
  }
  return notOurs;
}

/**
 * It must continue this prefix, so that nobody pages into another account, by parts of these kinds: the
 * end of a page of another list begins no page of this one.
 */
export function keyUnder(
  cursor: string | undefined,
  prefix: ViewKey,
  parts: readonly ('number' | 'string')[],
): ViewKey | null | Refusal {
  if (cursor === undefined) return null;
  const key = keyOf(cursor);
  if (!Array.isArray(key)) return key;
  const isOfList =
    key.length === prefix.length + parts.length &&
    prefix.every((part, index) => key[index] === part) &&
    parts.every((kind, index) => typeof key[prefix.length + index] === kind);
  return isOfList ? key : notOurs;
}
