import { assertNever } from '../../../src/common/assertNever.ts';
import type { FunctionScenario, Scenario } from '../../../src/lambda/scaling/simulation/scenario.ts';
import type { Distribution, TrafficShape } from '../../../src/lambda/scaling/traffic/traffic.ts';
import type { Draft, TrafficDraft } from './draft.ts';
import { type Arrivals, type MeasuredDurations, type Observed, type ObservedFunction, quantileOf } from './observed.ts';

/** The same figures give the same answer, so that moving a control back brings the old curve back. */
const seed = 1;
/** Where nothing ran that could be measured. */
const usualDurations: MeasuredDurations = { medianMs: 100, p99Ms: 400 };
export const usualInitMs = 300;
/** Steps of the series: fine enough to draw, few enough to draw fast. */
const mostSteps = 4000;

/** What is simulated: what was observed, with what the draft changes. */
export function scenarioOf(observed: Observed, draft: Draft): Scenario {
  const { seconds, account, rateScale, stepSeconds = 1, fn, others } = observed;
  return {
    seed,
    seconds,
    account: { concurrency: draft.account ?? account },
    rateScale,
    stepSeconds: Math.max(stepSeconds, Math.ceil(seconds / mostSteps)),
    functions: [changedFunction(fn, draft, seconds), ...others.map((other) => functionOf(other, draft.traffic.type === 'recorded' ? recorded(other.arrivals, 1) : nothing))],
  };
}

/** The figures that controls begin with. */
export interface Baseline {
  readonly account: number;
  readonly reserved: number | null;
  readonly provisioned: number;
  readonly memoryMegabytes: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly initMs: number;
}

export function baselineOf({ account, fn }: Observed): Baseline {
  const { medianMs, p99Ms } = durationsOf(fn);
  return {
    account,
    reserved: fn.reserved ?? null,
    provisioned: fn.provisioned,
    memoryMegabytes: fn.memoryMegabytes,
    medianMs,
    p99Ms: Math.max(medianMs, p99Ms),
    initMs: quantileOf(fn.inits, 0.5) ?? usualInitMs,
  };
}

/** The function of the draft, with its account around it, has a name of its own where none was chosen. */
function changedFunction(fn: ObservedFunction, draft: Draft, seconds: number): FunctionScenario {
  const { reserved: _, provisioned: __, ...own } = functionOf(fn, shapeOf(draft.traffic, fn.arrivals, seconds));
  const reserved = draft.reserved === undefined ? fn.reserved : (draft.reserved ?? undefined);
  const provisioned = draft.provisioned ?? fn.provisioned;
  return {
    ...own,
    memoryMegabytes: draft.memoryMegabytes ?? fn.memoryMegabytes,
    ...(reserved !== undefined && { reserved }),
    ...(provisioned > 0 && { provisioned: { type: 'fixed', count: provisioned } as const }),
    duration: durationOf(fn, draft),
    ...(draft.initMs !== undefined && { init: { type: 'constant', ms: draft.initMs } as const }),
  };
}

function functionOf({ name, memoryMegabytes, architecture, timeoutMs, reserved, provisioned, inits, durations, measured }: ObservedFunction, shape: TrafficShape): FunctionScenario {
  return {
    name,
    memoryMegabytes,
    architecture,
    timeoutSeconds: timeoutMs / 1000,
    ...(reserved !== undefined && { reserved }),
    ...(provisioned > 0 && { provisioned: { type: 'fixed', count: provisioned } as const }),
    traffic: { shape, spacing: 'poisson' },
    duration: durations.length > 0 ? { type: 'empirical', valuesMs: durations } : { type: 'logNormal', ...(measured ?? usualDurations) },
    init: inits.length > 0 ? { type: 'empirical', valuesMs: inits } : { type: 'constant', ms: usualInitMs },
  };
}

/** As measured; where one of the figures is changed, of the shape that durations usually have. */
function durationOf(fn: ObservedFunction, { medianMs, p99Ms }: Draft): Distribution {
  const { durations } = fn;
  if (medianMs === undefined && p99Ms === undefined && durations.length > 0) return { type: 'empirical', valuesMs: durations };
  const { medianMs: median, p99Ms: p99 } = durationsOf(fn);
  const newMedian = medianMs ?? Math.min(median, p99Ms ?? median);
  return { type: 'logNormal', medianMs: newMedian, p99Ms: Math.max(newMedian, p99Ms ?? (newMedian * p99) / median) };
}

function durationsOf({ durations, measured = usualDurations }: ObservedFunction): MeasuredDurations {
  return { medianMs: quantileOf(durations, 0.5) ?? measured.medianMs, p99Ms: quantileOf(durations, 0.99) ?? measured.p99Ms };
}

const nothing: TrafficShape = { type: 'constant', rps: 0 };

function shapeOf(traffic: TrafficDraft, arrivals: Arrivals, seconds: number): TrafficShape {
  switch (traffic.type) {
    case 'recorded':
      return recorded(arrivals, traffic.factor);
    case 'constant':
    case 'ramp':
    case 'daily':
      return traffic;
    case 'step':
      return { type: 'step', steps: [{ atSeconds: 0, rps: traffic.fromRps }, { atSeconds: seconds / 3, rps: traffic.toRps }] };
    case 'spike':
      return { ...traffic, atSeconds: seconds / 3 };
    default:
      return assertNever(traffic);
  }
}

/** Recorded arrivals, so many times as many: more of them lie evenly before the next one. */
export function recorded(arrivals: Arrivals, factor: number): TrafficShape {
  if (arrivals.type === 'counted') return { type: 'trace', stepSeconds: arrivals.stepSeconds, counts: arrivals.counts.map((count) => count * factor) };
  if (factor === 1) return { type: 'arrivals', atMs: arrivals.atMs };
  const { atMs } = arrivals;
  const multiplied = atMs.flatMap((at, index) => {
    const copies = Math.floor((index + 1) * factor) - Math.floor(index * factor);
    const gap = Math.min(1000, (atMs[index + 1] ?? at + 1000) - at);
    return Array.from({ length: copies }, (_, copy) => at + (gap * copy) / copies);
  });
  return { type: 'arrivals', atMs: multiplied };
}
