import type { OrderRequest } from '../../client/api-types.ts';
import type { BatchItem } from '../../client/socket-client.ts';

/** One connection that takes orders; each promise is settled by the exchange's answer. */
export interface OrderDoor {
  place(order: OrderRequest): Promise<unknown>;
  /** Absent: one order per request only. */
  placeBatch?(orders: readonly OrderRequest[]): Promise<readonly BatchItem[]>;
  /** Absent: what is open stays open. */
  cancelAll?(market: string): Promise<unknown>;
  close(): void;
}
