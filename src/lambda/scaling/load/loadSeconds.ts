import type { Quantiles } from '../simulation/result.ts';
import type { LoadOutcome } from './loadPlan.ts';
import type { LoadMetric, LoadSeries } from './loadResult.ts';
import { LogHistogram } from './logHistogram.ts';

const periodMs = 1000;

interface Second {
  arrivals: number;
  shed: number;
  invocations: number;
  throttledByLimit: number;
  throttledByRate: number;
  throttles: number;
  errors: number;
  underWay: number;
  /** Until the last of the second is answered; then only what is drawn of it is kept. */
  latency: LogHistogram | undefined;
  quantiles: Quantiles | undefined;
}

/** What became of the invocations that were due in each second. Milliseconds count from the beginning. */
export class LoadSeconds {
  readonly #seconds: Second[] = [];
  readonly #peaks: number[] = [];
  /** Under way, as of the last second of `#peaks`. */
  #inFlight = 0;

  /** Sent now, or shed. */
  due(dueMs: number, sent: boolean): void {
    const second = this.#at(dueMs);
    second.arrivals += 1;
    if (sent) second.underWay += 1;
    else second.shed += 1;
  }

  answered(dueMs: number, outcome: LoadOutcome, latencyMs: number): void {
    const second = this.#at(dueMs);
    second.underWay -= 1;
    if (outcome.type === 'throttled') {
      second.throttles += 1;
      if (outcome.reason !== undefined) second[isRate(outcome.reason) ? 'throttledByRate' : 'throttledByLimit'] += 1;
    } else if (outcome.type === 'failed') {
      second.errors += 1;
    } else {
      second.invocations += 1;
      if (outcome.type === 'functionError') second.errors += 1;
      (second.latency ??= new LogHistogram()).add(latencyMs);
    }
  }

  /** So many are under way from now on. */
  underWay(inFlight: number, nowMs: number): void {
    const now = Math.floor(nowMs / periodMs);
    while (this.#peaks.length <= now) this.#peaks.push(this.#inFlight);
    this.#inFlight = inFlight;
    this.#peaks[now] = Math.max(this.#peaks[now] ?? 0, inFlight);
  }

  /** Keeps less of the seconds that are over and answered. */
  seal(nowMs: number): void {
    for (let index = Math.floor(nowMs / periodMs) - 1; index >= 0; index -= 1) {
      const second = this.#seconds[index];
      if (second?.latency === undefined || second.underWay > 0) continue;
      second.quantiles = second.latency.quantiles();
      second.latency = undefined;
    }
  }

  /** Of the seconds in which invocations were to be sent. */
  series(startedAt: number, plannedMs: number): LoadSeries {
    const length = Math.max(this.#seconds.length, Math.ceil(plannedMs / periodMs));
    this.underWay(this.#inFlight, Math.max(0, length - 1) * periodMs);
    const seconds = Array.from({ length }, (_, index) => this.#seconds[index] ?? emptySecond());
    const quantiles = seconds.map((second) => second.quantiles ?? second.latency?.quantiles());
    const columns: Record<LoadMetric, readonly (number | null)[]> = {
      arrivals: seconds.map(({ arrivals }) => arrivals),
      invocations: seconds.map(({ invocations }) => invocations),
      throttles: seconds.map(({ throttles }) => throttles),
      throttledByLimit: seconds.map(({ throttledByLimit }) => throttledByLimit),
      throttledByRate: seconds.map(({ throttledByRate }) => throttledByRate),
      errors: seconds.map(({ errors }) => errors),
      concurrency: this.#peaks.slice(0, length),
      p50: quantiles.map((value) => value?.p50 ?? null),
      p90: quantiles.map((value) => value?.p90 ?? null),
      p99: quantiles.map((value) => value?.p99 ?? null),
    };
    return { periodMs, at: seconds.map((_, index) => startedAt + index * periodMs), columns, shed: seconds.map(({ shed }) => shed) };
  }

  #at(ms: number): Second {
    const index = Math.floor(ms / periodMs);
    while (this.#seconds.length <= index) this.#seconds.push(emptySecond());
    return this.#seconds[index] ?? emptySecond();
  }
}

/** Lambda's reasons name a concurrent invocation limit or an invocation rate limit. */
function isRate(reason: string): boolean {
  return reason.includes('RateLimit');
}

function emptySecond(): Second {
  return {
    arrivals: 0, shed: 0, invocations: 0, throttledByLimit: 0, throttledByRate: 0, throttles: 0, errors: 0, underWay: 0,
    latency: undefined, quantiles: undefined,
  };
}
