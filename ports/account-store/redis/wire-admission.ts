/** Admissions, outcomes and outbox entries as the scripts have them: words with one blank between. */
import { assert, assertNever } from '../../../proto/assert.ts';
import { commandSequence, epoch, orderId } from '../../../proto/units.ts';
import type { Admission, AdmissionOutcome } from '../account-store.ts';
import { amountOf, word } from '../account-tables.ts';
import type { OutboxEntry, Reserved } from '../outbox.ts';

/** The arguments of ADMIT behind the guard's and the session. */
export function admitArguments(admissions: readonly Admission[]): string[] {
  const lanes = new Map<string, number>();
  const laneArguments: string[] = [];
  const rest: string[] = [];
  for (const admission of admissions) {
    const key = `${admission.topic} ${admission.epoch}`;
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = lanes.size + 1;
      lanes.set(key, lane);
      laneArguments.push(word(admission.topic), `${admission.epoch}`);
    }
    rest.push(`${lane}`, reservationText(admission));
  }
  return [`${lanes.size}`, ...laneArguments, ...rest];
}

/** What stands in the outbox, too. */
function reservationText({
  accountId: account,
  reservation,
}: Pick<Admission, 'accountId' | 'reservation'>): string {
  const amount = 'amount' in reservation ? reservation.amount : 0n;
  assert(amount >= 0n, `a reservation of ${amount}`);
  switch (reservation.kind) {
    case 'order': {
      const { orderId: order, market, asset, clientOrderId, requestDigest, nowUs } = reservation;
      const from = reservation.takenOverFrom;
      return (
        `order ${account} ${order} ${amount} ${word(market)} ${word(asset)} ` +
        `${word(clientOrderId)} ${word(requestDigest)} ${nowUs}${from === undefined ? '' : `~${from}`}`
      );
    }
    case 'amend':
      return `amend ${account} ${reservation.orderId} ${amount}`;
    case 'withdrawal':
      return (
        `withdrawal ${account} ${word(reservation.transactionId)} ${amount} ` +
        word(reservation.asset)
      );
    case 'none':
      return `none ${account}`;
    default:
      return assertNever(reservation);
  }
}

function readReserved([kind, , first, amount]: readonly string[]): Reserved {
  switch (kind) {
    case 'order':
      return { kind, orderId: orderId(Number(first)) };
    case 'amend':
      return { kind, orderId: orderId(Number(first)), amount: amountOf(amount!) };
    case 'withdrawal':
      return { kind, transactionId: decodeURIComponent(first!) };
    default:
      assert(kind === 'none', `an outbox entry of kind ${kind}`);
      return { kind };
  }
}

export const outboxField = (entry: Pick<OutboxEntry, 'topic' | 'epoch' | 'sequence'>): string =>
  `${word(entry.topic)}/${entry.epoch}/${entry.sequence}`;

export function readOutboxEntry(field: string, text: string): OutboxEntry {
  const [topic, entryEpoch, sequence] = field.split('/') as [string, string, string];
  return {
    topic: decodeURIComponent(topic),
    epoch: epoch(Number(entryEpoch)),
    sequence: commandSequence(Number(sequence)),
    reserved: readReserved(text.split(' ')),
  };
}

type RefusedKind = Exclude<AdmissionOutcome['kind'], 'admitted'>;

/** A number is the sequence of what was admitted. */
export function readOutcome(reply: number | string): AdmissionOutcome {
  if (typeof reply === 'number') return { kind: 'admitted', sequence: commandSequence(reply) };
  const [kind, ...rest] = reply.split(' ') as [RefusedKind, ...string[]];
  switch (kind) {
    case 'insufficient-balance':
      return { kind, available: amountOf(rest[0]!) };
    case 'client-order-id-taken':
      return {
        kind,
        orderId: orderId(Number(rest[0])),
        market: decodeURIComponent(rest[1]!),
        requestDigest: decodeURIComponent(rest[2]!),
      };
    case 'fenced':
      return { kind, currentEpoch: epoch(Number(rest[0])) };
    case 'order-not-open':
    case 'transaction-id-taken':
    case 'unknown-account':
      return { kind };
    default:
      return assertNever(kind);
  }
}
