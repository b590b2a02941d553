import { describe, expect, test } from 'vitest';
import type { Connection, ConnectionProblemCode } from '../../../src/aws/connection.ts';
import { ConnectionError } from '../../../src/aws/connectionError.ts';
import type { FailedCall } from '../../../src/aws/errorMeanings.ts';
import { explain } from '../../../src/aws/explain.ts';

const aws: Connection = { id: 'aws:dev:eu-west-1', label: 'dev', region: 'eu-west-1', profile: 'dev' };
const local: Connection = { id: 'local', label: 'Local', region: 'us-east-1', endpoint: 'http://127.0.0.1:3001' };

/** An error of a service, as the SDK throws it. */
function service(name: string, status: number, message = 'As the service says.', more: object = {}): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status, requestId: 'r-1' }, ...more });
}

/** An error of Node. */
function node(code: string): Error {
  return Object.assign(new Error(`connect ${code} hush-hush`), { code });
}

function named(name: string): Error {
  return Object.assign(new Error('hush-hush'), { name });
}

interface Case {
  readonly error: unknown;
  readonly call?: Partial<FailedCall>;
  readonly code: ConnectionProblemCode;
  readonly message: string;
  readonly details?: object;
}

const profileMissing = (source: FailedCall['source'], signedIn?: boolean): Pick<Case, 'error' | 'call'> => ({
  error: named('CredentialsProviderError'),
  call: { ...(source !== undefined && { source }), ...(signedIn !== undefined && { signedIn }) },
});

const signIn = { type: 'signIn', command: 'aws sso login --profile dev', session: 's' } as const;

const cases: Readonly<Record<string, Case>> = {
  'no such profile': {
    ...profileMissing({ type: 'unknownProfile' }),
    code: 'noCredentials',
    message:
      'The AWS SDK finds no profile dev, or not the one that it takes its credentials from: ' +
      'look for it in ~/.aws/config and ~/.aws/credentials. Names may hold letters, digits and - _ @ + . % : / only.',
  },
  'a profile without credentials': {
    ...profileMissing({ type: 'none' }),
    code: 'noCredentials',
    message:
      'Profile dev has no credentials. Add keys with: aws configure --profile dev, or a sign-in with: aws configure sso --profile dev',
  },
  'half of the keys': {
    ...profileMissing({ type: 'keys' }),
    code: 'noCredentials',
    message: 'The keys of profile dev are incomplete: it needs aws_access_key_id and aws_secret_access_key.',
  },
  'a credential_process that fails': {
    ...profileMissing({ type: 'process' }),
    code: 'noCredentials',
    message:
      'The credential_process of profile dev gave no credentials. ' +
      'See what it says in a terminal: aws sts get-caller-identity --profile dev',
  },
  'a multi-factor device': {
    ...profileMissing({ type: 'mfa' }),
    code: 'noCredentials',
    message: 'Profile dev asks for the code of a multi-factor device, and none was given.',
  },
  'a sign-in that has expired': {
    ...profileMissing(signIn, false),
    code: 'credentialsExpired',
    message: 'The sign-in of profile dev is missing or has expired. Sign in with: aws sso login --profile dev',
    details: { signIn: 'aws sso login --profile dev' },
  },
  'a sign-in that has not expired': {
    ...profileMissing(signIn, true),
    code: 'noCredentials',
    message:
      'Profile dev is signed in, but got no credentials: its account or role is not assigned to you, or there is no network connection.',
  },
  'session credentials of a sign-in that have expired': {
    error: service('ExpiredTokenException', 403, 'The security token included in the request is expired'),
    call: { source: signIn },
    code: 'credentialsExpired',
    message: 'The session credentials of profile dev have expired. Sign in with: aws sso login --profile dev',
    details: { signIn: 'aws sso login --profile dev' },
  },
  'session credentials from elsewhere that have expired': {
    error: service('ExpiredToken', 403),
    call: { source: { type: 'keys' } },
    code: 'credentialsExpired',
    message: 'The session credentials of profile dev have expired. Renew them where they came from, and try again.',
  },
  'keys that are not active': {
    error: service('UnrecognizedClientException', 403, 'The security token included in the request is invalid.'),
    code: 'noCredentials',
    message:
      'AWS does not accept the keys of profile dev in eu-west-1 (UnrecognizedClientException). ' +
      'Look whether they are still active, and whether the account has this Region enabled.',
  },
  'a signature that does not match, whose text quotes the request': {
    error: service('InvalidSignatureException', 403, 'The Canonical String should have been x-amz-security-token:hush-hush'),
    code: 'noCredentials',
    message:
      'AWS does not accept the keys of profile dev in eu-west-1 (InvalidSignatureException). ' +
      'Look whether they are still active, and whether the account has this Region enabled.',
  },
  'a clock that is wrong': {
    error: service('RequestTimeTooSkewed', 403),
    code: 'invalid',
    message: 'AWS refused the request for its time. Set the clock of this machine, and try again.',
  },
  'an action that is not allowed': {
    error: service('AccessDeniedException', 403, 'User: arn:aws:iam::1:user/u is not authorized to perform: lambda:ListFunctions'),
    code: 'accessDenied',
    message:
      'Profile dev may not lambda:ListFunctions in eu-west-1: ask whoever manages the account for it. ' +
      'User: arn:aws:iam::1:user/u is not authorized to perform: lambda:ListFunctions',
    details: { action: 'lambda:ListFunctions' },
  },
  'an invocation that is not allowed': {
    error: service('AccessDeniedException', 403, ''),
    call: { operation: 'Invoke' },
    code: 'accessDenied',
    message: 'Profile dev may not lambda:InvokeFunction in eu-west-1: ask whoever manages the account for it.',
    details: { action: 'lambda:InvokeFunction' },
  },
  'a role that may not be taken': {
    error: service('AccessDenied', 403),
    code: 'accessDenied',
    message: 'Profile dev may not sts:AssumeRole in eu-west-1: ask whoever manages the account for it. As the service says.',
    details: { action: 'sts:AssumeRole' },
  },
  'a throttled call': {
    error: service('TooManyRequestsException', 429),
    code: 'throttled',
    message: 'ListFunctions was throttled: too many calls in this account and Region. Try again in a moment.',
  },
  'a throttled invocation': {
    error: service('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' }),
    call: { operation: 'Invoke' },
    code: 'throttled',
    message: 'The invocation was throttled (ReservedFunctionConcurrentInvocationLimitExceeded): Rate Exceeded.',
    details: { reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  },
  'an operation that the Local region has not got': {
    error: service('NotImplemented', 501),
    call: { connection: local, operation: 'ListLayers' },
    code: 'notServed',
    message: 'The Local region at http://127.0.0.1:3001 does not serve ListLayers yet.',
  },
  'no such function': {
    error: service('ResourceNotFoundException', 404, 'Function not found: arn'),
    code: 'notFound',
    message: 'Function not found: arn',
  },
  'a change at the same time': { error: service('ResourceConflictException', 409), code: 'conflict', message: 'As the service says.' },
  'a value that is refused': { error: service('InvalidParameterValueException', 400), code: 'invalid', message: 'As the service says.' },
  'a refusal of a kind that is new': {
    error: service('BrandNewException', 418, ''),
    code: 'invalid',
    message: 'ListFunctions was refused in Lambda in eu-west-1 (BrandNewException, status 418).',
  },
  'a service that fails': { error: service('ServiceException', 500), code: 'service', message: 'As the service says.' },
  'no network': {
    error: node('ENOTFOUND'),
    code: 'network',
    message: 'Lambda in eu-west-1 has no address: there is no network connection, or no such Region (ENOTFOUND).',
  },
  'a Local region that is not there': {
    error: node('ECONNREFUSED'),
    call: { connection: local },
    code: 'network',
    message: 'The Local region at http://127.0.0.1:3001 refuses connections (ECONNREFUSED).',
  },
  'a network without a way there': {
    error: node('ENETUNREACH'),
    code: 'network',
    message: 'Lambda in eu-west-1 cannot be reached from this network (ENETUNREACH).',
  },
  'a connection that breaks': {
    error: node('ECONNRESET'),
    code: 'network',
    message: 'Lambda in eu-west-1 closed the connection (ECONNRESET).',
  },
  'no answer': { error: named('TimeoutError'), code: 'network', message: 'Lambda in eu-west-1 did not answer in time (TimeoutError).' },
  'a proxy that inspects traffic': {
    error: node('SELF_SIGNED_CERT_IN_CHAIN'),
    code: 'network',
    message:
      'Lambda in eu-west-1 shows a certificate that is not trusted here; that of a proxy that inspects traffic can be named in ' +
      'NODE_EXTRA_CA_CERTS (SELF_SIGNED_CERT_IN_CHAIN).',
  },
  'the caller’s own end': { error: named('AbortError'), code: 'cancelled', message: 'Cancelled.' },
  'anything else': {
    error: new SyntaxError('hush-hush'),
    code: 'service',
    message: 'ListFunctions failed in Lambda in eu-west-1 (SyntaxError).',
  },
  'what is no error': { error: 'hush-hush', code: 'service', message: 'ListFunctions failed in Lambda in eu-west-1 (Error).' },
};

describe('a failed call', () => {
  test.each(Object.entries(cases))('%s', (_title, { error, call, code, message, details }) => {
    const found = explain(error, { connection: aws, operation: 'ListFunctions', ...call });
    expect(found).toBeInstanceOf(ConnectionError);
    expect({ code: found.code, message: found.message }).toEqual({ code, message });
    expect(found.details).toMatchObject({ operation: call?.operation ?? 'ListFunctions', ...details });
    expect(JSON.stringify([found.message, found.details, found.cause])).not.toContain('hush-hush');
  });
});

test('facts for programs stand beside the message', () => {
  const { details } = explain(service('AccessDeniedException', 403), { connection: aws, operation: 'GetFunction' });
  expect(details).toEqual({
    operation: 'GetFunction',
    profile: 'dev',
    region: 'eu-west-1',
    errorName: 'AccessDeniedException',
    status: 403,
    requestId: 'r-1',
    action: 'lambda:GetFunction',
  });
});

test('a fault of ours keeps what threw it, for the log', () => {
  const fault = new TypeError('x is undefined');
  const error = explain(fault, { connection: aws, operation: 'GetFunction' });
  expect([error.code, error.owner, error.cause]).toEqual(['service', 'system', fault]);
});

test('what is explained already stays as it is', () => {
  const error = explain(node('ENOTFOUND'), { connection: aws, operation: 'GetFunction' });
  expect(explain(error, { connection: local, operation: 'Invoke' })).toBe(error);
});

test('what is wrong on this machine is told of the Local region only', () => {
  const error = service('InvalidRuntimeException', 502, 'No docker.', { Code: 'ISOLATION_UNAVAILABLE' });
  const codeFor = (connection: Connection) => explain(error, { connection, operation: 'Invoke' }).details.localCode;
  expect([codeFor(local), codeFor(aws)]).toEqual(['ISOLATION_UNAVAILABLE', undefined]);
});
