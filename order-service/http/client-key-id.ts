/**
 * A key that is asked for under an id of the client's own is created once: key and secret follow from
 * the account and that id, so that whoever got no answer asks again and is told the same.
 */
import { createHash } from 'node:crypto';
import type { ApiKeyRecord } from '../../ports/account-store/account-store.ts';
import type { AccountId } from '../../proto/units.ts';
import type { Sealing } from '../accounts.ts';
import { type Refusal, refuse } from '../refusal.ts';

const KEY_CHARACTERS = 32;

export const keyUnder = (accountId: AccountId, clientKeyId: string): string =>
  createHash('sha256')
    .update(`${accountId}\n${clientKeyId}`)
    .digest('hex')
    .slice(0, KEY_CHARACTERS);

export const secretOf = (sealing: Sealing, apiKey: string): string =>
  Buffer.from(sealing.secretFor(apiKey)).toString('hex');

/** Of a key that is there already; null: it is the one that is asked for. */
export function keyConflict(
  known: ApiKeyRecord,
  asked: Pick<ApiKeyRecord, 'scopes' | 'ipAllowList' | 'expiresAtUs'> & {
    readonly bytes: Uint8Array;
  },
  sealing: Sealing,
): Refusal | null {
  if (known.revoked) return refuse('CLIENT_KEY_ID_CONFLICT', 'the key was revoked');
  const isSame =
    sameSet(known.scopes, asked.scopes) &&
    sameSet(known.ipAllowList, asked.ipAllowList) &&
    (known.expiresAtUs === 0) === (asked.expiresAtUs === 0) &&
    Buffer.from(sealing.open(known.sealedSecret)).equals(asked.bytes);
  return isSame ? null : refuse('CLIENT_KEY_ID_CONFLICT', 'the key is there with other terms');
}

const sameSet = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((each) => right.includes(each));
