/** The engine's pure core, as it runs in production. */
import { naiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';

export const newMachine = (market: string): MarketMachine =>
  new MarketMachine({ market, book: naiveBook });
