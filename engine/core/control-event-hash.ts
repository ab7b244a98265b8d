/** Every field of the events that are no order events, in the order of events.proto, into the hash. */
import { assertNever } from '../../proto/assert.ts';
import type { EventBody, MarketDefinition } from '../../proto/messages.ts';
import type { EventHash } from './hot/event-hash.ts';

/** Order events stand in the event buffer as numbers; these are rare and stand as objects. */
export type ControlEvent = Exclude<
  EventBody,
  {
    kind:
      | 'OrderAccepted'
      | 'OrderRejected'
      | 'OrderRested'
      | 'TradeExecuted'
      | 'OrderAmended'
      | 'OrderDone'
      | 'CancelRejected'
      | 'AmendRejected'
      | 'OrdersCanceled'
      | 'OrderTriggered'
      | 'TradePrevented';
  }
>;

/** Each begins with its number in events.proto, so that two kinds with the same fields differ. */
export function mixControlEvent(hash: EventHash, event: ControlEvent, commandIndex: number): void {
  switch (event.kind) {
    case 'MarketDefined':
      mixNumbers(hash, [16, commandIndex]);
      mixDefinition(hash, event.definition);
      return;
    case 'MarketChanged':
      mixNumbers(hash, [40, commandIndex]);
      mixDefinition(hash, event.definition);
      return;
    case 'MarketDefinitionRejected':
      mixNumbers(hash, [17, commandIndex, event.reason]);
      return;
    case 'MarketStatusChanged':
      mixNumbers(hash, [18, commandIndex, event.status]);
      hash.mixText(event.reason);
      return;
    case 'AccountStatusChanged':
      mixNumbers(hash, [30, commandIndex, event.accountId, event.status, event.canceledOrders]);
      hash.mixText(event.reason);
      return;
    case 'SessionOpened':
      mixNumbers(hash, [19, commandIndex, event.sessionId, event.epoch]);
      mixNumbers(hash, [event.previousEpoch, event.previousLastSequence]);
      hash.mixText(event.node);
      return;
    case 'SessionRefused':
      mixNumbers(hash, [20, commandIndex, event.sessionId, event.epoch, event.currentEpoch]);
      hash.mixText(event.node);
      return;
    case 'CommandIgnored':
      mixNumbers(hash, [21, commandIndex, event.reason]);
      return;
    case 'LeadershipChanged':
      mixNumbers(hash, [22, commandIndex, event.epoch]);
      hash.mixText(event.node);
      return;
    case 'LeadershipRefused':
      mixNumbers(hash, [23, commandIndex, event.epoch, event.currentEpoch]);
      hash.mixText(event.node);
      hash.mixText(event.currentNode);
      return;
    case 'RulesChanged':
      mixNumbers(hash, [24, commandIndex, event.version]);
      return;
    case 'StateHashed':
      mixNumbers(hash, [25, commandIndex, event.markId, event.restingOrders]);
      hash.mixText(event.stateHash);
      return;
    case 'CommandPassedOver':
      mixNumbers(hash, [26, commandIndex, event.offset]);
      hash.mixText(event.reason);
      return;
    default:
      assertNever(event);
  }
}

export function mixDefinition(hash: EventHash, definition: MarketDefinition): void {
  hash.mixText(definition.market);
  hash.mixText(definition.baseAsset);
  hash.mix(definition.baseScale);
  hash.mixText(definition.quoteAsset);
  hash.mix(definition.quoteScale);
  hash.mixText(definition.tickSize);
  hash.mixText(definition.lotSize);
  mixNumbers(hash, [definition.minPriceTicks, definition.maxPriceTicks]);
  mixNumbers(hash, [definition.minQuantityLots, definition.maxQuantityLots]);
  mixNumbers(hash, [definition.minNotionalMinor, definition.maxNotionalMinor]);
  mixNumbers(hash, [definition.maxRestingOrders, definition.makerFeePpm, definition.takerFeePpm]);
  const { bidBandPpm, askBandPpm } = definition;
  // A definition from before there were bands keeps its hash.
  if (bidBandPpm !== undefined || askBandPpm !== undefined) {
    mixNumbers(hash, [bidBandPpm ?? 0, askBandPpm ?? 0]);
  }
  // What may be absent is mixed with its field's number, and not at all when it is.
  const { maxOpenOrders, priceStepTicks, quantityStepLots } = definition;
  if (maxOpenOrders !== undefined) mixNumbers(hash, [30, maxOpenOrders]);
  if (priceStepTicks !== undefined) mixNumbers(hash, [31, priceStepTicks]);
  if (quantityStepLots !== undefined) mixNumbers(hash, [32, quantityStepLots]);
}

function mixNumbers(hash: EventHash, values: readonly number[]): void {
  for (const value of values) hash.mix(value);
}
