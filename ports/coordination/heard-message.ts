/** What a process says on the channel of all, as text. */
export interface HeardMessage {
  readonly kind: string;
  readonly name: string;
  readonly incarnation: string;
  readonly beatMs: number;
  readonly payload: unknown;
}

/** null: not of this exchange. */
export function heardMessage(text: string): HeardMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    if (!Array.isArray(message)) return null;
    const [kind, name, incarnation, beatMs, payload] = message as unknown[];
    if (typeof kind !== 'string' || typeof name !== 'string') return null;
    if (typeof incarnation !== 'string' || typeof beatMs !== 'number') return null;
    return { kind, name, incarnation, beatMs, payload };
  } catch {
    return null;
  }
}
