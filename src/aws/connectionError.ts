import { CodedError, type CodedErrorOptions } from '../common/codedError.ts';
import type { ConnectionProblemCode } from './connection.ts';

/** Facts for programs, beside the message. */
export interface ConnectionErrorDetails {
  /** Of the Lambda API, such as `ListFunctions`. */
  readonly operation: string;
  readonly profile?: string;
  readonly region: string;
  /** What the service, or Node, called the error. */
  readonly errorName?: string;
  readonly status?: number;
  readonly requestId?: string;
  /** Of `accessDenied`: the IAM action, such as `lambda:ListFunctions`. */
  readonly action?: string;
  /** Of `credentialsExpired`: the command that renews them. */
  readonly signIn?: string;
  /** Of `throttled`: which limit, such as `ReservedFunctionConcurrentInvocationLimitExceeded`. */
  readonly reason?: string;
  /** Of the Local region: what is wrong on this machine or in its settings, such as `ISOLATION_UNAVAILABLE`. */
  readonly localCode?: string;
}

/** A failed call to a connection. `cause` only where the fault is ours: what the SDK throws holds requests, with credentials in them. */
export class ConnectionError extends CodedError {
  declare readonly code: ConnectionProblemCode;
  declare readonly details: Readonly<Record<string, unknown>> & ConnectionErrorDetails;

  constructor(
    code: ConnectionProblemCode,
    message: string,
    details: ConnectionErrorDetails,
    options: Pick<CodedErrorOptions, 'owner' | 'cause'> = {},
  ) {
    super(code, message, { ...options, details: { ...details } });
  }
}
