/** Tells the other processes that a topic has a new end, so that their readers need not poll. */
export interface Doorbell {
  /** To those who listen. */
  ring(topic: string, end: number): void;
  /** From now on this process is rung for the topic. */
  listen(topic: string): void;
  /** Who is rung for the topic, for a thread that rings by itself. */
  listeners(topic: string): readonly string[];
  /** Returns the unsubscribe. */
  onRing(listener: (topic: string, end: number) => void): () => void;
}

/** For a log that one process uses alone. */
export const noDoorbell: Doorbell = {
  ring: () => {},
  listen: () => {},
  listeners: () => [],
  onRing: () => () => {},
};
