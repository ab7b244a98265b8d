/** Of a market's state, what is not the machine's own: its position, its time, its hash. */
import { MarketStatus, type RestingOrderColumns } from '../../proto/messages.ts';
import { zeroColumns } from '../../proto/snapshot-columns.ts';
import { tradeId } from '../../proto/units.ts';
import type { MarketControl } from './market-control.ts';
import type { HashedState } from './state-hash.ts';

type ControlState = Omit<
  HashedState,
  'market' | 'offset' | 'nextSequence' | 'timestampUs' | 'eventHash'
>;

/** `known`: the resting orders, where somebody has them already. */
export function controlState(
  control: MarketControl,
  known: RestingOrderColumns | null,
): ControlState {
  const { desk, expiries, leadership, rulesVersion } = control;
  const orders = known ?? desk?.book.columns() ?? zeroColumns(0);
  const icebergs = desk?.book.icebergs() ?? [];
  const triggers = desk?.triggers.state();
  return {
    leadership,
    rulesVersion,
    definition: control.units?.definition ?? null,
    status: desk?.status ?? MarketStatus.trading,
    nextTradeId: tradeId(desk?.book.nextTradeId ?? 1),
    nextPriority: desk?.book.nextPriority ?? 1,
    sessions: control.sessions.entries(),
    orderCount: orders.orderId.length,
    orders,
    ...desk?.blocked.state(),
    ...expiries?.state(),
    ...(icebergs.length > 0 && { icebergs }),
    ...(triggers && { triggers }),
  };
}
