import { bookContract } from './book.contract.ts';
import { bookProperties } from './book-properties.contract.ts';
import { decrementContract } from './decrement.contract.ts';
import { fastBook } from './fast-book.ts';
import { quoteSellsContract } from './quote-sells.contract.ts';
import { selfTradesContract } from './self-trades.contract.ts';
import { standingOrdersContract } from './standing-orders.contract.ts';

bookContract('the fast book', fastBook);
standingOrdersContract('the fast book', fastBook);
selfTradesContract('the fast book', fastBook);
decrementContract('the fast book', fastBook);
quoteSellsContract('the fast book', fastBook);
bookProperties('the fast book', fastBook);
