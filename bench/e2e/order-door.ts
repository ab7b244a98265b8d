import type { Order, OrderRequest } from '../../client/api-types.ts';
import type { BatchItem } from '../../client/socket-client.ts';

/** One connection that takes orders; each promise is settled by the exchange's answer. */
export interface OrderDoor {
  /** null: it does not tell what became of it. */
  place(order: OrderRequest): Promise<Order | null>;
  /** Absent: one order per request only. */
  placeBatch?(orders: readonly OrderRequest[]): Promise<readonly BatchItem[]>;
  /** Absent: what is open stays open. */
  cancel?(orderId: string): Promise<unknown>;
  cancelAll?(market: string): Promise<unknown>;
  close(): void;
}
