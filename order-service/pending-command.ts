import type {
  Admission,
  AdmissionOutcome,
  Reservation,
} from '../ports/account-store/account-store.ts';
import type { Command, Event, EventBatch } from '../proto/messages.ts';
import type { AccountId, CommandSequence, Epoch, Offset, Sequence } from '../proto/units.ts';
import type { MarketView } from './market-data/market-view.ts';
import type { Refusal } from './refusal.ts';

export type AdmissionRefused = Exclude<AdmissionOutcome, { readonly kind: 'admitted' }>;

/** What the engine made of one command; the view stands right after its last event. */
export class CommandAnswer {
  /** The market's last event by then. */
  readonly sequence: Sequence;
  readonly view: MarketView;
  readonly #batch: EventBatch;
  readonly #from: number;
  readonly #to: number;

  constructor(view: MarketView, batch: EventBatch, [from, to]: readonly [number, number]) {
    this.view = view;
    this.sequence = view.sequence;
    this.#batch = batch;
    this.#from = from;
    this.#to = to;
  }

  /** Most who are answered look at the view alone. */
  get events(): readonly Event[] {
    return this.#batch.events.slice(this.#from, this.#to);
  }
}

export interface CommandRequest {
  readonly topic: string;
  readonly accountId: AccountId;
  readonly command: Command;
  readonly reservation: Reservation;
}

/** Exactly one of `refused`, `shed`, `answered` is called, unless the service stops before. */
export interface CommandListener {
  /** The account store said no; nothing changed. */
  refused(outcome: AdmissionRefused): void;
  /** Not admitted, since we cannot now; nothing changed. */
  shed(refusal: Refusal): void;
  /** It is in the log, durably. */
  published?(offset: Offset): void;
  answered(answer: CommandAnswer): void;
  /** No answer in time: the outcome is unknown for now. One of the others may still follow. */
  expired(): void;
}

/** One command on its way: arrived → admitted (held, in the outbox) → published → answered. */
export class PendingCommand {
  readonly request: CommandRequest;
  readonly listener: CommandListener;
  /** Given by the account store on admission. */
  sequence = 0 as CommandSequence;
  deadlineMs = 0;
  /** When it came so far; 0: not yet. Monotonic. */
  submittedMs = 0;
  admittedMs = 0;
  durableMs = 0;
  /** Not on its way any more. */
  isSettled = false;

  constructor(request: CommandRequest, listener: CommandListener) {
    this.request = request;
    this.listener = listener;
  }

  admission(epoch: Epoch): Admission {
    const { topic, reservation, accountId } = this.request;
    return { topic, epoch, reservation, accountId };
  }
}
