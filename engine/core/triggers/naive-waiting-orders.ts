/** The judge of waiting-orders.ts: one array, searched and sorted whole each time. */
import { assert } from '../../../proto/assert.ts';
import { Side, TriggerKind, type WaitingOrder } from '../../../proto/messages.ts';
import type { WaitingOrders, WaitingOrdersFactory } from './waiting-orders.ts';

export const naiveWaitingOrders: WaitingOrdersFactory = () => new NaiveWaitingOrders();

class NaiveWaitingOrders implements WaitingOrders {
  #orders: readonly WaitingOrder[] = [];

  get count(): number {
    return this.#orders.length;
  }

  find(orderId: number): WaitingOrder | undefined {
    return this.#orders.find((order) => order.orderId === orderId);
  }

  add(order: WaitingOrder): void {
    this.#orders = [...this.#orders, order];
  }

  remove(order: WaitingOrder): void {
    assert(this.#orders.includes(order), `order ${order.orderId} waits`);
    this.#orders = this.#orders.filter((other) => other !== order);
  }

  reachedFirst(lowTicks: number, highTicks: number): WaitingOrder | undefined {
    const reached = this.#orders.filter(({ side, trigger: { kind, priceTicks } }) => {
      if (side === Side.sell && kind === TriggerKind.stopLoss) return lowTicks <= priceTicks;
      if (side === Side.buy && kind === TriggerKind.takeProfit) return lowTicks <= priceTicks;
      return highTicks >= priceTicks;
    });
    const rank = ({ side, trigger: { kind, priceTicks } }: WaitingOrder): readonly number[] =>
      (side === Side.sell) === (kind === TriggerKind.stopLoss) ? [0, -priceTicks] : [1, priceTicks];
    return [...reached].sort((a, b) => {
      const [[aWay, aPrice], [bWay, bPrice]] = [rank(a), rank(b)] as [number[], number[]];
      return aWay! - bWay! || aPrice! - bPrice! || a.placement - b.placement;
    })[0];
  }

  ofAccount(accountId: number): readonly WaitingOrder[] {
    return this.#orders.filter((order) => order.accountId === accountId);
  }

  all(): readonly WaitingOrder[] {
    return this.#orders;
  }

  checkInvariants(): void {
    const ids = new Set(this.#orders.map((order) => order.orderId));
    assert(ids.size === this.count, 'an order waits once');
  }
}
