/**
 * The language as TypeScript: what the bytes of proto/exchange/v1 mean once decoded.
 *
 * Field names are those of the .proto files in camel case; enum values are the same numbers.
 * Commands and events are unions over `kind`. See codec.ts for bytes ⇄ messages.
 */
export type * from './archive-messages.ts';
export type * from './command-messages.ts';
export type * from './event-messages.ts';
export * from './market-words.ts';
export type * from './snapshot-messages.ts';
