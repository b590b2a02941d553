import type { LambdaApi } from '../../aws/lambdaApi.ts';
import type { Clock } from '../../common/clock.ts';
import { loadArrivals } from '../../lambda/scaling/load/loadArrivals.ts';
import type { LoadPlan } from '../../lambda/scaling/load/loadPlan.ts';
import type { LoadProgress, LoadResult } from '../../lambda/scaling/load/loadResult.ts';
import { OpenLoop } from '../../lambda/scaling/load/openLoop.ts';
import { outcomeOf } from './loadOutcome.ts';

export interface LoadOptions {
  readonly api: Pick<LambdaApi, 'invoke'>;
  readonly plan: LoadPlan;
  /** Of the function. */
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly onProgress: (progress: LoadProgress) => void;
}

export interface RunningLoad {
  /** Never rejects. */
  readonly result: Promise<LoadResult>;
  /** Sends no more; what is under way has a moment to end. */
  stop(): void;
}

/** As many connections as the clients of connections open: beyond them, requests would wait here. */
const maximumInFlight = 1_000;
/** For initialisation and the way there and back, after the timeout. */
const allowanceMs = 60_000;
const graceMs = 2_000;

/** Invokes a function by a plan, through its connection. */
export function startLoad({ api, plan, timeoutSeconds, clock, onProgress }: LoadOptions): RunningLoad {
  const { functionName, qualifier, payload, seconds, maximumInvocations } = plan;
  const request = { functionName, payload, type: 'RequestResponse', logTail: false, ...(qualifier !== undefined && { qualifier }) } as const;
  const givenUp = new AbortController();
  const loop = new OpenLoop({
    clock,
    arrivals: loadArrivals(plan),
    seconds,
    maximumInvocations,
    maximumInFlight,
    settleMs: timeoutSeconds * 1000 + allowanceMs,
    graceMs,
    invoke: () => outcomeOf(api.invoke(request, givenUp.signal)),
    onProgress,
  });
  // What nobody waits for any more need not go on.
  const result = loop.result.finally(() => givenUp.abort());
  return { result, stop: () => loop.stop() };
}
