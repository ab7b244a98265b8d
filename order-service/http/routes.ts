import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import { accountRoutes } from './account-routes.ts';
import { adminRoutes } from './admin-routes.ts';
import { deadManRoutes } from './dead-man-routes.ts';
import { faucetRoute } from './faucet-route.ts';
import { feeRoutes } from './fee-routes.ts';
import { fillsRoute } from './fill-routes.ts';
import { killSwitchRoutes } from './kill-switch-routes.ts';
import { marketAdminRoutes } from './market-admin-routes.ts';
import { marketChangeRoutes } from './market-change-routes.ts';
import { marketRoutes } from './market-routes.ts';
import type { Metrics } from './metrics.ts';
import { orderRoutes } from './order-routes.ts';
import { resetRoute } from './reset-route.ts';
import type { Route } from './route.ts';
import { type ProcessIdentity, statusRoutes } from './status-routes.ts';

/** Every endpoint. */
export function allRoutes(
  service: OrderService,
  options: {
    readonly doors: DoorLimits;
    readonly identity: ProcessIdentity;
    readonly metrics: Metrics;
    /** `on`: a demonstration; whoever has a key may have money, and the operator may begin anew. */
    readonly faucet?: 'on';
  },
): readonly Route[] {
  return [
    ...orderRoutes(service, options.doors),
    ...deadManRoutes(service),
    ...accountRoutes(service, options.doors),
    fillsRoute(service, options.doors),
    ...marketRoutes(service, options.doors),
    ...adminRoutes(service),
    ...marketAdminRoutes(service),
    ...marketChangeRoutes(service),
    ...feeRoutes(service),
    ...killSwitchRoutes(service),
    ...statusRoutes(service, options),
    resetRoute(service, options.faucet ?? 'off'),
    ...(options.faucet === 'on' ? [faucetRoute(service)] : []),
  ];
}
