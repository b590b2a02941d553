/** One invocation on its way to a handler. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  /** Base64 JSON, as the caller sent it. */
  readonly clientContext?: string;
  readonly traceId?: string;
  /** As the caller named the function: with the qualifier, if one was given. */
  readonly invokedFunctionArn: string;
  /** Whether the caller wants the end of the log. */
  readonly tail: boolean;
}

export interface InvocationResult {
  readonly payload: Buffer;
  readonly executedVersion: string;
  readonly functionError?: 'Unhandled';
  /** The last 4 KB of the log of this invocation, where asked for. */
  readonly logTail?: Buffer;
}
