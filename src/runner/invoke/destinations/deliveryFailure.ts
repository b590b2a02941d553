import { codeOf, messageOf } from '../../../common/codedError.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import { DeliveryRefused } from './destination.ts';

/**
 * How often a delivery is tried at most. With the waits of Lambda's own back-off an endpoint may be away for three quarters of an
 * hour; what refuses a message may have been made a moment too late, and is asked three times.
 */
const tries = { refused: 1, clientError: 3, other: 16 };

export function maximumTries(error: unknown): number {
  if (error instanceof DeliveryRefused) return tries.refused;
  const status = error instanceof LambdaError ? error.status : statusOf(error);
  const client = status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429 && !isThrottle(error);
  return client ? tries.clientError : tries.other;
}

/** For the log: an error of the network may have a code only. */
export function deliveryProblem(error: unknown): string {
  const message = messageOf(error);
  const code = codeOf(error) ?? (error instanceof Error ? error.name : undefined);
  return message === '' ? (code ?? 'unknown error') : code === undefined || code === 'Error' ? message : `${code}: ${message}`;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** SQS and SNS throttle with status 400. */
const throttles: ReadonlySet<string> = new Set(['Throttling', 'ThrottlingException', 'ThrottledException', 'RequestThrottled', 'SlowDown']);

function isThrottle(error: unknown): boolean {
  return error instanceof Error && throttles.has(error.name);
}
