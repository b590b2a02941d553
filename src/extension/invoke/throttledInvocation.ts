import { l10n } from 'vscode';
import * as v from 'valibot';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { targetName } from './invocationReport.ts';

/** Whose limit a throttled invocation hit. */
type Limit = 'reserved' | 'account' | 'other';

const limits: Readonly<Record<string, Limit>> = {
  ReservedFunctionConcurrentInvocationLimitExceeded: 'reserved',
  ReservedFunctionInvocationRateLimitExceeded: 'reserved',
  ConcurrentInvocationLimitExceeded: 'account',
  FunctionInvocationRateLimitExceeded: 'account',
};

const Throttled = v.object({ connection: v.string(), functionName: v.string(), local: v.boolean(), limit: v.picklist(['reserved', 'account', 'other']) });

/** A throttled invocation, as an error that says which function hit which limit; anything else as it is. */
export function explainThrottle(error: unknown, target: FunctionTarget): unknown {
  if (!(error instanceof CodedError) || error.code !== 'throttled') return error;
  const { reason } = error.details;
  if (typeof reason !== 'string') return error;
  const limit = limits[reason] ?? 'other';
  const { connection, functionName } = target;
  const details: v.InferOutput<typeof Throttled> = { connection: connection.connection.id, functionName, local: connection.live, limit };
  return new CodedError('INVOCATION_THROTTLED', texts[limit](targetName(target), reason), { details, cause: error });
}

/** The function that was throttled, as commands take it. */
export function throttledTarget(error: unknown): v.InferOutput<typeof Throttled> | undefined {
  const parsed = v.safeParse(Throttled, error instanceof CodedError ? error.details : undefined);
  return parsed.success ? parsed.output : undefined;
}

const texts: Readonly<Record<Limit, (name: string, reason: string) => string>> = {
  reserved: (name, reason) => l10n.t('{0} was throttled: its reserved concurrency is in use. Reason: {1}', name, reason),
  account: (name, reason) => l10n.t('{0} was throttled: the unreserved concurrency of the account is in use. Reason: {1}', name, reason),
  other: (name, reason) => l10n.t('{0} was throttled. Reason: {1}', name, reason),
};
