import type { StoredEvent } from '../store/asyncEventDocuments.ts';

/**
 * So often a function runs in one chain of requests before Lambda stops it, unless its RecursiveLoop is Allow.
 * Source: AWS Lambda Developer Guide, "Use Lambda recursive loop detection to prevent infinite loops".
 */
const maximumRuns = 16;

/** The chain of the event that an event's record makes. */
export function chainAfter(event: StoredEvent): Readonly<Record<string, number>> {
  return { ...event.chain, [event.functionName]: runsOf(event) + 1 };
}

export function isLoop(event: StoredEvent): boolean {
  return runsOf(event) >= maximumRuns;
}

/** A function may be named as what every object has, such as `constructor`. */
function runsOf({ chain = {}, functionName }: StoredEvent): number {
  return Object.hasOwn(chain, functionName) ? (chain[functionName] ?? 0) : 0;
}
