/** What an account store can fail with; refusals are values (`AdmissionOutcome`). */

export type AccountStoreErrorCode =
  /** A step does not follow the one before it. */
  | 'ACCOUNT_STORE_GAP'
  /** An effect would make a balance or hold negative or overflow: the books are broken. Fatal. */
  | 'ACCOUNT_STORE_BROKEN'
  | 'ACCOUNT_STORE_FULL'
  | 'ACCOUNT_STORE_UNAVAILABLE'
  /**
   * It is not the store that this process knew (emptied, set back, on a server that was restarted,
   * damaged), or nobody has yet declared it true. Settlement rebuilds it; whoever has admitted
   * anything must begin anew, with a new session.
   */
  | 'ACCOUNT_STORE_LOST';

export class AccountStoreError extends Error {
  readonly code: AccountStoreErrorCode;

  constructor(code: AccountStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AccountStoreError';
    this.code = code;
  }
}
