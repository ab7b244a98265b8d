/** Steps and their effects as the script APPLY has them, one text each. */
import { assertNever } from '../../../proto/assert.ts';
import type { EventCursor } from '../../event-log/event-cursor.ts';
import type { Effect, SettlementStep } from '../account-store.ts';
import { encodeApiKey, word } from '../account-tables.ts';

export function applyArguments(steps: readonly SettlementStep[]): string[] {
  const texts: string[] = [];
  for (const { topic, cursor, fromStart, effects } of steps) {
    const start = fromStart === true ? 1 : 0;
    texts.push(`step ${word(topic)} ${cursor.inputOffset} ${start} ${cursorText(topic, cursor)}`);
    for (const effect of effects) texts.push(effectText(effect));
  }
  return texts;
}

/**
 * The same for a store that nobody else sees, where it need not be one atomic step: in calls of at
 * most so many effects, so that none of them holds Redis up for long. The cursors come last of all.
 */
export function applyArgumentsInParts(
  steps: readonly SettlementStep[],
  effectsMax: number,
): readonly (readonly string[])[] {
  const effects = steps.flatMap((step) => step.effects.map(effectText));
  const parts: string[][] = [];
  for (let first = 0; first < effects.length; first += effectsMax) {
    parts.push([PART, ...effects.slice(first, first + effectsMax)]);
  }
  parts.push(applyArguments(steps.map((step) => ({ ...step, effects: [] }))));
  return parts;
}

/** Stands before effects without a step. */
const PART = 'part';

const cursorText = (topic: string, cursor: EventCursor): string =>
  JSON.stringify({ topic, cursor });

export interface StoredCursor {
  readonly topic: string;
  readonly cursor: EventCursor;
}

/** As stored: the input offset stands before it, where the script finds it. */
export const readCursor = (text: string): StoredCursor =>
  JSON.parse(text.slice(text.indexOf(' ') + 1)) as StoredCursor;

function effectText(effect: Effect): string {
  switch (effect.kind) {
    case 'open-hold': {
      const { orderId, accountId, amount, market, asset, clientOrderId, nowUs } = effect;
      return (
        `open-hold ${orderId} ${accountId} ${amount} ${word(market)} ${word(asset)} ` +
        `${word(clientOrderId)} ${nowUs}`
      );
    }
    case 'set-hold':
    case 'spend-hold':
    case 'release-hold':
      return `${effect.kind} ${effect.orderId} ${effect.amount}`;
    case 'close-hold':
      return `close-hold ${effect.orderId} ${effect.nowUs}`;
    case 'credit':
      return `credit ${effect.accountId} ${word(effect.asset)} ${effect.amount}`;
    case 'deposit':
    case 'withdraw': {
      const { kind, transactionId, accountId, asset, amount } = effect;
      return `${kind} ${word(transactionId)} ${accountId} ${word(asset)} ${amount}`;
    }
    case 'revoke-api-key':
      return `revoke-api-key ${word(effect.apiKey)}`;
    default:
      return definitionText(effect);
  }
}

/** Effects that say what there is, not where money goes. */
function definitionText(effect: Extract<Effect, { readonly kind: `put-${string}` }>): string {
  switch (effect.kind) {
    case 'put-market': {
      const { market } = effect.market.definition;
      return `put markets ${word(market)} ${JSON.stringify(effect.market)}`;
    }
    case 'put-asset':
      return `put assets ${word(effect.asset)} ${effect.scale}`;
    case 'put-account':
      return `put accounts ${effect.account.accountId} ${JSON.stringify(effect.account)}`;
    case 'put-fee-tier': {
      const { tier, market } = effect.row;
      return `put fee-tiers ${word(tier)}/${word(market)} ${JSON.stringify(effect.row)}`;
    }
    case 'put-api-key': {
      const { key } = effect;
      // The first character is what a revocation changes.
      return `put api-keys ${word(key.apiKey)} ${key.revoked ? 1 : 0} ${encodeApiKey(key)}`;
    }
    case 'put-ledger-session':
      return `put ledger-sessions ${effect.sessionId} ${JSON.stringify(effect.session)}`;
    default:
      return assertNever(effect);
  }
}
