/** Where a subscriber hears. */
export interface Destination {
  /** Hands over JSON texts; rejects where they may not have arrived. One call at a time. */
  deliver(texts: readonly string[]): Promise<void>;
  /** Closes connections; what is being delivered fails. */
  dispose(): void;
}
