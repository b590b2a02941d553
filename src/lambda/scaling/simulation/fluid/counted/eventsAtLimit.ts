import { meanOf } from '../../../traffic/distribution.ts';
import { curveOf } from '../../../traffic/rate.ts';
import { requestLimit, unreservedLimit } from '../../../rules/counters.ts';
import type { FunctionScenario, Scenario } from '../../scenario.ts';

/** What asynchronous events meet at their limits, roughly. */
export interface EventsAtLimit {
  /** Whether chance lets them reach one. */
  readonly isReached: boolean;
  /** How many arrivals have to be looked at one by one, how often events are refused, and how many wait at once. */
  readonly arrivals: number;
  readonly refusals: number;
  readonly waiting: number;
}

/** Times in which it is looked at. */
const looks = 1000;
/** A load is above its mean by so many of its deviations now and then. */
const deviations = 3;
/** How often an event is refused until its back-off is at its longest, how often those that come just as they leave are, and how long it is. */
const untilLongest = 8;
const inStep = 1.3;
const longestSeconds = 225;
/** Below a limit of one environment, refusals are such a part of what is free; of more, the less. As measured. */
const byFree = 0.08;

/** Of each limit that calls and events draw on, with all of them that share it. */
export function eventsAtLimit(scenario: Scenario): EventsAtLimit {
  const { functions, account } = scenario;
  const own = functions.filter(({ reserved = 0 }) => reserved > 0);
  const unreserved = unreservedLimit({ limit: account.concurrency, reserved: own.reduce((sum, fn) => sum + (fn.reserved ?? 0), 0) });
  const shared = functions.filter(({ reserved }) => reserved === undefined);
  const all = [atLimit(scenario, shared, unreserved), ...own.map((fn) => atLimit(scenario, [fn], fn.reserved ?? 0))];
  const sum = (of: (one: EventsAtLimit) => number): number => all.reduce((total, one) => total + of(one), 0);
  return { isReached: all.some(({ isReached }) => isReached), arrivals: sum((one) => one.arrivals), refusals: sum((one) => one.refusals), waiting: sum((one) => one.waiting) };
}

function atLimit({ seconds }: Scenario, functions: readonly FunctionScenario[], limit: number): EventsAtLimit {
  const curves = functions.filter((fn) => !isPolled(fn)).map((fn) => ({ curve: curveOf(fn.traffic.shape, seconds), work: workSeconds(fn), tries: triesOf(fn) }));
  const span = seconds / looks;
  const { capacity } = requestLimit(limit);
  let isReached = false;
  let left = 0;
  let served = 0;
  const all = { arrivals: 0, refusals: 0, waiting: 0 };
  for (let look = 0; look < looks; look++) {
    let rate = 0;
    let load = 0;
    for (const { curve, work, tries } of curves) {
      const tried = ((curve.arrivalsUntil((look + 1) * span) - curve.arrivalsUntil(look * span)) / span) * tries;
      rate += tried;
      load += tried * work;
    }
    const need = Math.max(load / limit, rate / capacity);
    const near = load + deviations * Math.sqrt(load) > limit || rate + deviations * Math.sqrt(rate) > capacity;
    if (near) isReached = true;
    if (near || left > 0) {
      all.arrivals += rate * span;
      const part = left > 0 || need >= 1 ? inStep : Math.min(inStep, byFree / (Math.sqrt(limit) * (1 - need)));
      all.refusals += rate * span * (part + untilLongest * Math.max(0, 1 - 1 / need)) + (left * span) / longestSeconds;
    }
    const most = load > 0 ? rate / need : served;
    served = most;
    left = Math.max(0, left + (rate - most) * span);
    all.waiting = Math.max(all.waiting, left);
  }
  return functions.some(({ source }) => source?.type === 'async') ? { isReached, ...all } : { isReached: false, arrivals: all.arrivals, refusals: 0, waiting: 0 };
}

function workSeconds({ duration, timeoutSeconds }: FunctionScenario): number {
  return Math.min(timeoutSeconds, meanOf(duration) / 1000);
}

/** How often an event runs. */
function triesOf({ source, errorRate = 0 }: FunctionScenario): number {
  if (source?.type !== 'async') return 1;
  const { maximumRetries = 2 } = source;
  return 1 + (maximumRetries > 0 ? errorRate : 0) + (maximumRetries > 1 ? errorRate * errorRate : 0);
}

/** Whether it is not the arrivals that invoke it, but who polls for them. */
export function isPolled({ source }: FunctionScenario): boolean {
  return source?.type === 'sqs' || source?.type === 'stream';
}
