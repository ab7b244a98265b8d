/** Market names as this dialect spells them: BTC-USD is BTCUSD, and is understood either way. */
import type { MarketUnits } from '../../proto/market-units.ts';
import type { MarketView } from '../market-data/market-view.ts';
import type { OrderService } from '../order-service.ts';

export interface Listed {
  readonly symbol: string;
  readonly view: MarketView;
  readonly units: MarketUnits;
}

export class Symbols {
  readonly #service: OrderService;
  readonly #listed = new Map<string, Listed>();
  readonly #bySymbol = new Map<string, Listed>();

  constructor(service: OrderService) {
    this.#service = service;
  }

  find(symbol: string): Listed | null {
    const market = this.#refreshed().get(symbol) ?? this.#listed.get(symbol);
    return market ?? null;
  }

  /** Of a market that the service has a view of. */
  ofMarket(market: string): Listed | null {
    this.#refreshed();
    return this.#listed.get(market) ?? null;
  }

  all(): readonly Listed[] {
    this.#refreshed();
    return [...this.#listed.values()];
  }

  #refreshed(): ReadonlyMap<string, Listed> {
    const { markets } = this.#service;
    // A market without a definition is looked at again, and a definition may change. What is led through
    // its past is not listed yet: it would be told as if it were new.
    for (const view of markets.views()) {
      const { units, market } = view;
      const known = this.#listed.get(market);
      if (known === undefined && !markets.isPresent(market)) continue;
      if (units === null || (known?.units === units && known.view === view)) continue;
      const symbol = known?.symbol ?? this.#symbolOf(market);
      const listed = { symbol, view, units };
      this.#listed.set(market, listed);
      this.#bySymbol.set(symbol, listed);
    }
    return this.#bySymbol;
  }

  /** AB-C and A-BC would be one: the later keeps its dash. */
  #symbolOf(market: string): string {
    const joined = market.replace('-', '');
    return this.#bySymbol.has(joined) ? market : joined;
  }
}
