/** What a failure is about. */
export type ErrorKind =
  | 'cancelled'
  | 'noCredentials'
  | 'expired'
  | 'refusedKeys'
  | 'wrongClock'
  | 'accessDenied'
  | 'throttled'
  | 'notFound'
  | 'conflict'
  | 'invalid'
  | 'noAddress'
  | 'refused'
  | 'unreachable'
  | 'hungUp'
  | 'timedOut'
  | 'untrusted'
  | 'service';

/** Names that services, the SDK and Node give to failures. */
const names: ReadonlyArray<readonly [ErrorKind, readonly string[]]> = [
  ['cancelled', ['AbortError']],
  ['noCredentials', ['CredentialsProviderError', 'TokenProviderError', 'ProviderError']],
  ['expired', ['ExpiredTokenException', 'ExpiredToken', 'TokenRefreshRequired', 'UnauthorizedException', 'InvalidGrantException']],
  [
    'refusedKeys',
    [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'AuthFailure',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
      'OptInRequired',
    ],
  ],
  ['wrongClock', ['RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture']],
  ['accessDenied', ['AccessDeniedException', 'AccessDenied', 'ForbiddenException', 'UnauthorizedOperation', 'KMSAccessDeniedException']],
  [
    'throttled',
    [
      'TooManyRequestsException',
      'ThrottlingException',
      'Throttling',
      'ThrottledException',
      'RequestThrottled',
      'RequestThrottledException',
      'RequestLimitExceeded',
      'SlowDown',
      'EC2ThrottledException',
    ],
  ],
  ['notFound', ['ResourceNotFoundException']],
  ['conflict', ['ResourceConflictException', 'ResourceInUseException', 'PreconditionFailedException', 'ResourceNotReadyException']],
  ['noAddress', ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA']],
  ['refused', ['ECONNREFUSED']],
  ['unreachable', ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']],
  ['hungUp', ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_SOCKET_CLOSED']],
  ['timedOut', ['TimeoutError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT']],
  [
    'untrusted',
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ],
];

const kinds = new Map(names.flatMap(([kind, of]) => of.map((name) => [name, kind] as const)));

const byStatus: Readonly<Record<number, ErrorKind>> = { 403: 'accessDenied', 404: 'notFound', 409: 'conflict', 429: 'throttled' };

/** By Node's code, the error's name, and at last the HTTP status. */
export function errorKind(code: string | undefined, name: string, status: number | undefined): ErrorKind {
  const named = kinds.get(code ?? '') ?? kinds.get(name);
  if (named !== undefined || status === undefined) return named ?? 'service';
  return byStatus[status] ?? (status >= 400 && status < 500 ? 'invalid' : 'service');
}
