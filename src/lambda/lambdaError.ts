/**
 * An error of the Lambda API: `type` is the modelled exception's name, `status` its HTTP status.
 * `body` holds further members of the answer (such as `Reason`), and the key under which the text stands.
 */
export class LambdaError extends Error {
  override readonly name = 'LambdaError';
  readonly type: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    type: string,
    status: number,
    message: string,
    extra: { readonly body?: Readonly<Record<string, unknown>>; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.type = type;
    this.status = status;
    this.body = extra.body ?? {};
    this.headers = extra.headers ?? {};
  }
}

export type ThrottleReason =
  | 'ConcurrentInvocationLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded'
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionInvocationRateLimitExceeded';

/** The exceptions that are thrown from more than one place, one constructor each. */
export const lambdaErrors = {
  invalidParameter: (message: string) => new LambdaError('InvalidParameterValueException', 400, message),
  invalidRequestContent: (message: string) => new LambdaError('InvalidRequestContentException', 400, message),
  validation: (message: string) => new LambdaError('ValidationException', 400, message),
  notFound: (message: string) => new LambdaError('ResourceNotFoundException', 404, message),
  conflict: (message: string) => new LambdaError('ResourceConflictException', 409, message),
  preconditionFailed: (message: string) => new LambdaError('PreconditionFailedException', 412, message),
  serviceException: (message: string) => new LambdaError('ServiceException', 500, message),
  /** `state` is one of State's values. */
  inState: (state: string) =>
    lambdaErrors.conflict(`The operation cannot be performed at this time. The function is currently in the following state: ${state}`),
  functionNotFound: (arn: string) => lambdaErrors.notFound(`Function not found: ${arn}`),
  /** Lambda's 429; the Reason tells which limit. */
  throttled: (reason: ThrottleReason) =>
    new LambdaError('TooManyRequestsException', 429, 'Rate Exceeded.', { body: { Reason: reason }, headers: { 'Retry-After': '1' } }),
};
