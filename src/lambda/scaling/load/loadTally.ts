import type { LoadOutcome } from './loadPlan.ts';
import type { LoadProgress, LoadResult, LoadTotals } from './loadResult.ts';
import { LoadSeconds } from './loadSeconds.ts';
import { LogHistogram } from './logHistogram.ts';

/** Whoever answers chooses the names: so many of them are told apart, and the rest counted together. */
const mostNames = 50;
const longestName = 100;
const other = 'other';

/** Counts what is sent and answered. Times are milliseconds from the beginning. */
export class LoadTally {
  readonly #seconds = new LoadSeconds();
  readonly #latency = new LogHistogram();
  readonly #lateness = new LogHistogram();
  readonly #throttled = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  #sent = 0;
  #shed = 0;
  #succeeded = 0;
  #functionErrors = 0;
  #inFlight = 0;
  #peakInFlight = 0;
  #lastSentMs = 0;

  get sent(): number {
    return this.#sent;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  send(due: number, now: number): void {
    this.#sent += 1;
    this.#inFlight += 1;
    this.#lastSentMs = now;
    this.#peakInFlight = Math.max(this.#peakInFlight, this.#inFlight);
    this.#lateness.add(now - due);
    this.#seconds.due(due, true);
    this.#seconds.underWay(this.#inFlight, now);
  }

  shedOne(due: number): void {
    this.#shed += 1;
    this.#seconds.due(due, false);
  }

  answered(due: number, outcome: LoadOutcome, now: number): void {
    this.#inFlight -= 1;
    this.#seconds.underWay(this.#inFlight, now);
    this.#seconds.answered(due, outcome, now - due);
    if (outcome.type === 'throttled') return count(this.#throttled, outcome.reason ?? other);
    if (outcome.type === 'failed') return count(this.#failed, outcome.code);
    this.#latency.add(now - due);
    if (outcome.type === 'succeeded') this.#succeeded += 1;
    else this.#functionErrors += 1;
  }

  seal(now: number): void {
    this.#seconds.seal(now);
  }

  progress(elapsedMs: number): LoadProgress {
    return { ...this.#totals(), elapsedMs, inFlight: this.#inFlight, latencyMs: this.#latency.quantiles() };
  }

  /** `plannedMs`: until when it was to send. */
  result(startedAt: number, endedBy: LoadResult['endedBy'], plannedMs: number): LoadResult {
    // What was sent late took longer.
    const sendingMs = Math.max(plannedMs, this.#lastSentMs);
    const rate = (invocations: number): number => (sendingMs > 0 ? (invocations * 1000) / sendingMs : 0);
    return {
      ...this.#totals(),
      startedAt,
      endedBy,
      sendingMs,
      unanswered: this.#inFlight,
      askedRate: rate(this.#sent + this.#shed),
      achievedRate: rate(this.#sent),
      latencyMs: this.#latency.quantiles(),
      latenessMs: this.#lateness.quantiles(),
      peakInFlight: this.#peakInFlight,
      series: this.#seconds.series(startedAt, plannedMs),
    };
  }

  #totals(): LoadTotals {
    return {
      sent: this.#sent,
      shed: this.#shed,
      succeeded: this.#succeeded,
      functionErrors: this.#functionErrors,
      throttled: Object.fromEntries(this.#throttled),
      failed: Object.fromEntries(this.#failed),
    };
  }
}

function count(counts: Map<string, number>, name: string): void {
  const short = name.slice(0, longestName);
  const key = counts.has(short) || counts.size < mostNames ? short : other;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
