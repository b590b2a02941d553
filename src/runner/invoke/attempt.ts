import { messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import type { InvocationResult } from '../environment/invocation.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { FunctionResolver, InvocationTarget } from '../resources/functionVersion.ts';
import type { QueuedEvent, Refusal } from '../store/asyncEventDocuments.ts';
import type { Turns } from './turns.ts';

/** How an event's attempt ended. */
export type Attempt =
  /** The function ran, well or not. */
  | { readonly type: 'answered'; readonly result: InvocationResult }
  /** It could not run now: throttled, being created, or the service failed. */
  | { readonly type: 'refused'; readonly refused: Refusal }
  /** There is no such function now. */
  | { readonly type: 'unknown' }
  /** The function may not run at all: zero is reserved for it. */
  | { readonly type: 'barred' }
  /** Its payload cannot be read any more. */
  | { readonly type: 'lost' };

export interface AttemptDependencies {
  readonly functions: FunctionResolver;
  readonly pools: Pick<RegionPools, 'invoke'>;
  /** Read once it is known what runs. */
  readonly payload: (id: string) => Promise<string | undefined>;
  /** How many payloads may be read at once: what is throttled lets go of its own before the next is read. */
  readonly reading: Turns;
  readonly logger: Logger;
}

/** Rejects where the event's payload cannot be read now. */
export async function attempt(event: QueuedEvent, dependencies: AttemptDependencies): Promise<Attempt> {
  const { functions, logger } = dependencies;
  let target: InvocationTarget;
  try {
    target = await functions.resolve(event.functionName, event.qualifier);
  } catch (error) {
    if (isNotFound(error)) return { type: 'unknown' };
    return refusal(event, error, logger);
  }
  if (target.version.reservedConcurrency === 0) return { type: 'barred' };
  const running = await started(event, target, dependencies);
  if (running === undefined) return { type: 'lost' };
  try {
    return { type: 'answered', result: await running.result };
  } catch (error) {
    return refusal(event, error, logger);
  }
}

/** Whether it says that there is no such function, version or alias. */
export function isNotFound(error: unknown): boolean {
  return error instanceof LambdaError && error.status === 404;
}

/** Resolves when it was admitted or refused, not when it has run. */
function started(
  event: QueuedEvent,
  { version, invokedArn }: InvocationTarget,
  { pools, payload, reading }: AttemptDependencies,
): Promise<{ readonly result: Promise<InvocationResult> } | undefined> {
  return reading.run(async () => {
    const text = await payload(event.id);
    if (text === undefined) return undefined;
    const result = pools.invoke(version, {
      requestId: event.id,
      payload: Buffer.from(text),
      invokedFunctionArn: invokedArn,
      tail: false,
      ...(event.clientContext !== undefined && { clientContext: event.clientContext }),
      ...(event.traceId !== undefined && { traceId: event.traceId }),
      ...(event.tenantId !== undefined && { tenantId: event.tenantId }),
    });
    // It is awaited a turn later; an error until then is not unhandled.
    result.catch(() => undefined);
    return { result };
  });
}

function refusal(event: QueuedEvent, error: unknown, logger: Logger): Attempt {
  if (error instanceof LambdaError) return { type: 'refused', refused: { status: error.status, message: error.message } };
  // Lambda too puts an event back where the service itself fails.
  logger.error(`The event ${event.id} of ${event.functionName} will be tried again: ${messageOf(error)}`);
  return { type: 'refused', refused: { status: 500, message: 'ServiceException' } };
}
