import type { Credentials } from '../client/request-signature.ts';
import { RestClient } from '../client/rest-client.ts';

/** A market as the admin endpoint takes it: decimal strings in units of its assets. */
export interface NewMarket {
  readonly market: string;
  readonly base_asset: string;
  readonly base_scale: number;
  readonly quote_asset: string;
  readonly quote_scale: number;
  readonly tick_size: string;
  readonly lot_size: string;
  readonly min_price: string;
  readonly max_price: string;
  readonly min_quantity: string;
  readonly max_quantity: string;
  readonly min_notional: string;
  readonly max_notional: string;
  readonly max_resting_orders: number;
  readonly max_open_orders: number;
  readonly maker_fee_ppm: number;
  readonly taker_fee_ppm: number;
}

export type ScopeName = 'read' | 'trade' | 'cancel' | 'withdraw' | 'admin';

/** The admin endpoints: markets, accounts, keys, deposits. Every one of them is idempotent. */
export class AdminClient {
  readonly #rest: RestClient;

  constructor(options: { readonly baseUrl: string; readonly credentials: Credentials }) {
    this.#rest = new RestClient(options);
  }

  async defineMarket(market: NewMarket): Promise<void> {
    await this.#rest.request('POST', '/v1/admin/markets', market);
  }

  /** Resolves to the account's id. */
  async openAccount(name: string): Promise<string> {
    const path = '/v1/admin/accounts';
    const account = await this.#rest.request<{ readonly account_id: string }>('POST', path, {
      name,
    });
    return account.account_id;
  }

  async createKey(accountId: string, scopes: readonly ScopeName[]): Promise<Credentials> {
    const path = '/v1/admin/keys';
    const key = await this.#rest.request<{ readonly api_key: string; readonly secret: string }>(
      'POST',
      path,
      { account_id: accountId, scopes },
    );
    return { apiKey: key.api_key, secret: key.secret };
  }

  async deposit(deposit: {
    readonly transactionId: string;
    readonly accountId: string;
    readonly asset: string;
    readonly amount: string;
  }): Promise<void> {
    await this.#rest.request('POST', '/v1/admin/deposits', {
      transaction_id: deposit.transactionId,
      account_id: deposit.accountId,
      asset: deposit.asset,
      amount: deposit.amount,
    });
  }

  close(): void {
    this.#rest.close();
  }
}
