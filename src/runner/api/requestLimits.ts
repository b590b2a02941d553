import { LambdaError } from '../../lambda/lambdaError.ts';
import { limits } from '../../lambda/limits.ts';
import type { OperationName } from './operations.ts';
import type { Input } from './requestDecoder.ts';

/** The largest body of a request, in bytes. */
export interface RequestLimits {
  readonly syncInvoke: number;
  readonly asyncInvoke: number;
  /** Operations that take a package. */
  readonly code: number;
  readonly others: number;
}

/**
 * Source: answers of the service. A request has 6 MiB, 100 bytes less than a response; a zip of 50 MiB has grown by a third
 * in base64.
 */
export const lambdaRequestLimits: RequestLimits = {
  syncInvoke: limits.syncRequestBytes,
  asyncInvoke: limits.asyncPayloadBytes,
  code: 70_167_211,
  others: 6_291_456,
};

export interface BodyLimit {
  readonly bytes: number;
  /** The answer to a body of `size` bytes, where that is known. */
  exceeded(size: number | undefined): LambdaError;
}

type LimitMaker = (limits: RequestLimits, input: Input) => BodyLimit;

const asyncLimit: LimitMaker = ({ asyncInvoke }) => invokeLimit(asyncInvoke, 'Event');
const syncLimit: LimitMaker = ({ syncInvoke }) => invokeLimit(syncInvoke, 'RequestResponse');

/** Operations whose limit is their own. */
const limitMakers: { readonly [Name in OperationName]?: LimitMaker } = {
  Invoke: (limits, input) => (input['InvocationType'] === 'Event' ? asyncLimit : syncLimit)(limits, input),
  InvokeWithResponseStream: syncLimit,
  InvokeAsync: asyncLimit,
  CreateFunction: ({ code }) => operationLimit(code, 'CreateFunction'),
  UpdateFunctionCode: ({ code }) => operationLimit(code, 'UpdateFunctionCode'),
  PublishLayerVersion: ({ code }) => operationLimit(code, 'PublishLayerVersion'),
};

/** Makes the limit of an operation's body. `input` holds what is known before it: the members of path, query and headers. */
export function bodyLimit(limits: RequestLimits, operation: OperationName, input: Input): BodyLimit {
  return limitMakers[operation]?.(limits, input) ?? operationLimit(limits.others, operation);
}

function invokeLimit(bytes: number, type: string): BodyLimit {
  const general = operationLimit(bytes, 'InvokeFunction');
  return {
    bytes,
    exceeded: (size) =>
      size === undefined
        ? general.exceeded(size)
        : tooLarge(`${size} byte payload is too large for the ${type} invocation type (limit ${bytes} bytes)`),
  };
}

function operationLimit(bytes: number, operation: string): BodyLimit {
  return { bytes, exceeded: () => tooLarge(`Request must be smaller than ${bytes} bytes for the ${operation} operation`) };
}

/** The service answers with this name, and not with the model's RequestTooLargeException. */
function tooLarge(message: string): LambdaError {
  return new LambdaError('RequestEntityTooLargeException', 413, message);
}
