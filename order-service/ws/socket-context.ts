import type { Clock } from '../../ports/clock/clock.ts';
import type { Metrics } from '../http/metrics.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import type { RateLimits } from '../security/rate-limits.ts';
import type { RequestAuth } from '../security/request-auth.ts';
import type { Channels } from './channels.ts';
import type { Operations } from './operations.ts';
import type { OrderFeed } from './order-feed.ts';

/** What all sockets of one service share. */
export interface SocketContext {
  readonly service: OrderService;
  readonly clock: Clock;
  readonly auth: RequestAuth;
  readonly rates: RateLimits;
  readonly doors: DoorLimits;
  readonly metrics: Metrics;
  readonly channels: Channels;
  readonly orderFeed: OrderFeed;
  readonly operations: Operations;
}
