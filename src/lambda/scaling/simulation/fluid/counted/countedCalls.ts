import type { CountedFunction } from './countedFunction.ts';
import type { CountedSource } from './countedSource.ts';

/** Callers that do not try again, and whom nothing waits for. */
export function countedCalls(fn: CountedFunction): CountedSource {
  return {
    begin: (tick) => fn.due(tick),
    comes: (arrivals) => arrivals,
    end: (tick, ended) => fn.restDue(tick, ended),
    go: (tick, _ended, arrivals) => {
      if (arrivals > 0) fn.run(fn.admit(arrivals, tick), tick);
    },
    finish: () => {},
    gathers: false,
    ceiling: Number.POSITIVE_INFINITY,
    waiting: 0,
    dropped: 0,
    oldest: () => Number.POSITIVE_INFINITY,
  };
}
