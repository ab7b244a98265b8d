/**
 * One WebSocket: reads requests, writes replies and channel messages. Orders go straight from the
 * message to the admission, without an asynchronous layer between, so that everything that arrives
 * in one turn of the event loop is admitted together.
 */
import type { WebSocket } from 'ws';
import { Scope } from '../../proto/messages.ts';
import type { AccountId } from '../../proto/units.ts';
import { ERRORS, type ErrorCode } from '../error-codes.ts';
import { isJsonObject, type JsonValue, parseStrictJson } from '../http/strict-json.ts';
import type { OutcomeUnknown } from '../order-requests.ts';
import { isAway } from '../patience.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { type Caller, hasScope } from '../security/request-auth.ts';
import { TurnFrames } from '../turn-frames.ts';
import type { Listener } from './market-audience.ts';
import { type OperationName, type RequestId, requestIdField } from './operations.ts';
import { place, placeBatch } from './order-replies.ts';
import { type PlaceFrame, readPlaceFrame } from './place-frame.ts';
import { ReplyText } from './reply-text.ts';
import type { SocketContext } from './socket-context.ts';
import { performOperation } from './socket-requests.ts';

const BRACE_CLOSE = 125;
const CLOSE_POLICY = 1008;
const CLOSE_TRY_LATER = 1013;
const TERMINATE_AFTER_MS = 1_000;

/** What becomes of a request: the fields of its reply. */
export type Reply = Readonly<Record<string, unknown>> | ReplyText | Refusal | OutcomeUnknown;

interface Need {
  /** null: anyone may. */
  readonly scope: Scope | null;
  readonly cost: 'read' | 'order' | 'cancel';
}

const needs: Readonly<Record<OperationName, Need>> = {
  login: { scope: null, cost: 'read' },
  place: { scope: Scope.trade, cost: 'order' },
  place_batch: { scope: Scope.trade, cost: 'order' },
  cancel: { scope: Scope.cancel, cost: 'cancel' },
  cancel_all: { scope: Scope.cancel, cost: 'cancel' },
  amend: { scope: Scope.trade, cost: 'order' },
  replace: { scope: Scope.trade, cost: 'order' },
  cancel_on_disconnect: { scope: Scope.cancel, cost: 'read' },
  cancel_all_after: { scope: Scope.cancel, cost: 'cancel' },
  subscribe: { scope: null, cost: 'read' },
  unsubscribe: { scope: null, cost: 'read' },
  ping: { scope: null, cost: 'read' },
};

export class Connection implements Listener {
  readonly address: string;
  /** `book BTC-USD`, `trades BTC-USD`, `account`. */
  readonly subscriptions = new Set<string>();
  caller: Caller | null = null;
  /** It stands for the orders of its account: they are canceled when it ends. null: it does not. */
  standing: Promise<Refusal | null> | null = null;
  readonly #context: SocketContext;
  readonly #socket: WebSocket;
  readonly #frames: TurnFrames;
  #isClosed = false;
  #isAnswering = true;
  /** Orders that have no answer yet. */
  #unanswered = 0;
  #onAllAnswered: () => void = () => {};

  constructor(context: SocketContext, socket: WebSocket, address: string) {
    this.#context = context;
    this.#socket = socket;
    this.#frames = new TurnFrames(socket);
    this.address = address;
  }

  get isIdle(): boolean {
    return this.caller === null && this.subscriptions.size === 0;
  }

  get isOpen(): boolean {
    return !this.#isClosed;
  }

  get isBehind(): boolean {
    return this.#frames.bufferedBytes > this.#context.doors.bookConflateBytes;
  }

  send(text: string | Buffer): void {
    if (this.#mayHear()) this.#frames.send(text);
  }

  /** Whoever does not read is told no more. */
  #mayHear(): boolean {
    if (this.#isClosed) return false;
    if (this.#frames.bufferedBytes <= this.#context.doors.socketBufferBytesMax) return true;
    this.#context.metrics.slowConsumer();
    this.close(CLOSE_TRY_LATER, 'slow consumer');
    return false;
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#frames.flush();
    this.#socket.close(code, reason);
    // A client that does not read will not answer the close either.
    this.#context.clock.setTimer(TERMINATE_AFTER_MS, () => this.#socket.terminate());
  }

  /** Ends a connection that has not answered the ping before. */
  ping(): void {
    if (!this.#isAnswering) {
      this.#socket.terminate();
      return;
    }
    this.#isAnswering = false;
    this.#socket.ping();
  }

  ponged(): void {
    this.#isAnswering = true;
  }

  /** The key again: a revoked or expired one loses its sockets. */
  async recheck(): Promise<void> {
    if (this.caller === null) return;
    const caller = await this.#context.auth.recheck(this.caller.apiKey, this.address);
    if (isRefusal(caller)) this.close(CLOSE_POLICY, caller.code);
    else this.caller = caller;
  }

  /** After the socket closed, for whatever reason. */
  closed(): void {
    this.#isClosed = true;
    const { channels, service } = this.#context;
    channels.removeAll(this);
    this.#context.orderFeed.removeAll(this);
    this.subscriptions.clear();
    if (this.standing === null || this.caller === null) return;
    const answered = new Promise<void>((resolve) => {
      if (this.#unanswered === 0) resolve();
      else this.#onAllAnswered = resolve;
    });
    service.deadMan.disconnected(this.caller.accountId, this, answered).catch((error: unknown) => {
      service.log.error({ err: error }, 'a connection ended, and its orders cannot be canceled');
    });
  }

  /** What the client sent before it hears of our close is not heard: nobody would get the answer. */
  receive(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    const receivedMs = performance.now();
    const frame = readPlaceFrame(bytes);
    if (frame !== null && frame.orders.length <= this.#context.service.limits.batchOrdersMax) {
      this.#place(frame, receivedMs);
      return;
    }
    const json = parseStrictJson(bytes, { depthMax: this.#context.doors.jsonDepthMax });
    if (isRefusal(json)) this.#reply(null, null, json);
    else if (!isJsonObject(json.value)) {
      this.#reply(null, null, refuse('INVALID_FIELD', 'a message is an object'));
    } else {
      const { op, id, ...fields } = json.value;
      const known = id === undefined ? null : requestIdField.read(id, 'id');
      if (isRefusal(known)) this.#reply(null, null, known);
      else if (typeof op !== 'string' || !Object.hasOwn(needs, op)) {
        this.#reply(known, null, refuse('INVALID_FIELD', 'op is none of docs/websocket.md'));
      } else this.#request(known, op as OperationName, { fields, receivedMs });
    }
  }

  #place({ id, op, orders }: PlaceFrame, receivedMs: number): void {
    const refusal = this.#mayAsk(needs[op], orders.length);
    if (refusal !== null) return this.#reply(id, op, refusal);
    const { service } = this.#context;
    const reply =
      op === 'place' ? place(service, this, orders[0]!) : placeBatch(service, this, orders);
    this.#follow(id, op, { reply, receivedMs });
  }

  #request(
    id: RequestId | null,
    name: OperationName,
    request: { readonly fields: Record<string, JsonValue>; readonly receivedMs: number },
  ): void {
    const { orders } = request.fields;
    const refusal = this.#mayAsk(needs[name], Array.isArray(orders) ? orders.length : 1);
    if (refusal !== null) return this.#reply(id, name, refusal);
    const fields = this.#context.operations[name].read(request.fields, name);
    if (isRefusal(fields)) return this.#reply(id, name, fields);
    const reply = performOperation(this.#context, this, name, fields);
    this.#follow(id, name, { reply, receivedMs: request.receivedMs });
  }

  #follow(
    id: RequestId | null,
    name: OperationName,
    request: { readonly reply: Reply | Promise<Reply>; readonly receivedMs: number },
  ): void {
    const { reply } = request;
    if (!(reply instanceof Promise)) return this.#reply(id, name, reply);
    const isOrder = needs[name].cost === 'order';
    const { stages, commands } = this.#context.service;
    if (isOrder) {
      this.#unanswered += 1;
      stages.record('ingress', (performance.now() - request.receivedMs) * 1000);
    }
    reply.then(
      (settled) => {
        this.#reply(id, name, settled);
        if (!isOrder) return;
        this.#answered();
        const nowMs = performance.now();
        const outcome = outcomeOf(settled);
        this.#context.metrics.order(outcome, (nowMs - request.receivedMs) / 1000);
        if (outcome === 'ok') stages.record('answer', (nowMs - commands.answersReadMs) * 1000);
      },
      (error: unknown) => {
        if (isOrder) this.#answered();
        if (isAway(error)) {
          return this.#reply(id, name, refuse('ACCOUNTS_UNAVAILABLE', 'it cannot be read now'));
        }
        this.#context.service.log.error({ err: error, op: name }, 'request failed');
        this.#reply(id, name, refuse('INTERNAL_ERROR', 'an error of the exchange'));
      },
    );
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#unanswered === 0) this.#onAllAnswered();
  }

  #mayAsk({ scope, cost }: Need, weight: number): Refusal | null {
    const { rates } = this.#context;
    if (scope !== null) {
      if (this.caller === null) return refuse('MISSING_CREDENTIALS', 'log in first');
      if (!hasScope(this.caller, scope)) return refuse('INSUFFICIENT_SCOPE', 'see its scopes');
    }
    const waitMs =
      this.caller === null
        ? rates.address(this.address, weight)
        : rates.key(this.caller.apiKey, cost, weight);
    return waitMs === 0 ? null : refuse('RATE_LIMITED', `try again in ${waitMs} ms`);
  }

  #reply(id: RequestId | null, op: OperationName | null, reply: Reply): void {
    if (reply instanceof ReplyText) {
      const idText = typeof id === 'number' ? id : JSON.stringify(id);
      // The names of operations need no escapes, and only those that are known have such a reply.
      const head = `{"type":"reply","id":${idText},"op":"${op}",`;
      if (this.#mayHear()) this.#frames.sendOwn(messageOf(head, reply.members));
      return;
    }
    const head = { type: 'reply', id, op };
    if (isRefusal(reply)) {
      this.send(JSON.stringify({ ...head, error: errorOf(reply.code, reply.detail) }));
    } else if (reply['kind'] === 'unknown') {
      this.send(JSON.stringify({ ...head, error: unknownError(reply as OutcomeUnknown) }));
    } else this.send(JSON.stringify({ ...head, ...reply }));
  }
}

function messageOf(head: string, members: Buffer): Buffer {
  const headBytes = Buffer.byteLength(head);
  const message = Buffer.allocUnsafe(headBytes + members.length + 1);
  message.write(head);
  members.copy(message, headBytes);
  message[message.length - 1] = BRACE_CLOSE;
  return message;
}

export const accountOf = (connection: Connection): AccountId => {
  if (connection.caller === null) throw new Error('the scope was checked');
  return connection.caller.accountId;
};

const outcomeOf = (reply: Reply): string => {
  if (reply instanceof ReplyText) return 'ok';
  if (isRefusal(reply)) return reply.code;
  return reply['kind'] === 'unknown' ? 'OUTCOME_UNKNOWN' : 'ok';
};

export function errorOf(code: ErrorCode, detail: string): Readonly<Record<string, unknown>> {
  const { status, title } = ERRORS[code];
  return { code, status, title, detail };
}

export function unknownError(outcome: OutcomeUnknown): Readonly<Record<string, unknown>> {
  return {
    ...errorOf('OUTCOME_UNKNOWN', 'it may still take effect; ask for it by its id'),
    order_id: outcome.orderId === null ? null : String(outcome.orderId),
    client_order_id: outcome.clientOrderId,
  };
}
