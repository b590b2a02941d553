/** What an AbortSignal has of use here. */
export interface Cancellation {
  throwIfAborted(): void;
}
