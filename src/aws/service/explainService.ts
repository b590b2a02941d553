import { CodedError } from '../../common/codedError.ts';
import type { Connection, ConnectionProblemCode } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import type { SourceFacts } from '../credentials.ts';
import { errorDetails } from '../errorDetails.ts';
import { type ErrorKind, errorKind } from '../errorNames.ts';
import { explain } from '../explain.ts';
import { nameOfFacts, type ThrownFacts, thrownFacts } from '../thrownFacts.ts';

export interface ServiceNames {
  /** As in `AWS Signer in eu-west-1`. */
  readonly title: string;
  /** The IAM action that an operation asks for, such as `signer:StartSigningJob`. */
  readonly actionOf: (operation: string) => string;
  /** Errors of the service that others do not have, or mean otherwise. */
  readonly errors: Readonly<Record<string, ServiceError>>;
}

export interface ServiceError {
  readonly code: ConnectionProblemCode;
  /** What to do; behind what the service said. */
  readonly advice?: (connection: Connection) => string;
  /** Is over soon, so that what may be repeated is tried again. */
  readonly passes?: boolean;
}

export interface FailedServiceCall extends Partial<SourceFacts> {
  readonly connection: Connection;
  readonly operation: string;
  readonly service: ServiceNames;
  /** Whether it failed before the service was asked: the connection's credentials could not be had. */
  readonly ofCredentials: boolean;
  /** Whether its caller has ended it. */
  readonly cancelled: boolean;
}

type Explanation = (facts: ThrownFacts, call: FailedServiceCall) => ConnectionError;

/** What means something else than it does of the Lambda API; undefined: the same. */
const byKind: Readonly<Partial<Record<ErrorKind, Explanation>>> = {
  accessDenied: (facts, call) => {
    const { profile, region } = call.connection;
    const action = call.service.actionOf(call.operation);
    const message = `Profile ${profile} may not ${action} in ${region}: ask whoever manages the account for it.`;
    return error('accessDenied', facts.text === undefined ? message : `${message} ${facts.text}`, facts, call, { action });
  },
  throttled: (facts, call) =>
    error('throttled', `${placeOf(call)} was asked too often in this account (${call.operation}). Try again in a moment.`, facts, call),
  notFound: said('notFound'),
  conflict: said('conflict'),
  invalid: said('invalid'),
  service: said('service'),
  noAddress: unreachable,
  refused: unreachable,
  unreachable,
  hungUp: unreachable,
  timedOut: unreachable,
  untrusted: (facts, call) => {
    const what = 'shows a certificate that is not trusted here; that of a proxy that inspects traffic can be named in NODE_EXTRA_CA_CERTS';
    return error('network', `${placeOf(call)} ${what} (${nameOfFacts(facts)}).`, facts, call);
  },
};

/** What a failed call means, and what the user can do. Decides by names, codes and status only; CodedErrors stay as they are. */
export function explainService(thrown: unknown, call: FailedServiceCall): CodedError {
  const { connection, operation, service, ofCredentials, cancelled, ...source } = call;
  if (cancelled) return error('cancelled', 'Cancelled.', { name: 'AbortError' }, call);
  if (thrown instanceof CodedError) return thrown;
  const asLambda = (): ConnectionError => explain(thrown, { connection, operation, ...source });
  if (ofCredentials || thrown instanceof TypeError || thrown instanceof ReferenceError) return asLambda();
  const facts = thrownFacts(thrown);
  const named = service.errors[facts.name];
  if (named !== undefined) return error(named.code, [textOf(facts, call), named.advice?.(connection)].filter(Boolean).join(' '), facts, call);
  // What the Local region does not serve has a meaning of its own.
  if (facts.status === 501) return asLambda();
  return byKind[errorKind(facts.code, facts.name, facts.status)]?.(facts, call) ?? asLambda();
}

function said(code: ConnectionProblemCode): Explanation {
  return (facts, call) => error(code, textOf(facts, call), facts, call);
}

/** What is no answer of the service may be the page of a proxy. */
function textOf(facts: ThrownFacts, call: FailedServiceCall): string {
  const { name, text } = facts;
  const otherwise = `${placeOf(call)} failed at ${call.operation} (${nameOfFacts(facts)}). Try again in a moment.`;
  return (name === 'SyntaxError' ? undefined : text) ?? otherwise;
}

function unreachable(facts: ThrownFacts, call: FailedServiceCall): ConnectionError {
  const advice = call.connection.profile === undefined ? '' : ' Look at the network connection, a proxy, and whether there is such a Region.';
  return error('network', `${placeOf(call)} cannot be reached (${nameOfFacts(facts)}).${advice}`, facts, call);
}

function error(
  code: ConnectionProblemCode,
  message: string,
  facts: ThrownFacts,
  { connection, operation }: FailedServiceCall,
  more: object = {},
): ConnectionError {
  return new ConnectionError(code, message, { ...errorDetails(facts, connection, operation), ...more });
}

function placeOf({ service, connection: { profile, label, region, endpoint } }: FailedServiceCall): string {
  return profile === undefined ? `The ${label} region at ${endpoint}` : `${service.title} in ${region}`;
}
