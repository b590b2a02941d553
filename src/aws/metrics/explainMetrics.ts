import type { Connection } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import { errorDetails } from '../errorDetails.ts';
import type { SourceFacts } from '../credentials.ts';
import { type ErrorKind, errorKind } from '../errorNames.ts';
import { explain } from '../explain.ts';
import { nameOfFacts, type ThrownFacts, thrownFacts } from '../thrownFacts.ts';

const operation = 'GetMetricData';
const action = 'cloudwatch:GetMetricData';

export interface FailedRead extends Partial<SourceFacts> {
  readonly connection: Connection;
  /** Whether it failed before CloudWatch was asked: the connection's credentials could not be had. */
  readonly ofCredentials: boolean;
}

type Explanation = (facts: ThrownFacts, connection: Connection) => ConnectionError;

/** What means something else than it does of the Lambda API; undefined: the same. */
const explanations: Readonly<Partial<Record<ErrorKind, Explanation>>> = {
  accessDenied: (facts, connection) => denied(facts.text, connection, facts),
  throttled: (facts, connection) =>
    new ConnectionError(
      'throttled',
      `CloudWatch was asked too often in this account and Region (${operation}). The figures come with a later attempt.`,
      errorDetails(facts, connection, operation),
    ),
  noAddress: unreachable,
  refused: unreachable,
  unreachable,
  hungUp: unreachable,
  timedOut: unreachable,
  untrusted: (facts, connection) =>
    network(
      facts,
      connection,
      'shows a certificate that is not trusted here; that of a proxy that inspects traffic can be named in NODE_EXTRA_CA_CERTS',
    ),
  service: (facts, connection) =>
    new ConnectionError(
      'service',
      // What is no JSON may be the page of a proxy.
      (facts.name === 'SyntaxError' ? undefined : facts.text) ?? `CloudWatch in ${connection.region} failed (${nameOfFacts(facts)}). Try again in a moment.`,
      errorDetails(facts, connection, operation),
    ),
};

/** What a failed read of metrics means, and what the user can do. Decides by names, codes and status only. */
export function explainMetrics(error: unknown, { connection, ofCredentials, ...facts }: FailedRead): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const thrown = thrownFacts(error);
  const own = ofCredentials || isOurs(error) ? undefined : explanations[errorKind(thrown.code, thrown.name, thrown.status)];
  return own?.(thrown, connection) ?? explain(error, { connection, operation, ...facts });
}

/** What a profile may not do; `text` as the service put it. */
export function denied(text: string | undefined, connection: Connection, facts?: ThrownFacts): ConnectionError {
  const { profile, region } = connection;
  const message = `Profile ${profile} may not ${action} in ${region}: ask whoever manages the account for it.`;
  const details = { ...(facts === undefined ? { operation, region } : errorDetails(facts, connection, operation)), action };
  return new ConnectionError('accessDenied', text === undefined ? message : `${message} ${text}`, details);
}

function unreachable(facts: ThrownFacts, connection: Connection): ConnectionError {
  return network(facts, connection, 'cannot be reached. Look at the network connection, a proxy, and whether there is such a Region');
}

function network(facts: ThrownFacts, connection: Connection, what: string): ConnectionError {
  return new ConnectionError('network', `CloudWatch in ${connection.region} ${what} (${nameOfFacts(facts)}).`, errorDetails(facts, connection, operation));
}

function isOurs(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError;
}
