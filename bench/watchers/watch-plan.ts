/** What the parent tells the watchers, and what comes back. Plain JSON over the IPC channel. */
export interface WatchPlan {
  readonly wsUrl: string;
  /** Connections; each follows the book and the trades of a market, by turns. */
  readonly clients: number;
  /** Of them: those that read nothing once they have subscribed, and follow every order. */
  readonly stalled: number;
  readonly markets: readonly string[];
}

export interface WatchCounts {
  readonly open: number;
  readonly closedByServer: number;
  readonly bytes: number;
}

export type WatcherMessage =
  | { readonly subscribed: true }
  | { readonly counts: WatchCounts }
  | { readonly error: string };

/** Asked for at any time; `end` closes all. */
export type WatcherRequest = WatchPlan | { readonly tell: true } | { readonly end: true };
