import type { InvocationSource } from '../scenario.ts';
import { asyncFlow } from './asyncFlow.ts';
import type { FluidSource, SourceFunction } from './fluidSource.ts';
import { queueFlow } from './queueFlow.ts';
import { streamFlow } from './streamFlow.ts';

/** The flow of a source; callers that wait for their answer do not try again. */
export function sourceFlow(source: InvocationSource | undefined, fn: SourceFunction): FluidSource {
  if (source?.type === 'async') return asyncFlow(source, fn);
  if (source?.type === 'sqs') return queueFlow(source, fn);
  if (source?.type === 'stream') return streamFlow(source, fn);
  return { tried: (arrivals) => arrivals, settle: () => {}, ceiling: Number.POSITIVE_INFINITY, variance: 0, waiting: 0, dropped: 0, age: () => 0 };
}
