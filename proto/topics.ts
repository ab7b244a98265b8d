/** Names of the logs, each with one partition. */

/** Assets, accounts, keys, money in and out; read by settlement, without an event log. */
export const LEDGER_TOPIC = 'commands.ledger';

const COMMANDS = 'commands.';
const EVENTS = 'events.';
const MARKET_TOPIC = /^(?:commands|events)\.([A-Z0-9]{1,10}-[A-Z0-9]{1,10})$/;

export const commandTopic = (market: string): string => COMMANDS + market;
export const eventTopic = (market: string): string => EVENTS + market;

/** The market of a command or event topic; null for the ledger's and for foreign names. */
export function marketOfTopic(topic: string): string | null {
  return MARKET_TOPIC.exec(topic)?.[1] ?? null;
}
