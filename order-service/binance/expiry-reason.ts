/**
 * Why an order ended as EXPIRED, in the words of this dialect: `expiryReason` of an order, `eR` of its report.
 * The rest of them (OCO_TRIGGER, OTO_PHASE_ONE_EXPIRED …) is of orders that are not offered here.
 */
import { OrderType, TimeInForce } from '../../proto/messages.ts';
import type { OrderState } from '../market-data/order-state.ts';

type ExpiryReason =
  /** A market order found nobody more to trade with. */
  | 'INSUFFICIENT_LIQUIDITY'
  | 'UNFILLED_IOC_QUANTITY_EXPIRED'
  | 'UNFILLED_FOK_ORDER_EXPIRED'
  /** It stood until its time came, which only an order of `/v1` has. */
  | 'EXCHANGE_CANCELED';

/** Of an order that is EXPIRED. */
export function expiryReason(order: Pick<OrderState, 'type' | 'timeInForce'>): ExpiryReason {
  if (order.type === OrderType.market) return 'INSUFFICIENT_LIQUIDITY';
  if (order.timeInForce === TimeInForce.ioc) return 'UNFILLED_IOC_QUANTITY_EXPIRED';
  if (order.timeInForce === TimeInForce.fok) return 'UNFILLED_FOK_ORDER_EXPIRED';
  return 'EXCHANGE_CANCELED';
}
