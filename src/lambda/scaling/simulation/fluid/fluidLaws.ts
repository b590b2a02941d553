import { lawOf } from '../../traffic/distribution.ts';
import type { Distribution } from '../../traffic/traffic.ts';
import type { FunctionScenario } from '../scenario.ts';
import type { Breaking } from './brokenFlow.ts';
import { EvenLoss } from './evenLoss.ts';
import { LimitSplit } from './limitSplit.ts';
import { endOf, WorkKernel } from './workKernel.ts';

/** What is known of a function's invocations before any runs. */
export interface FluidLaws {
  readonly warm: WorkKernel;
  /** With initialisation. */
  readonly cold: WorkKernel;
  /** Where timeouts are reached: what follows from them. */
  readonly breaking: Breaking | undefined;
  /** Of warm ones of which so many initialise again: how long they are billed, in seconds, and the share that does not succeed. */
  billedOf(share: number): number;
  failuresOf(share: number): number;
  /** So many durations of warm ones, each as likely as the other, in seconds. */
  durations(): Float64Array;
  /** Of evenly spaced arrivals. */
  readonly evenLoss: EvenLoss;
  /** Of the functions that share a limit with it, it first. */
  readonly limitSplit: LimitSplit;
  /** Share of warm and of cold invocations that takes longer than so many milliseconds, from arrival to answer. */
  warmLonger(ms: number): number;
  coldLonger(ms: number): number;
  /** Until when all are done, in milliseconds. */
  readonly longestMs: number;
  /** Billed for a cold one, in seconds, rounded up to 1 ms. */
  readonly billedCold: number;
  /** Of initialisations, in seconds. */
  initQuantile(q: number): number;
  /** Share that reaches the timeout. */
  readonly timeouts: number;
  /** Share that does not succeed. */
  readonly failures: number;
}

const initPoints = 48;
const drawnDurations = 4096;
/** An initialisation that takes longer is ended, and done once more within the invocation. */
const longestInitMs = 10_000;
/** A timeout that fewer reach is not looked at: all until it would have to be. */
const never = 1e-9;

export function fluidLaws({ duration, init, timeoutSeconds, errorRate = 0, idleSeconds = 300 }: FunctionScenario, patience?: number): FluidLaws {
  const timeoutMs = timeoutSeconds * 1000;
  const work = lawOf(duration);
  const start = lawOf(init);
  const starts = start.variance === 0 ? [start.mean] : Array.from({ length: initPoints }, (_, index) => start.quantile((index + 0.5) / initPoints));
  // Of environments one after the other: reached after work, and reached again after an initialisation within the invocation.
  const reached = work.survival(timeoutMs);
  const once = reached < never ? 0 : reached;
  const again = mean(starts, (wait) => work.survival(timeoutMs - wait));
  const broken = once === 0 ? 0 : once / (1 - again + once);
  const workLonger = (ms: number): number => (ms >= timeoutMs ? 0 : work.survival(ms));
  const coldLonger = (ms: number): number => mean(starts, (wait) => (wait > longestInitMs ? afterLongInit(ms - longestInitMs, wait) : workLonger(ms - wait)));
  const afterLongInit = (ms: number, wait: number): number => (ms < 0 ? 1 : ms >= timeoutMs ? 0 : work.survival(ms - wait));
  // Where the one before reached its timeout, its environment initialises once more.
  const anewLonger = (ms: number): number => (ms >= timeoutMs ? 0 : mean(starts, (wait) => work.survival(ms - wait)));
  const warmLonger = (ms: number): number => (broken === 0 ? workLonger(ms) : (1 - broken) * workLonger(ms) + broken * anewLonger(ms));
  const timeouts = broken;
  const end = broken > 0 ? timeoutSeconds : endOf(work, timeoutMs);
  const startEnd = start.quantile(0.9999) / 1000;
  const warm = new WorkKernel((seconds) => warmLonger(seconds * 1000), end);
  let drawn: Float64Array | undefined;
  const durations = (): Float64Array =>
    (drawn ??= broken > 0 ? warm.durations(drawnDurations) : Float64Array.from({ length: drawnDurations }, (_, index) => Math.min(work.quantile((index + 0.5) / drawnDurations), timeoutMs) / 1000));
  const well = broken > 0 ? new WorkKernel((seconds) => workLonger(seconds * 1000), end) : warm;
  const anew = broken > 0 ? new WorkKernel((seconds) => anewLonger(seconds * 1000), end) : warm;
  const breaking: Breaking = { well, anew, once, again, timeout: timeoutSeconds, init: start.mean / 1000, idle: idleSeconds };
  const timeoutsOf = (share: number): number => (1 - share) * once + share * again;
  const rounding = roundingMs(duration, timeoutMs, 0);
  const roundingCold = start.variance > 0 ? 0.5 : roundingMs(duration, timeoutMs, start.mean);
  return {
    warm,
    breaking: broken > 0 ? breaking : undefined,
    durations,
    limitSplit: new LimitSplit(patience),
    evenLoss: new EvenLoss(warm, durations, patience),
    cold: new WorkKernel((seconds) => coldLonger(seconds * 1000), end + startEnd),
    warmLonger,
    coldLonger,
    longestMs: (end + startEnd) * 1000,
    billedOf: (share) => (broken > 0 ? (1 - share) * well.mean + share * anew.mean + (rounding / 1000) * (1 - timeoutsOf(share)) : (work.meanUpTo(timeoutMs) + rounding) / 1000),
    failuresOf: (share) => timeoutsOf(share) + (1 - timeoutsOf(share)) * errorRate,
    billedCold: (work.meanUpTo(timeoutMs) + start.mean + roundingCold) / 1000,
    initQuantile: (q) => start.quantile(q) / 1000,
    timeouts,
    failures: timeouts + (1 - timeouts) * errorRate,
  };
}

function mean(values: readonly number[], of: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
}

/** What rounding up to whole milliseconds adds, on average, to work that follows `before`: half of one to what has fractions of any size. */
function roundingMs(duration: Distribution, timeoutMs: number, before: number): number {
  const law = lawOf(duration);
  if (duration.type === 'logNormal' && law.variance > 0) return 0.5 * (1 - law.survival(timeoutMs));
  return mean(duration.type === 'empirical' ? duration.valuesMs : [law.mean], (ms) => {
    const billed = before + Math.min(ms, timeoutMs);
    return Math.ceil(billed - 1e-9) - billed;
  });
}
