/** Events as short sentences, so that a test of a rule reads as what happened. */
import {
  AccountStatus,
  DoneReason,
  type Event,
  IgnoreReason,
  MarketStatus,
  RejectReason,
  Side,
} from '../../../proto/messages.ts';

export const nameOf = (names: Readonly<Record<string, number>>, value: number): string =>
  Object.entries(names).find(([, number]) => number === value)?.[0] ?? `${value}`;
const refusal = (reason: number): string => nameOf(RejectReason, reason);
const side = (value: Side): string => nameOf(Side, value);

/** Nothing, where an order shows all of itself. */
const part = (lots: number | undefined): string => (lots === undefined ? '' : `, shows ${lots}`);

/** `trade 1×2 5@100 fees 0/0`: maker × taker, lots @ price, fees of maker / taker. */
export function tell(event: Event): string {
  switch (event.kind) {
    case 'OrderAccepted':
      return `accepted ${event.orderId}${event.trigger === undefined ? '' : ', waits'}`;
    case 'OrderRejected':
      return `rejected ${event.orderId} ${refusal(event.reason)}`;
    case 'OrderRested':
      return `rested ${event.orderId} ${side(event.side)} ${event.remainingLots}@${event.priceTicks}${part(event.displayLots)}`;
    case 'OrderReplenished':
      return `replenished ${event.orderId} ${event.shownLots} of ${event.remainingLots}@${event.priceTicks}`;
    case 'TradeExecuted': {
      const what = `${event.quantityLots}@${event.priceTicks}`;
      const fees = `fees ${event.makerFeeMinor}/${event.takerFeeMinor}`;
      return `trade ${event.makerOrderId}×${event.takerOrderId} ${what} ${fees}`;
    }
    case 'OrderAmended': {
      const now = `${event.remainingLots} of ${event.quantityLots}@${event.priceTicks}`;
      return `amended ${event.orderId} ${now}, ${event.keptPriority ? 'kept' : 'lost'} its place${part(event.shownLots)}`;
    }
    case 'OrderDone': {
      const left = event.remainingQuoteMinor > 0 ? ` and ${event.remainingQuoteMinor} money` : '';
      const was = event.wasResting ? ', rested' : '';
      return `done ${event.orderId} ${nameOf(DoneReason, event.reason)} ${event.remainingLots} left${left}${was}${part(event.shownLots)}`;
    }
    case 'CancelRejected':
      return `cancel ${event.orderId} rejected ${refusal(event.reason)}`;
    case 'AmendRejected': {
      const own =
        event.priceTicks === null ? '' : `, is ${event.remainingLots}@${event.priceTicks}`;
      return `amend ${event.orderId} rejected ${refusal(event.reason)}${own}`;
    }
    case 'OrderTriggered':
      return `triggered ${event.orderId} at ${event.triggerTicks}${part(event.displayLots)}`;
    case 'TradePrevented': {
      const what = `${event.quantityLots}@${event.priceTicks}`;
      const left = `${event.makerRemainingLots}/${event.takerRemainingLots}`;
      return `prevented ${event.makerOrderId}×${event.takerOrderId} ${what} left ${left}${part(event.makerShownLots)}`;
    }
    case 'OrdersCanceled':
      return `canceled ${event.count} of ${event.accountId}`;
    default:
      return tellControl(event);
  }
}

function tellControl(event: Event): string {
  switch (event.kind) {
    case 'MarketDefined':
      return `defined ${event.definition.market}`;
    case 'MarketChanged':
      return `changed ${event.definition.market}`;
    case 'MarketDefinitionRejected':
      return `definition rejected ${refusal(event.reason)}`;
    case 'MarketStatusChanged':
      return `status ${nameOf(MarketStatus, event.status)}: ${event.reason}`;
    case 'AccountStatusChanged': {
      const status = nameOf(AccountStatus, event.status);
      return `account ${event.accountId} ${status}: ${event.reason}, canceled ${event.canceledOrders}`;
    }
    case 'SessionOpened':
      return `session ${event.sessionId} opened ${event.epoch} after ${event.previousEpoch}/${event.previousLastSequence} by ${event.node}`;
    case 'SessionRefused':
      return `session ${event.sessionId} refused ${event.epoch}, is ${event.currentEpoch}`;
    case 'CommandIgnored':
      return `#${event.commandIndex} ignored ${nameOf(IgnoreReason, event.reason)}`;
    case 'LeadershipChanged':
      return `leader ${event.epoch} ${event.node}`;
    case 'LeadershipRefused':
      return `leader ${event.epoch} ${event.node} refused, is ${event.currentEpoch} ${event.currentNode}`;
    case 'RulesChanged':
      return `rules ${event.version}`;
    case 'StateHashed':
      return `mark ${event.markId} ${event.stateHash} over ${event.restingOrders}`;
    case 'CommandPassedOver':
      return `passed over ${event.offset}: ${event.reason}`;
    default:
      return event.kind;
  }
}

/** Of markets without fees. */
export const said = (events: readonly Event[]): readonly string[] =>
  events.map((event) => tell(event).replace(' fees 0/0', ''));
