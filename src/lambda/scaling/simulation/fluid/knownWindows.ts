import { lawOf } from '../../traffic/distribution.ts';
import { type InParts, within } from '../inParts.ts';
import type { FunctionResult, SimulationResult } from '../result.ts';
import type { FunctionScenario, Scenario } from '../scenario.ts';
import { exactInParts, expectedSize } from '../simulate.ts';
import type { KnownWindow } from './knownWindow.ts';
import { laterTraffic } from './laterTraffic.ts';
import { meanResult } from './meanResult.ts';
import { simulateFlows } from './simulateFlows.ts';
import { endOf } from './workKernel.ts';

interface Span {
  readonly from: number;
  readonly to: number;
  /** So much earlier it begins, until as much is at work as should be. */
  readonly settling: number;
  /** How many environments start in it. */
  readonly starts: number;
}

const fewestCourses = 4;
const mostCourses = 24;
/** It goes on while more than such a share of the arrivals, and more than one a step, starts an environment or is kept from it. */
const fewStarts = 0.002;
/** And for so long after that, besides as long again. */
const afterSeconds = 2;
/** Steps in which is looked where that is. */
const mostLooks = 4000;
/** Of a window that is too long the beginning is taken, where it is such a share. */
const leastPart = 0.3;

/**
 * From rest, and where a rate jumps, environments start by hundreds, one invocation sees what the one before has left, and no rate tells that.
 * These windows are enumerated, as far as the number of arrivals allows, those first in which most environments start. Later ones begin with
 * the environments that flows have there. `mostArrivals`: of all courses of all windows.
 */
export function* knownWindows(scenario: Scenario, mostArrivals: number): InParts<readonly KnownWindow[]> {
  const { stepSeconds = 1, seconds } = scenario;
  const step = stepSeconds / Math.max(1, Math.round(stepSeconds));
  const looked = Math.max(1, Math.ceil(seconds / step / mostLooks)) * step;
  const flows = simulateFlows({ ...scenario, stepSeconds: looked }, { courses: 1 });
  const spans = affordable(scenario, spansOf(scenario, flows), step, mostArrivals / fewestCourses);
  const courses = Math.min(mostCourses, Math.floor(mostArrivals / spans.reduce((sum, span) => sum + arrivalsOf(scenario, span), 1)));
  const windows: KnownWindow[] = [];
  for (const [index, span] of spans.entries()) {
    const environments = flows.functions.map(({ series }) => Math.round(series.environments[Math.floor(span.from / looked) - 1] ?? 0));
    const results: SimulationResult[] = [];
    for (let course = 0; course < courses; course++) {
      const seed = index * courses + course;
      results.push(yield* within(exactInParts({ ...part(scenario, span), stepSeconds: step, seed }, { environments }), seed / (courses * spans.length), 1 / (courses * spans.length)));
    }
    const { account, functions } = meanResult(results);
    windows.push({ from: span.from, to: span.to, stepSeconds: step, settling: Math.round(span.settling / step), courses: results, account, functions });
  }
  return windows;
}

/** The windows that matter, those with the most starts first, but the beginning before all. */
function spansOf(scenario: Scenario, { functions, stepSeconds }: SimulationResult): readonly Span[] {
  const settling = Math.max(...scenario.functions.map((fn) => endOf(lawOf(fn.duration), fn.timeoutSeconds * 1000)));
  const spans: Span[] = [{ from: 0, to: Math.min(afterSeconds, scenario.seconds), settling: 0, starts: Number.POSITIVE_INFINITY }];
  let begun: number | undefined;
  let starts = 0;
  const steps = functions[0]?.series.arrivals.length ?? 0;
  for (let index = 0; index <= steps; index++) {
    const startsHere = index === steps ? 0 : Math.max(0, ...functions.map(({ series }) => startsOf(series, index)));
    if (startsHere > 0) {
      begun ??= index * stepSeconds;
      starts += startsHere;
    } else if (begun !== undefined) {
      const to = Math.min(scenario.seconds, 2 * index * stepSeconds - begun + afterSeconds);
      if (begun === 0) spans[0] = { from: 0, to, settling: 0, starts: Number.POSITIVE_INFINITY };
      else if (scenario.functions.every(isPlain)) spans.push({ from: Math.max(begun, spans.at(-1)?.to ?? 0), to, settling: Math.min(settling, begun), starts });
      begun = undefined;
      starts = 0;
    }
  }
  return spans.toSorted((a, b) => b.starts - a.starts);
}

/** Of how many starts in a step no rate tells; 0 of few. */
function startsOf({ arrivals, coldStarts, throttledByRate }: FunctionResult['series'], step: number): number {
  const starts = (coldStarts[step] ?? 0) + (throttledByRate[step] ?? 0);
  return starts > 1 && starts > fewStarts * (arrivals[step] ?? 0) ? starts : 0;
}

/** Whether its state is told by how many environments it has. */
function isPlain({ source, provisioned }: FunctionScenario): boolean {
  return provisioned === undefined && (source?.type ?? 'sync') === 'sync';
}

/** As many of them as a few courses bear, in whole steps, in the order of time. */
function affordable(scenario: Scenario, spans: readonly Span[], step: number, arrivals: number): readonly Span[] {
  let left = arrivals;
  const taken: Span[] = [];
  for (const span of spans) {
    const settling = Math.max(0, Math.ceil(span.settling / step - 1e-9)) * step;
    const whole = { ...span, settling: span.from - settling < 0 ? 0 : settling, from: Math.max(0, Math.ceil(span.from / step - 1e-9)) * step };
    const cut = { ...whole, to: Math.floor(endWithin(scenario, whole, left) / step + 1e-9) * step };
    if (cut.to <= cut.from || cut.to - cut.from < (cut.from === 0 ? 0 : leastPart) * (whole.to - whole.from)) continue;
    left -= arrivalsOf(scenario, cut);
    taken.push(cut);
  }
  return taken.toSorted((a, b) => a.from - b.from);
}

/** Where it is to end, so that no more arrive. */
function endWithin(scenario: Scenario, span: Span, arrivals: number): number {
  if (arrivalsOf(scenario, span) <= arrivals) return span.to;
  let low = span.from;
  let high = span.to;
  for (let round = 0; round < 30; round++) {
    const to = (low + high) / 2;
    if (arrivalsOf(scenario, { ...span, to }) > arrivals) high = to;
    else low = to;
  }
  return low;
}

function arrivalsOf(scenario: Scenario, span: Span): number {
  return expectedSize(part(scenario, span));
}

/** With what is before it, as a scenario of its own. */
function part(scenario: Scenario, { from, to, settling }: Span): Scenario {
  const begin = from - settling;
  const functions = scenario.functions.map((fn): FunctionScenario => ({ ...fn, traffic: { ...fn.traffic, shape: laterTraffic(fn.traffic.shape, begin, scenario.seconds) } }));
  return { ...scenario, seconds: to - begin, functions };
}
