/** The fields that requests are made of. */
import { limits } from '../../proto/limits.ts';
import { MOMENT_PATTERN } from '../market-data/moment.ts';
import { type Field, integerText, oneOf, optional, shape, text } from './shape.ts';

const ID_MAX = Number.MAX_SAFE_INTEGER;

/** Of these characters (a class's inside), at least one and at most so many. */
const upTo = (lengthMax: number, characters: string): RegExp =>
  new RegExp(`^[${characters}]{1,${lengthMax}}$`);

export const decimal = text({
  pattern: /^(0|[1-9]\d{0,17})(\.\d{1,8})?$/,
  what: 'a decimal string without sign, exponent or leading zeros, at most 8 decimal places',
  example: '30000.50',
});
/** Money, at most as fine as any asset. */
export const amount = text({
  pattern: /^(0|[1-9]\d{0,17})(\.\d{1,18})?$/,
  what: 'a decimal string without sign, exponent or leading zeros',
  example: '100.00',
});
export const marketName = text({
  pattern: /^[A-Z0-9]{1,10}-[A-Z0-9]{1,10}$/,
  what: 'a market name BASE-QUOTE',
  example: 'BTC-USD',
});
export const assetName = text({
  pattern: /^[A-Z0-9]{1,10}$/,
  what: 'an asset: 1 to 10 of A-Z 0-9',
  example: 'USD',
});
/** `~` begins the ids that the exchange makes; they may be asked for, not chosen. */
export const clientOrderId = text({
  pattern: upTo(limits.clientOrderIdBytesMax, '.A-Z:/a-z0-9_-'),
  what: '1 to 36 of A-Z a-z 0-9 . _ : / -',
  example: 'my-order-1',
});
export const anyClientOrderId = text({
  pattern: upTo(limits.clientOrderIdBytesMax, '~.A-Z:/a-z0-9_-'),
  what: 'a client order id',
  example: 'my-order-1',
});
export const transactionId = text({
  pattern: upTo(limits.transactionIdBytesMax, 'A-Za-z0-9._:-'),
  what: '1 to 64 of A-Z a-z 0-9 . _ : -; it takes effect once, for ever',
  example: 'wire-2026-11-21-0001',
});
/** An id of the client's own that an account stands in front of, so that nobody uses up another's. */
export const ownId = (example: string, effect: string) =>
  text({
    pattern: upTo(40, 'A-Za-z0-9._:-'),
    what: `1 to 40 of A-Z a-z 0-9 . _ : -; ${effect}`,
    example,
  });
export const apiKeyText = text({
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  what: 'an API key',
  example: 'k3v9…',
});
export const accountName = text({
  pattern: upTo(limits.accountNameBytesMax, 'A-Za-z0-9 ._@-'),
  what: '1 to 64 of A-Z a-z 0-9 blank . _ @ -',
  example: 'alice',
});
export const reasonText = text({
  pattern: upTo(limits.reasonBytesMax, '\\x20-\\x7e'),
  what: '1 to 200 printable characters',
  example: 'maintenance',
});
export const cursorText = text({
  pattern: /^[A-Za-z0-9_-]{1,400}$/,
  what: 'the `next` of the page before',
  example: 'WzEsNDJd',
});
/** One number where the market is clear, else pairs: `BTC-USD:1042,ETH-USD:77`. */
export const minSequence = text({
  pattern:
    /^(\d{1,16}|[A-Z0-9]{1,10}-[A-Z0-9]{1,10}:\d{1,16}(,[A-Z0-9]{1,10}-[A-Z0-9]{1,10}:\d{1,16}){0,31})$/,
  what: 'the event that the view is to have: 1042, or BTC-USD:1042,ETH-USD:77',
  example: 'BTC-USD:1',
});

/** Of reads of the past. */
export const momentText = text({
  pattern: MOMENT_PATTERN,
  what: 'a sequence, or an RFC 3339 time: as it stood then',
  example: '2026-11-30T12:00:00.000Z',
});

export const side = oneOf('buy', 'sell');

/** An id in a path or a query; ids are strings in JSON. */
export const idText = (what: string): Field<number> =>
  integerText({ least: 0, most: ID_MAX, what });

export const limitText = (most: number): Field<number | undefined> =>
  optional(integerText({ least: 1, most, what: 'rows at most' }));

export const ofMarket = shape({ market: marketName });
export const ofOrder = shape({ order_id: idText('the order id') });
