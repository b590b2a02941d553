import { backOffMs } from './asyncRules.ts';

/**
 * How Lambda polls queues: batches that are processed at once, in invocations. Source: AWS Lambda Developer Guide, "Configuring scaling
 * behavior for SQS event source mappings": five at first, up to 300 more a minute while messages are left, as few as two without; a maximum
 * concurrency keeps the five. A provisioned poller holds ten, and a thousand more come a minute.
 */
export const queueFigures = {
  first: 5,
  fewest: 2,
  most: 1250,
  perMinute: 300,
  provisioned: { perPoller: 10, perMinute: 1000 },
  /** Of a queue that says nothing. Source: Amazon SQS Developer Guide, "Amazon SQS visibility timeout". */
  visibilityTimeoutSeconds: 30,
} as const;

/**
 * Source: AWS Lambda Developer Guide, "Polling and batching streams": each shard once a second (of DynamoDB, four times), and on while
 * there are more.
 */
export const streamFigures = { pollMs: 1000 } as const;

export interface QueuePolling {
  readonly maximumConcurrency?: number;
  readonly provisionedPollers?: { readonly minimum: number; readonly maximum: number };
}

/** How many batches of a queue are processed at once: where it begins, its bounds, and how fast it changes. */
export interface QueuePace {
  readonly first: number;
  readonly fewest: number;
  readonly most: number;
  readonly perMs: number;
}

export function queuePace({ maximumConcurrency, provisionedPollers }: QueuePolling): QueuePace {
  if (provisionedPollers !== undefined) {
    const { perPoller, perMinute } = queueFigures.provisioned;
    const fewest = provisionedPollers.minimum * perPoller;
    return { first: fewest, fewest, most: provisionedPollers.maximum * perPoller, perMs: perMinute / 60_000 };
  }
  const { first, fewest, most, perMinute } = queueFigures;
  const perMs = perMinute / 60_000;
  if (maximumConcurrency === undefined) return { first, fewest, most, perMs };
  const kept = Math.min(first, maximumConcurrency);
  return { first: kept, fewest: kept, most: maximumConcurrency, perMs };
}

/** So many batches at once, so much later: with fractions. It grows while messages are left, and shrinks while there are none. */
export function pacedConcurrency(current: number, elapsedMs: number, messagesLeft: boolean, { fewest, most, perMs }: QueuePace): number {
  const change = elapsedMs * perMs;
  return messagesLeft ? Math.min(most, current + change) : Math.max(fewest, current - change);
}

/**
 * How long a poller waits after so many throttles in a row (of a stream, failures too) before it gives the batch to the function again.
 * AWS says that it backs off, not how: as with asynchronous events, from one second, doubled.
 */
export function pollerBackOffMs(refusals: number): number {
  return backOffMs(refusals, 1);
}
