import { codeMeaning } from './codeMeanings.ts';
import type { Connection, ConnectionProblemCode } from './connection.ts';
import type { ConnectionErrorDetails } from './connectionError.ts';
import type { CredentialSource } from './credentialSource.ts';
import { type ErrorKind, errorKind } from './errorNames.ts';
import type { ThrownFacts } from './thrownFacts.ts';

/** A call that failed, and what is known of its credentials. */
export interface FailedCall {
  readonly connection: Connection;
  /** Of the Lambda API, such as `ListFunctions`. */
  readonly operation: string;
  /** Of the connection's profile; undefined where it has none. */
  readonly source?: CredentialSource;
  /** Whether the profile's sign-in is kept and has not expired. */
  readonly signedIn?: boolean;
}

export interface Meaning {
  readonly code: ConnectionProblemCode;
  readonly message: string;
  readonly details?: Partial<ConnectionErrorDetails>;
}

type Explanation = (facts: ThrownFacts, call: FailedCall) => Meaning;

const explanations: Readonly<Record<ErrorKind, Explanation>> = {
  cancelled: () => ({ code: 'cancelled', message: 'Cancelled.' }),
  noCredentials,
  expired,
  refusedKeys,
  wrongClock: () => ({ code: 'invalid', message: 'AWS refused the request for its time. Set the clock of this machine, and try again.' }),
  accessDenied,
  throttled,
  notFound: said('notFound', 'found nothing'),
  conflict: said('conflict', 'is in conflict with another change'),
  invalid: said('invalid', 'was refused'),
  noAddress: network('has no address: there is no network connection, or no such Region'),
  refused: network('refuses connections'),
  unreachable: network('cannot be reached from this network'),
  hungUp: network('closed the connection'),
  timedOut: network('did not answer in time'),
  untrusted: network(
    'shows a certificate that is not trusted here; that of a proxy that inspects traffic can be named in NODE_EXTRA_CA_CERTS',
  ),
  service: said('service', 'failed'),
};

export function meaningOf(facts: ThrownFacts, call: FailedCall): Meaning {
  if (facts.status === 501) return { code: 'notServed', message: `${sentence(placeOf(call))} does not serve ${call.operation} yet.` };
  const ofCode = codeMeaning(facts.name, call.operation);
  if (ofCode !== undefined) return { code: ofCode.code, message: `${said(ofCode.code, 'was refused')(facts, call).message} ${ofCode.advice}` };
  return explanations[errorKind(facts.code, facts.name, facts.status)](facts, call);
}

/** Whether its meaning depends on where the profile's credentials come from. */
export function concernsSource(facts: ThrownFacts): boolean {
  const kind = errorKind(facts.code, facts.name, facts.status);
  return kind === 'noCredentials' || kind === 'expired';
}

/**
 * Whether the same call may succeed a moment later: AWS is busy, a connection that was kept open has ended, or the SDK has
 * learnt from the answer how wrong our clock is.
 */
export function mayPassLater(facts: ThrownFacts): boolean {
  const kind = errorKind(facts.code, facts.name, facts.status);
  if (kind === 'service') return (facts.status ?? 0) >= 500;
  return kind === 'throttled' || kind === 'hungUp' || kind === 'wrongClock';
}

/** What the service said itself, or that the operation did as in `otherwise`. */
function said(code: ConnectionProblemCode, otherwise: string): Explanation {
  return ({ text, name, status }, call) => ({
    code,
    message: text ?? `${call.operation} ${otherwise} in ${placeOf(call)} (${status === undefined ? name : `${name}, status ${status}`}).`,
  });
}

function network(what: string): Explanation {
  return ({ name, code }, call) => ({ code: 'network', message: `${sentence(placeOf(call))} ${what} (${code ?? name}).` });
}

function noCredentials({ name }: ThrownFacts, { connection, source, signedIn }: FailedCall): Meaning {
  const profile = String(connection.profile);
  if (source?.type === 'signIn' && signedIn !== true) {
    return signInAgain(`The sign-in of profile ${profile} is missing or has expired.`, source.command);
  }
  const message = source === undefined ? `There are no credentials to use (${name}).` : whyMissing[source.type](profile);
  return { code: 'noCredentials', message };
}

/** Why a profile gave no credentials, by where it takes them from, and what to do. */
const whyMissing: Readonly<Record<CredentialSource['type'], (profile: string) => string>> = {
  unknownProfile: (profile) =>
    `The AWS SDK finds no profile ${profile}, or not the one that it takes its credentials from: look for it in ~/.aws/config ` +
    'and ~/.aws/credentials. Names may hold letters, digits and - _ @ + . % : / only.',
  none: (profile) =>
    `Profile ${profile} has no credentials. Add keys with: aws configure --profile ${profile}, ` +
    `or a sign-in with: aws configure sso --profile ${profile}`,
  keys: (profile) => `The keys of profile ${profile} are incomplete: it needs aws_access_key_id and aws_secret_access_key.`,
  process: (profile) =>
    `The credential_process of profile ${profile} gave no credentials. See what it says in a terminal: ` +
    `aws sts get-caller-identity --profile ${profile}`,
  mfa: (profile) => `Profile ${profile} asks for the code of a multi-factor device, and none was given.`,
  signIn: (profile) =>
    `Profile ${profile} is signed in, but got no credentials: its account or role is not assigned to you, ` +
    'or there is no network connection.',
};

function expired(_facts: ThrownFacts, { connection, source }: FailedCall): Meaning {
  const what = `The session credentials of profile ${connection.profile} have expired.`;
  if (source?.type === 'signIn') return signInAgain(what, source.command);
  return { code: 'credentialsExpired', message: `${what} Renew them where they came from, and try again.` };
}

function signInAgain(what: string, command: string): Meaning {
  return { code: 'credentialsExpired', message: `${what} Sign in with: ${command}`, details: { signIn: command } };
}

/** Without the service's own text, which may quote the signed request with its session token. */
function refusedKeys({ name }: ThrownFacts, { connection: { profile, region } }: FailedCall): Meaning {
  const advice = 'Look whether they are still active, and whether the account has this Region enabled.';
  return { code: 'noCredentials', message: `AWS does not accept the keys of profile ${profile} in ${region} (${name}). ${advice}` };
}

function accessDenied({ name, text }: ThrownFacts, { operation, connection: { profile, region } }: FailedCall): Meaning {
  // STS and Lambda call it differently: the former refuses the profile its role.
  const action = name === 'AccessDenied' ? 'sts:AssumeRole' : iamAction(operation);
  const message = `Profile ${profile} may not ${action} in ${region}: ask whoever manages the account for it.`;
  return { code: 'accessDenied', message: text === undefined ? message : `${message} ${text}`, details: { action } };
}

/** Both ask for the same permission. */
const invocations: ReadonlySet<string> = new Set(['Invoke', 'InvokeWithResponseStream']);

/** The IAM action of an operation bears its name, but for invocations. */
function iamAction(operation: string): string {
  return invocations.has(operation) ? 'lambda:InvokeFunction' : `lambda:${operation}`;
}

function throttled({ reason, text }: ThrownFacts, { operation }: FailedCall): Meaning {
  if (!invocations.has(operation)) {
    return { code: 'throttled', message: `${operation} was throttled: too many calls in this account and Region. Try again in a moment.` };
  }
  const message = `The invocation was throttled${reason === undefined ? '' : ` (${reason})`}: ${text ?? 'Rate Exceeded.'}`;
  return { code: 'throttled', message, ...(reason !== undefined && { details: { reason } }) };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function placeOf({ connection: { profile, label, region, endpoint } }: FailedCall): string {
  return profile === undefined ? `the ${label} region at ${endpoint}` : `Lambda in ${region}`;
}
