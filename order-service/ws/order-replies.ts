/**
 * What the socket says of orders. An order becomes text when its market answers, as it stands right
 * then, so that nobody keeps a copy of it:
 *
 *   request ──▶ a listener for each order ──placed──▶ its bytes ──all are told──▶ one reply
 */
import { assert, assertNever } from '../../proto/assert.ts';
import { type PlaceBody, placeRequestOf } from '../http/order-bodies.ts';
import { JsonBytes, piece } from '../json-bytes.ts';
import type { OrderRecord } from '../market-data/order-index.ts';
import type { OrderState } from '../market-data/order-state.ts';
import type { OutcomeListener } from '../order-on-its-way.ts';
import { copyOf } from '../order-outcome.ts';
import type { PlaceOrderOutcome } from '../order-requests.ts';
import type { OrderService } from '../order-service.ts';
import { writeOrder } from '../order-text.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { accountOf, type Connection, errorOf, type Reply, unknownError } from './connection.ts';
import { ReplyText } from './reply-text.ts';

/** Text of an order and its durability, or of two fills more. */
const ORDER_BYTES = 1_024;
const [COMMA, CLOSE, BRACE_OPEN, BRACE_CLOSE, QUOTE] = [44, 93, 123, 125, 34] as const;
const ORDER = piece('"order":');
const DURABILITY = piece(',"durability":"');
const RESULTS = piece('"results":[');

const scratch = new JsonBytes({ bytes: ORDER_BYTES });

export function place(
  service: OrderService,
  connection: Connection,
  order: PlaceBody,
): Promise<Reply> {
  const single = new SingleReply(service);
  service.orders.placeFor(placeRequestOf(order, accountOf(connection), 'matched'), single);
  return single.reply;
}

/** A refusal stands in the place of an order that could not be read. */
export async function placeBatch(
  service: OrderService,
  connection: Connection,
  orders: readonly (PlaceBody | Refusal)[],
): Promise<Reply> {
  const accountId = accountOf(connection);
  const batch = new BatchReply(service, orders.length);
  for (let index = 0; index < orders.length; index += 1) {
    const order = orders[index]!;
    const result = new BatchedResult(batch, index);
    if (isRefusal(order)) result.told(order);
    else service.orders.placeFor(placeRequestOf(order, accountId, 'matched'), result);
  }
  return batch.reply;
}

class SingleReply implements OutcomeListener {
  readonly reply: Promise<Reply>;
  readonly #service: OrderService;
  failed: (error: unknown) => void = () => {};
  #resolve: (reply: Reply | Promise<Reply>) => void = () => {};

  constructor(service: OrderService) {
    this.#service = service;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.failed = reject;
    });
  }

  placed(order: OrderState): void {
    this.#resolve(orderReply(this.#service, order.isWhole ? order : copyOf(order)));
  }

  told(outcome: PlaceOrderOutcome): void {
    this.#resolve(placeReply(this.#service, outcome));
  }
}

/** Whose turn has come writes behind those before it; who is early waits as bytes. */
class BatchReply {
  readonly reply: Promise<Reply>;
  readonly #service: OrderService;
  readonly #out: JsonBytes;
  readonly #count: number;
  #written = 0;
  /** Results by their place in the batch. */
  readonly #early = new Map<number, Buffer>();
  failed: (error: unknown) => void = () => {};
  #resolve: (reply: Reply) => void = () => {};

  constructor(service: OrderService, count: number) {
    this.#service = service;
    this.#count = count;
    this.#out = spare.pop() ?? new JsonBytes({ bytes: count * ORDER_BYTES });
    this.#out.begin();
    this.#out.piece(RESULTS);
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.failed = reject;
    });
  }

  placed(index: number, order: OrderState): void {
    if (!order.isWhole) return this.told(index, { kind: 'placed', order: copyOf(order) });
    if (index !== this.#written) {
      scratch.begin();
      writePlaced(scratch, this.#service, order);
      this.#early.set(index, scratch.copy());
      return;
    }
    this.#separate();
    writePlaced(this.#out, this.#service, order);
    this.#wrote();
  }

  told(index: number, outcome: PlaceOrderOutcome): void {
    const reply = placeReply(this.#service, outcome);
    if (!(reply instanceof Promise)) return this.#result(index, resultOf(reply));
    reply.then((known) => this.#result(index, resultOf(known)), this.failed);
  }

  #result(index: number, result: Buffer): void {
    if (index !== this.#written) {
      this.#early.set(index, result);
      return;
    }
    this.#separate();
    this.#out.piece(result);
    this.#wrote();
  }

  #separate(): void {
    if (this.#written > 0) this.#out.mark(COMMA);
  }

  #wrote(): void {
    this.#written += 1;
    const next = this.#early.size === 0 ? undefined : this.#early.get(this.#written);
    if (next !== undefined) {
      this.#early.delete(this.#written);
      return this.#result(this.#written, next);
    }
    if (this.#written < this.#count) return;
    this.#out.mark(CLOSE);
    this.#resolve(new ReplyText(this.#out.copy()));
    if (spare.length < SPARE_MAX) spare.push(this.#out);
  }
}

/** Buffers of batches that were answered, for those to come. */
const spare: JsonBytes[] = [];
const SPARE_MAX = 64;

class BatchedResult implements OutcomeListener {
  readonly #batch: BatchReply;
  readonly #index: number;

  constructor(batch: BatchReply, index: number) {
    this.#batch = batch;
    this.#index = index;
  }

  placed(order: OrderState): void {
    this.#batch.placed(this.#index, order);
  }

  told(outcome: PlaceOrderOutcome): void {
    this.#batch.told(this.#index, outcome);
  }

  failed(error: unknown): void {
    this.#batch.failed(error);
  }
}

export function placeReply(
  service: OrderService,
  outcome: PlaceOrderOutcome,
): Reply | Promise<Reply> {
  switch (outcome.kind) {
    case 'placed':
    case 'existing':
      return orderReply(service, outcome.order);
    case 'pending':
      return { order: { id: String(outcome.orderId), status: 'pending' } };
    case 'refused':
    case 'unknown':
      return outcome as Reply;
    default:
      return assertNever(outcome);
  }
}

/** At once, unless the order began before this service did. */
export function orderReply(
  service: OrderService,
  order: OrderRecord,
): ReplyText | Promise<ReplyText> {
  if ((order as OrderState).isWhole !== false) return wholeReply(service, order);
  return service.lookup.whole(order).then((whole) => wholeReply(service, whole));
}

function wholeReply(service: OrderService, order: OrderRecord): ReplyText {
  scratch.begin();
  writeMembers(scratch, service, order);
  return new ReplyText(scratch.copy());
}

function writePlaced(out: JsonBytes, service: OrderService, order: OrderState): void {
  out.mark(BRACE_OPEN);
  writeMembers(out, service, order);
  out.mark(BRACE_CLOSE);
}

function writeMembers(out: JsonBytes, service: OrderService, order: OrderRecord): void {
  const units = service.markets.view(order.market)?.units ?? null;
  assert(units !== null, 'an order is of a market that is defined');
  out.piece(ORDER);
  writeOrder(out, units, order);
  out.piece(DURABILITY);
  out.word(service.ports.log.durability);
  out.mark(QUOTE);
}

function resultOf(reply: Reply): Buffer {
  if (reply instanceof ReplyText) return Buffer.concat([OPENED, reply.members, CLOSED]);
  if (isRefusal(reply)) return jsonOf({ error: errorOf(reply.code, reply.detail) });
  return jsonOf(reply['kind'] === 'unknown' ? { error: unknownError(reply as never) } : reply);
}

const [OPENED, CLOSED] = [piece('{'), piece('}')] as const;
const jsonOf = (value: object): Buffer => Buffer.from(JSON.stringify(value));
