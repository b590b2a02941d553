import type { Tracing } from '../../lambda/logs/platformRecord.ts';
import type { ResponseStream } from './responseStream.ts';

/** One invocation on its way to a handler. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  /** JSON of printable ASCII, as the header to the runtime holds it. */
  readonly clientContext?: string;
  /** As `clientContext`: `{"cognitoIdentityId":…,"cognitoIdentityPoolId":…}`. */
  readonly cognitoIdentity?: string;
  /** The value of X-Amzn-Trace-Id. */
  readonly traceId?: string;
  /** For functions that keep their tenants apart: an environment serves one only. */
  readonly tenantId?: string;
  /** As the caller named the function: with the qualifier, if one was given. */
  readonly invokedFunctionArn: string;
  /** Whether the caller wants the end of the log. */
  readonly tail: boolean;
  /** Whether it runs on demand because all provisioned environments of its version were at work. */
  readonly spillover?: true;
  /** Takes the response while the function writes it; absent: it is gathered. */
  readonly stream?: ResponseStream;
}

/** A trace header as records tell it. */
export function tracingOf({ traceId }: Pick<Invocation, 'traceId'>): { tracing?: Tracing } {
  return traceId === undefined ? {} : { tracing: { type: 'X-Amzn-Trace-Id', value: traceId } };
}

export interface InvocationResult {
  /** Empty where the response went to the stream. */
  readonly payload: Buffer;
  readonly executedVersion: string;
  readonly functionError?: 'Unhandled';
  /** The last 4 KB of the log of this invocation, where asked for. */
  readonly logTail?: Buffer;
}
