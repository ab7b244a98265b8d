import { bookContract } from './book.contract.ts';
import { bookProperties } from './book-properties.contract.ts';
import { decrementContract } from './decrement.contract.ts';
import { naiveBook } from './naive-book.ts';
import { quoteSellsContract } from './quote-sells.contract.ts';
import { selfTradesContract } from './self-trades.contract.ts';
import { standingOrdersContract } from './standing-orders.contract.ts';

bookContract('the naive book', naiveBook);
standingOrdersContract('the naive book', naiveBook);
selfTradesContract('the naive book', naiveBook);
decrementContract('the naive book', naiveBook);
quoteSellsContract('the naive book', naiveBook);
bookProperties('the naive book', naiveBook);
