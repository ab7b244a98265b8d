/**
 * Lays the client's record beside the logs: every order that a client was told of must be there
 * exactly once and as told; every one that it was told nothing of, once or not at all.
 */
import type { MarketDefinition } from '../../proto/messages.ts';
import type { ClientAnswer, ClientLine, ClientRequest } from './client-record.ts';
import type { Findings } from './findings.ts';
import { lotsOf, ticksOf } from './market-arithmetic.ts';
import { type OrderHistories, type OrderHistory, statusAt } from './order-history.ts';

interface ClientOrder {
  readonly request: ClientRequest;
  readonly answers: ClientAnswer[];
}

/** All requests that share an account and client order id are one order, however often sent. */
export class ClientOrders {
  readonly #orders = new Map<string, ClientOrder>();
  readonly #byRequest = new Map<string, ClientOrder>();
  readonly #byClientOrderId = new Map<string, ClientOrder>();
  /** Answers to requests that no line tells of. */
  readonly strayAnswers: ClientAnswer[] = [];

  /** `source`: request ids are unique within a file only. */
  add(line: ClientLine, source: string): void {
    if (line.t === 'request') {
      const key = `${line.account}/${line.client_order_id}`;
      const order = this.#orders.get(key) ?? { request: line, answers: [] };
      this.#orders.set(key, order);
      this.#byRequest.set(`${source}/${line.id}`, order);
      this.#byClientOrderId.set(`${source}/${line.client_order_id}`, order);
      return;
    }
    const order =
      line.id === undefined
        ? this.#byClientOrderId.get(`${source}/${line.client_order_id}`)
        : this.#byRequest.get(`${source}/${line.id}`);
    if (order === undefined) this.strayAnswers.push(line);
    else order.answers.push(inOneWord(line));
  }

  get size(): number {
    return this.#orders.size;
  }

  all(): Iterable<ClientOrder> {
    return this.#orders.values();
  }
}

/** An order that is shown with status `rejected` was answered, but not accepted. */
function inOneWord(answer: ClientAnswer): ClientAnswer {
  return answer.status === 'rejected' ? { ...answer, outcome: 'rejected' } : answer;
}

export interface ClientJoinInput {
  readonly orders: ClientOrders;
  readonly histories: OrderHistories;
  readonly accountIdOf: (account: string) => number | null;
  readonly definitionOf: (market: string) => MarketDefinition | null;
  readonly findings: Findings;
}

export interface ClientJoinCounts {
  readonly accepted: number;
  readonly rejected: number;
  readonly unknown: number;
  /** Of the unknown ones: those that turned out to be in the log. */
  readonly unknownPresent: number;
}

export function joinClientRecord(input: ClientJoinInput): ClientJoinCounts {
  const counts = { accepted: 0, rejected: 0, unknown: 0, unknownPresent: 0 };
  for (const answer of input.orders.strayAnswers) {
    input.findings.add('wrong', answer.client_order_id, 'an answer to a request never sent');
  }
  for (const order of input.orders.all()) {
    const { request, answers } = order;
    const where = `${request.account}/${request.client_order_id}`;
    const accountId = input.accountIdOf(request.account);
    const present =
      accountId === null ? [] : input.histories.of(accountId, request.client_order_id);
    const accepted = answers.filter((answer) => answer.outcome === 'accepted');
    if (accepted.length > 0) {
      counts.accepted += 1;
      for (const answer of accepted) checkAccepted(input, where, answer, present);
    } else if (answers.some((answer) => answer.outcome === 'rejected')) {
      counts.rejected += 1;
      if (present.length > 0) {
        const codes = answers.map(({ outcome, code }) => code ?? outcome).join(', ');
        const text = `told rejected (${codes}), but the log accepted order ${present[0]!.orderId}`;
        input.findings.add('wrong', where, text);
      }
    } else {
      counts.unknown += 1;
      if (present.length > 0) counts.unknownPresent += 1;
    }
  }
  return counts;
}

function checkAccepted(
  input: ClientJoinInput,
  where: string,
  answer: ClientAnswer,
  present: readonly OrderHistory[],
): void {
  const { findings } = input;
  const order =
    answer.order_id === undefined
      ? present[0]
      : present.find((candidate) => String(candidate.orderId) === answer.order_id);
  if (order === undefined) {
    const other = present[0];
    const text =
      other === undefined
        ? 'acknowledged, but in no log'
        : `acknowledged as order ${answer.order_id}, but the log knows ${other.orderId}`;
    findings.add(other === undefined ? 'lost' : 'wrong', where, text);
    return;
  }
  const definition = input.definitionOf(order.market);
  if (definition === null) {
    findings.add('wrong', where, `${order.market} is not defined`);
    return;
  }
  const problem = differenceInFills(order, answer, definition);
  if (problem !== null) findings.add(problem.kind, where, problem.text);
}

type FillProblem = { readonly kind: 'lost' | 'duplicated' | 'wrong'; readonly text: string };

function differenceInFills(
  order: OrderHistory,
  answer: ClientAnswer,
  definition: MarketDefinition,
): FillProblem | null {
  const wrong = (text: string): FillProblem => ({ kind: 'wrong', text });
  const upTo = answer.sequence ?? null;
  if (upTo !== null && upTo < order.acceptedSequence) {
    return wrong(`answered as of ${upTo}, accepted at ${order.acceptedSequence}`);
  }
  const then =
    upTo === null
      ? order.trades.slice(0, answer.trades?.length ?? order.trades.length)
      : order.trades.filter((trade) => trade.sequence <= upTo);
  if (answer.trades !== undefined) {
    const trades = differenceInTrades(answer, then, definition);
    if (trades !== null) return trades;
  }
  const lots = then.reduce((sum, trade) => sum + BigInt(trade.lots), 0n);
  const mayCompare = upTo !== null || answer.trades !== undefined;
  if (answer.filled !== undefined && mayCompare && lotsOf(definition, answer.filled) !== lots) {
    return wrong(`told ${answer.filled} filled, the log says ${lots} lots`);
  }
  if (answer.status !== undefined && upTo !== null) {
    const status = statusAt(order, upTo);
    if (status !== answer.status) return wrong(`told ${answer.status}, the log says ${status}`);
  }
  return null;
}

function differenceInTrades(
  answer: ClientAnswer,
  logged: OrderHistory['trades'],
  definition: MarketDefinition,
): FillProblem | null {
  const told = answer.trades ?? [];
  const seen = new Set<string>();
  for (const [index, trade] of told.entries()) {
    if (seen.has(trade.trade_id)) {
      return { kind: 'duplicated', text: `told of trade ${trade.trade_id} twice` };
    }
    seen.add(trade.trade_id);
    const found = logged.find((candidate) => String(candidate.tradeId) === trade.trade_id);
    if (found === undefined) {
      return { kind: 'lost', text: `told of trade ${trade.trade_id}, which is not in the log` };
    }
    const same =
      found === logged[index] &&
      ticksOf(definition, trade.price) === BigInt(found.priceTicks) &&
      lotsOf(definition, trade.quantity) === BigInt(found.lots);
    if (!same) {
      const text =
        `told of trade ${trade.trade_id}: ${trade.quantity} at ${trade.price}; ` +
        `the log says ${found.lots} lots at ${found.priceTicks} ticks`;
      return { kind: 'wrong', text };
    }
  }
  const untold = logged[told.length];
  return untold === undefined
    ? null
    : { kind: 'wrong', text: `not told of trade ${untold.tradeId}` };
}
