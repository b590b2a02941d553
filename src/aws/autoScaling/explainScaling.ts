import type { Connection, ConnectionProblemCode } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import { errorDetails } from '../errorDetails.ts';
import type { SourceFacts } from '../credentials.ts';
import { type ErrorKind, errorKind } from '../errorNames.ts';
import { explain } from '../explain.ts';
import { nameOfFacts, type ThrownFacts, thrownFacts } from '../thrownFacts.ts';

export interface FailedScalingCall extends Partial<SourceFacts> {
  readonly connection: Connection;
  /** Of Application Auto Scaling, such as `RegisterScalableTarget`. */
  readonly operation: string;
  /** Whether it failed before the service was asked: the connection's credentials could not be had. */
  readonly ofCredentials: boolean;
}

type Explanation = (facts: ThrownFacts, call: FailedScalingCall) => ConnectionError;

/** Errors of the service that others do not have, or mean otherwise. */
const byName: Readonly<Record<string, ConnectionProblemCode>> = {
  ObjectNotFoundException: 'notFound',
  ConcurrentUpdateException: 'conflict',
  LimitExceededException: 'invalid',
  FailedResourceAccessException: 'service',
};

/** What means something else than it does of the Lambda API; undefined: the same. */
const byKind: Readonly<Partial<Record<ErrorKind, Explanation>>> = {
  accessDenied: (facts, call) => {
    const action = `application-autoscaling:${call.operation}`;
    const { profile, region } = call.connection;
    const message = `Profile ${profile} may not ${action} in ${region}: ask whoever manages the account for it.`;
    const text = facts.text === undefined ? message : `${message} ${facts.text}`;
    return new ConnectionError('accessDenied', text, { ...errorDetails(facts, call.connection, call.operation), action });
  },
  noAddress: unreachable,
  refused: unreachable,
  unreachable,
  hungUp: unreachable,
  timedOut: unreachable,
  service: (facts, call) => {
    const message = facts.text ?? `${serviceOf(call)} failed (${nameOfFacts(facts)}). Try again in a moment.`;
    return new ConnectionError('service', message, errorDetails(facts, call.connection, call.operation));
  },
};

/** What a failed call means, and what the user can do. Decides by names, codes and status only. */
export function explainScaling(error: unknown, call: FailedScalingCall): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const { connection, operation, ofCredentials, ...source } = call;
  const asLambda = (): ConnectionError => explain(error, { connection, operation, ...source });
  if (ofCredentials || error instanceof TypeError || error instanceof ReferenceError) return asLambda();
  const facts = thrownFacts(error);
  const named = byName[facts.name];
  if (named !== undefined) {
    return new ConnectionError(named, facts.text ?? `${operation} failed (${nameOfFacts(facts)}).`, errorDetails(facts, call.connection, call.operation));
  }
  // What the Local region does not serve has a meaning of its own.
  if (facts.status === 501) return asLambda();
  return byKind[errorKind(facts.code, facts.name, facts.status)]?.(facts, call) ?? asLambda();
}

function unreachable(facts: ThrownFacts, call: FailedScalingCall): ConnectionError {
  const message = `${serviceOf(call)} cannot be reached (${nameOfFacts(facts)}).`;
  const isLocal = call.connection.profile === undefined;
  const advice = isLocal ? '' : ' Look at the network connection, a proxy, and whether there is such a Region.';
  return new ConnectionError('network', message + advice, errorDetails(facts, call.connection, call.operation));
}

function serviceOf({ connection: { profile, label, region, endpoint } }: FailedScalingCall): string {
  return profile === undefined ? `The ${label} region at ${endpoint}` : `Application Auto Scaling in ${region}`;
}
