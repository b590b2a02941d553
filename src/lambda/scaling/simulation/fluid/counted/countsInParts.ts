import { queuePace } from '../../../rules/eventSources.ts';
import { expectedArrivals } from '../../../traffic/arrivals.ts';
import { meanOf, varianceOf } from '../../../traffic/distribution.ts';
import { type InParts, within } from '../../inParts.ts';
import type { SimulationResult } from '../../result.ts';
import type { FunctionScenario, Scenario } from '../../scenario.ts';
import { knowledgeOf } from '../fluidKnowledge.ts';
import { meanResult } from '../meanResult.ts';
import { endsSoon } from '../toldBadly.ts';
import { countedCourse } from './countedCourse.ts';
import { eventsAtLimit, isPolled } from './eventsAtLimit.ts';
import type { Ticks } from './ticks.ts';

/** A run takes so many ticks on average: what begins and ends within one matters little then. */
const ticksOfRun = 64;
/** Of environments that come and go. */
const ticksOfShortIdle = 128;
const fewestTicks = 20;
const fewestTicksOfRun = 8;
const mostTicks = 20_000;
/** Until messages of failed batches are visible again. */
const mostTicksHidden = 20_000_000;
/** Of a whole scenario. */
const mostTicksInAll = 100_000_000;
/** Where the order within a tick matters, so many arrive in one. */
const arrivalsInOrder = 3;
/** What may be counted, and how much of it takes a moment: in runs, of which a second counts thirty to fifty million. */
const mostEffort = 250_000_000;
const momentsEffort = 20_000_000;
const mostCourses = 24;
/** Steps of all courses that are kept at once: some hundred megabytes. */
const mostSteps = 1_000_000;

/** Events that wait have a place each: some hundred megabytes. */
const mostWaiting = 10_000_000;

/**
 * What is to be expected where queues or streams invoke, and where flows tell it badly: the mean of courses in which messages, batches, events
 * and environments are counted, tick by tick, by the rules of the exact mode; in a tenth of its time, as hardly anything has an identity.
 * Always the same courses.
 */
export function* countsInParts(scenario: Scenario, courses: number): InParts<SimulationResult> {
  const knowledge = scenario.functions.map((fn) => knowledgeOf(fn, scenario.seconds));
  const ticks = ticksOf(scenario);
  const results: SimulationResult[] = [];
  for (let number = 0; number < courses; number++) results.push(yield* within(countedCourse(scenario, knowledge, ticks, number), number / courses, 1 / courses));
  return meanResult(results);
}

/**
 * How many courses take a moment, or one that takes some seconds. 0 where there are too many runs for that, for what is not counted so
 * (provisioned environments, and initialisations that wait for their turn), and for what flows tell well: calls and events whose environments
 * live for minutes, and whose events do not reach a limit.
 */
export function coursesCounted(scenario: Scenario): number {
  const { functions, seconds, stepSeconds = 1, initsAtOnce } = scenario;
  if (initsAtOnce !== undefined || functions.some(({ provisioned }) => provisioned !== undefined)) return 0;
  const events = eventsAtLimit(scenario);
  if (!functions.some(isPolled) && (functions.some(isInStep) || !(events.isReached || functions.some(endsSoon)))) return 0;
  const ticks = ticksOf(scenario);
  // A step is not shorter than a tick, and a run takes some.
  if (stepSeconds * ticks.perSecond < 1 || functions.some((fn) => !isInTicks(fn, ticks.perSecond))) return 0;
  const effort = functions.reduce((sum, fn) => sum + effortOf(fn, seconds) + ticks.count * tickEffort, events.arrivals * oneByOneEffort + events.refusals * refusalEffort);
  if (effort > mostEffort || events.waiting > mostWaiting) return 0;
  return Math.max(1, Math.min(mostCourses, Math.floor(momentsEffort / effort), Math.floor((mostSteps * stepSeconds) / seconds)));
}

/** A tick, a lane that is polled, an arrival near a limit, an event that is refused, and a call whose environment ends soon, in runs. */
const tickEffort = 1;
const laneEffort = 0.5;
const oneByOneEffort = 3;
const refusalEffort = 12;
const shortIdleEffort = 1.5;

function effortOf(fn: FunctionScenario, seconds: number): number {
  const arrivals = expectedArrivals(fn.traffic, seconds);
  const { source } = fn;
  if (source?.type === 'sqs') {
    const ends = (queuePace(source).most * seconds * 1000) / Math.max(0.01, workMs(fn));
    return Math.min(arrivals, ends) * (isEven(fn) || (fn.reserved ?? Number.POSITIVE_INFINITY) < queuePace(source).most ? 2 : 1) + arrivals * 0.1;
  }
  if (source?.type === 'stream') {
    const polls = source.shards * (source.parallelizationFactor ?? 1) * seconds;
    return 2 * Math.max(arrivals / source.batchSize, Math.min(arrivals, polls)) + polls * laneEffort + arrivals * 0.05;
  }
  return arrivals * (endsSoon(fn) ? shortIdleEffort : 0.5);
}

export function ticksOf({ functions, seconds }: Scenario): Ticks {
  const wanted = functions.map((fn) => {
    const ofRun = (ticks: number): number => Math.ceil((ticks * 1000) / Math.max(0.01, workMs(fn)));
    // What keeps its own order within a tick needs fewer.
    return isEven(fn) ? Math.max(ofRun(fewestTicksOfRun), expectedArrivals(fn.traffic, seconds) / seconds / arrivalsInOrder) : ofRun(endsSoon(fn) ? ticksOfShortIdle : ticksOfRun);
  });
  const perSecond = Math.floor(Math.min(Math.max(fewestTicks, ...wanted), mostTicks, mostTicksInAll / seconds));
  return { perSecond, count: Math.max(1, Math.round(seconds * perSecond)), ms: 1000 / perSecond };
}

function isInTicks(fn: FunctionScenario, perSecond: number): boolean {
  const { source } = fn;
  const hidden = source?.type === 'sqs' ? (source.visibilityTimeoutSeconds ?? 0) : 0;
  return (workMs(fn) / 1000) * perSecond >= fewestTicksOfRun && hidden * perSecond <= mostTicksHidden;
}

function workMs({ duration, timeoutSeconds }: FunctionScenario): number {
  return Math.min(meanOf(duration), timeoutSeconds * 1000);
}

/** Work that always takes as long, from a queue. */
function isEven({ duration, source }: FunctionScenario): boolean {
  return source?.type === 'sqs' && varianceOf(duration) === 0;
}

/** Arrivals and ends keep their order for long: within a tick it is not counted. */
function isInStep({ duration, traffic }: FunctionScenario): boolean {
  return traffic.spacing === 'even' && varianceOf(duration) === 0;
}
