/** Snapshots of the accounts, as SnapshotOut writes them. */
import { sha256 } from '../ports/objects/sha256.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import type { AccountSnapshot } from '../proto/account-snapshot-messages.ts';
import { assert } from '../proto/assert.ts';
import { decodeAccountSnapshot, encodeAccountSnapshot } from '../proto/codec.ts';
import type { Offset } from '../proto/units.ts';
import { placeOf, readAccountSnapshot } from '../settlement/account-snapshots.ts';
import { accountStateOf, accountsOfState } from '../settlement/account-state.ts';
import type { SnapshotForm } from './snapshot-out.ts';

/** Where a rebuild goes on reading each topic. */
export type AccountsKept = ReadonlyMap<string, Offset>;

const keptOf = ({ topics }: AccountSnapshot): AccountsKept =>
  new Map(topics.map(({ nextLogOffset, topic }) => [topic, nextLogOffset]));

/** What a rebuild makes of it, written again, is the same: nothing was left out. */
function assertRestores(read: AccountSnapshot, bytes: Uint8Array): void {
  const { timestampUs, topics } = read;
  const again = { timestampUs, topics, ...accountStateOf(accountsOfState(read)) };
  const isSame = Buffer.compare(encodeAccountSnapshot(again, { sha256 }), bytes) === 0;
  assert(isSame, 'restored, the accounts are others');
}

/** Throws unless it is whole, stands in its place and can be restored. */
export function assertWhole(bytes: Uint8Array, entry: SnapshotEntry): void {
  assertRestores(readAccountSnapshot(entry, bytes), bytes);
}

export const accountForm = {
  name: (snapshot: AccountSnapshot) => ({
    market: ACCOUNTS,
    offset: placeOf(snapshot),
    timestampUs: snapshot.timestampUs,
  }),
  encode: (snapshot: AccountSnapshot) => encodeAccountSnapshot(snapshot, { sha256 }),
  readBack: () => ({
    whole: (bytes: Uint8Array) => {
      const read = decodeAccountSnapshot(bytes, { sha256 });
      assertRestores(read, bytes);
      return keptOf(read);
    },
  }),
  open: (bytes: Uint8Array, entry: SnapshotEntry) => keptOf(readAccountSnapshot(entry, bytes)),
} satisfies SnapshotForm<AccountSnapshot, AccountsKept>;
