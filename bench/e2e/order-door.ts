import type { Order, OrderRequest } from '../../client/api-types.ts';
import type { Credentials } from '../../client/request-signature.ts';
import type { BatchItem } from '../../client/socket-client.ts';

export interface DoorOptions {
  /** Of the native socket; the dialect's doors are on the same port. */
  readonly wsUrl: string;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
}

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
