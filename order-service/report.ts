/** What this service says of itself to the other processes. */
import type { Timer } from '../ports/clock/clock.ts';
import type { MarketReport } from '../ports/coordination/coordination.ts';
import { limits } from '../proto/limits.ts';
import { type Offset, offset, type TimestampUs } from '../proto/units.ts';
import type { OrderService } from './order-service.ts';

export function announceRegularly(
  service: OrderService,
  identity: { readonly pid: number; readonly version: string; readonly startedAtUs: TimestampUs },
): { stop(): void } {
  let timer: Timer | null = null;
  const announce = () => {
    service.ports.coordination.announce({
      name: service.name,
      service: 'order-service',
      markets: service.markets.desks().map((desk): MarketReport => {
        const cursor = desk.events.cursor;
        return {
          market: desk.market,
          role: 'reader',
          epoch: service.epoch,
          offset: offset(cursor === null ? 0 : cursor.inputOffset + 1) as Offset,
          sequence: desk.view.sequence,
          stateHash: cursor?.eventHash ?? null,
          lag: 0,
          problem: desk.state === 'open' ? null : 'not open yet',
        };
      }),
      stages: service.stages.report(),
      ...identity,
    });
    timer = service.ports.clock.setTimer(limits.statusIntervalMs, announce);
  };
  announce();
  return { stop: () => timer?.cancel() };
}
