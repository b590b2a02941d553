import { costOf } from '../../pricing/costOf.ts';
import type { Cost, FunctionResult } from '../result.ts';
import type { Random } from '../../traffic/random.ts';
import type { FunctionScenario, InvocationSource, Scenario } from '../scenario.ts';
import { FluidFunction } from './fluidFunction.ts';
import type { KnownWindow } from './knownWindow.ts';
import type { Span } from './span.ts';
import { FluidProvisioning } from './fluidProvisioning.ts';
import { FluidSeries, type SeriesGrid } from './fluidSeries.ts';
import type { FluidSource } from './fluidSource.ts';
import type { FluidKnowledge } from './fluidKnowledge.ts';
import type { InitTurnsFlow } from './initTurnsFlow.ts';
import { MinuteUtilization } from './minuteUtilization.ts';
import type { LatencyLaw } from './latencyLaw.ts';
import { distanceOf, expectedPeak, visitsOf } from './passage.ts';
import type { SeenUse } from './seenUse.ts';
import { sourceFlow } from './sourceFlow.ts';
import type { Pace } from './timeGrid.ts';

/** How long steps may be, in seconds, so that what is tried again comes back when it is due. */
const longestSteps: Readonly<Record<InvocationSource['type'], number | undefined>> = { sync: undefined, async: 0.2, sqs: 1, stream: undefined };

export interface FluidRunOptions {
  readonly knowledge: FluidKnowledge;
  readonly grid: SeriesGrid;
  /** Levels of work in use that may be reached, and how many are looked at together. */
  readonly highest: number;
  readonly width: number;
  /** Where chance decides what follows. */
  readonly random: Random;
  /** Where only so many initialise at once. */
  readonly turns?: InitTurnsFlow | undefined;
  /** What is known otherwise, in the order of time, and which of the scenario's functions it is. */
  readonly known: readonly KnownWindow[];
  readonly index: number;
}

/** Whether chance decides what follows: by it alarms act and pollers come and go. */
export function isByChance(scenario: FunctionScenario): boolean {
  return isTracked(scenario) || scenario.source?.type === 'sqs';
}

function isTracked({ provisioned }: FunctionScenario): boolean {
  return provisioned?.type === 'autoScaling' && provisioned.targetUtilization !== undefined;
}

/** One function from step to step: its source, its provisioned environments, its limits' outcome, and the figures of it all. */
export class FluidRun {
  readonly scenario: FunctionScenario;
  readonly fn: FluidFunction;
  /** Invocations a second that are tried in this step. */
  tried = 0;
  readonly #grid: SeriesGrid;
  readonly #seconds: number;
  readonly #source: FluidSource;
  readonly #provisioning: FluidProvisioning;
  readonly #series: FluidSeries;
  readonly #latency: LatencyLaw;
  readonly #peaks = new Map<number, number>();
  #arrivals = 0;
  #arrived = 0;
  readonly #utilization: MinuteUtilization | undefined;
  #inUse = 0;
  #provisionedInUse = 0;
  #peakEnvironments = 0;
  #mostHeld = 0;
  /** Until when it has come. */
  #reached = 0;
  #mostClaimed = 0;
  readonly #windows: readonly KnownWindow[];
  /** Of the scenario's functions. */
  readonly #index: number;
  /** Of windows that are known otherwise. */
  readonly #known = { peak: 0, environments: 0, dropped: 0 };
  readonly #total = { arrivals: 0, invocations: 0, cold: 0, again: 0, provisioned: 0, spillover: 0, limit: 0, start: 0, request: 0, heldSeconds: 0 };

  constructor(scenario: FunctionScenario, { seconds, rateScale = 1 }: Scenario, { knowledge, grid, highest, width, random, turns, known, index }: FluidRunOptions) {
    this.scenario = scenario;
    this.#grid = grid;
    this.#seconds = seconds;
    this.fn = new FluidFunction(scenario, knowledge, seconds, highest, width, rateScale, turns);
    const { laws } = this.fn;
    this.#source = sourceFlow(scenario.source, { seconds, workSeconds: laws.warm.mean, failures: laws.failures, closed: scenario.reserved === 0, random });
    this.#provisioning = new FluidProvisioning(scenario.provisioned, { initQuantile: (q) => laws.initQuantile(q), initSeconds: this.fn.initSeconds, turns }, rateScale);
    this.#series = new FluidSeries(grid);
    this.#latency = knowledge.latency;
    this.#windows = known;
    this.#index = index;
    for (const window of known) this.#take(window);
    this.#utilization = isTracked(scenario) ? new MinuteUtilization(random, this.fn.even) : undefined;
  }

  get pace(): Pace {
    const { traffic, source, idleSeconds = 300 } = this.scenario;
    return { shape: traffic.shape, workSeconds: this.fn.laws.cold.mean, idleSeconds, changes: this.#provisioning.changes(), longest: longestSteps[source?.type ?? 'sync'], marks: this.#utilization === undefined ? undefined : 60 };
  }

  /** When something is to happen next besides what the time grid knows. */
  get nextChange(): number {
    const bound = this.#windows.flatMap(({ from, to }) => [from, to]).find((at) => at > this.#reached + 1e-6) ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#provisioning.readyAt, this.#reached + this.fn.longestStep, bound);
  }

  /** Provisioned environments that are taken off the limit, used or not. */
  get held(): number {
    return this.#provisioning.requested;
  }

  begin(span: Span): void {
    this.fn.observed = this.#windowAt(span.from) === undefined;
    this.#provisioning.advance(span.from, () => this.#utilization?.draw() ?? null);
    this.fn.provisioned = this.#provisioning.ready;
    const until = this.fn.curve.arrivalsUntil(span.to);
    this.#arrivals = until - this.#arrived;
    this.#arrived = until;
    const { provisionedInUse, onDemandInUse } = this.fn.flow;
    this.tried = this.#source.tried(this.#arrivals, provisionedInUse + onDemandInUse, span) / span.seconds;
    this.fn.ceiling = this.#source.ceiling;
    this.fn.polled = this.#source.polled;
    this.fn.retryVariance = this.#source.variance;
  }

  /** In use or held, at the peak of this step; and the mean and variance of that. */
  claimed = 0;
  claimedMean = 0;
  claimedVariance = 0;

  get claimedPeak(): number {
    // What is held changes: the peak on demand is hardly at the time at which most is held.
    if (this.scenario.provisioned?.type === 'autoScaling') return this.#mostClaimed;
    return this.fn.onDemandPeak === undefined ? this.fn.peak.level : this.#mostHeld + this.fn.onDemandPeak.level;
  }

  end({ from, to, seconds }: Span): void {
    const { flow, laws, environments, atWork } = this.fn;
    this.#reached = to;
    const total = this.#total;
    const admitted = (flow.provisionedRate + flow.onDemandRate) * seconds;
    const refused = (flow.limitRate + flow.startRate + flow.requestRate) * seconds;
    this.#source.settle({ admitted, refused, bursts: this.#bursts() }, { from, to, seconds });
    const ready = this.#provisioning.ready;
    if (ready > 0 && flow.provisionedRate > 0) this.#utilization?.add(flow.provisionedRate, seconds, ready, this.#seenUse(seconds));
    const window = this.#windowAt(from);
    if (window !== undefined) return this.#pass(window, to);
    const cold = flow.coldRate * seconds;
    const spills = this.#provisioning.ready > 0;
    total.arrivals += this.#arrivals;
    total.invocations += admitted;
    total.cold += cold;
    // Of those that initialise again after a timeout.
    const again = (admitted - cold) * this.fn.brokenShare;
    total.again += again;
    total.provisioned += flow.provisionedRate * seconds;
    if (spills) total.spillover += flow.onDemandRate * seconds;
    total.limit += flow.limitRate * seconds;
    total.start += flow.startRate * seconds;
    total.request += flow.requestRate * seconds;
    total.heldSeconds += this.#provisioning.requested * seconds;

    const inUse = flow.provisionedInUse + flow.onDemandInUse;
    const deviation = Math.sqrt(Math.max(0, atWork.mean) * atWork.peakedness);
    const highOf = (span: number): number => {
      if (inUse <= 0) return 0;
      const u = this.#peakOf(span / Math.max(atWork.timeConstant, 1e-9));
      return Math.min(atWork.ceiling, atWork.mean + deviation * u + (atWork.peakedness * u * u) / 6);
    };
    const high = highOf(Math.max(seconds, this.#grid.stepSeconds));
    const alive = environments.level + this.#provisioning.aliveAt(to);
    this.#peakEnvironments = Math.max(this.#peakEnvironments, alive);
    this.#mostHeld = Math.max(this.#mostHeld, this.#provisioning.requested);
    const onDemandHigh = Math.max(0, Math.min(high - Math.min(high, ready), environments.level));
    this.claimed = this.#provisioning.requested + onDemandHigh;
    this.#mostClaimed = Math.max(this.#mostClaimed, this.claimed);
    this.claimedMean = Math.min(this.claimed, this.#provisioning.requested + (ready > 0 ? flow.onDemandInUse : atWork.mean));
    this.claimedVariance = (ready > 0 ? flow.onDemandInUse : atWork.mean) * atWork.peakedness;

    const series = this.#series;
    series.spread('arrivals', from, to, this.#arrivals);
    series.spread('invocations', from, to, admitted);
    series.spread('throttledByLimit', from, to, flow.limitRate * seconds);
    series.spread('throttledByRate', from, to, (flow.startRate + flow.requestRate) * seconds);
    series.spread('errors', from, to, (admitted - again) * laws.failuresOf(0) + again * laws.failuresOf(1));
    series.spread('coldStarts', from, to, cold);
    series.raise('provisionedInUse', from, to, Math.min(high, ready));
    series.raise(spills ? 'spillover' : 'onDemand', from, to, high - Math.min(high, ready));
    series.raise('concurrency', from, to, high);
    series.raise('provisioned', from, to, ready);
    series.raise('environments', from, to, alive);
    series.set('scalingCeiling', from, to, flow.onDemandInUse + this.fn.startsLeft);
    this.#spreadMemory(from, to);
    series.set('queueDepth', from, to, this.#source.waiting);
    series.set('queueAge', from, to, this.#source.age(to));
    series.spread('costPerHour', from, to, this.#cost(flow.provisionedRate * seconds, flow.onDemandRate * seconds, cold, this.#provisioning.requested * seconds).total * (3600 / this.#grid.stepSeconds));
  }

  /** In the course of a step, from what those before it found: while many environments that are new begin to work, few are at first. */
  #seenUse(seconds: number): SeenUse {
    const now = this.fn.seenUse;
    const before = Math.min(now.mean, this.#provisionedInUse + 1);
    return { ...now, mean: now.mean + (before - now.mean) * this.#shareBefore(seconds) };
  }

  /** What is at work goes from what it was to what its rate brings: the share of the former, on average over a step. */
  #shareBefore(seconds: number): number {
    const works = Math.max(0.01, seconds / this.fn.laws.warm.mean);
    const left = Math.exp(-works);
    return ((1 - left) / works - left) / (1 - left);
  }

  /** How often a second the limit is come up to. Beyond it what is refused is refused all the time. */
  #bursts(): number {
    const { flow, laws, atWork: { mean, peakedness, ceiling } } = this.fn;
    if (flow.limitRate <= 0) return Number.POSITIVE_INFINITY;
    const u = distanceOf(ceiling, mean, peakedness);
    const apart = Math.min(1, Math.max(0, 1 + u / 2));
    return visitsOf(u, ceiling, mean, peakedness) / (laws.warm.mean * apart);
  }

  result(): FunctionResult {
    const { scenario, fn } = this;
    const total = this.#total;
    const { invocations, cold, provisioned } = total;
    const series = this.#series;
    const starts = series.column('coldStarts');
    series.column('invocations').forEach((count, step) => {
      if (count < 0.5) return;
      const found = this.#latency.roughly(Math.min(1, (starts[step] ?? 0) / count));
      series.p50[step] = found.p50;
      series.p90[step] = found.p90;
      series.p99[step] = found.p99;
    });
    const gigabytes = scenario.memoryMegabytes / 1024;
    const used = provisioned * this.#billedWarm * gigabytes;
    const reserved = scenario.reserved !== undefined;
    const peak = Math.max(this.#known.peak, fn.peak.level);
    return {
      name: scenario.name,
      totals: {
        arrivals: Math.round(total.arrivals),
        invocations: Math.round(invocations),
        throttles: {
          reservedConcurrency: reserved ? Math.round(total.limit) : 0,
          unreservedConcurrency: reserved ? 0 : Math.round(total.limit),
          scalingRate: Math.round(total.start),
          reservedRequests: reserved ? Math.round(total.request) : 0,
          unreservedRequests: reserved ? 0 : Math.round(total.request),
        },
        errors: Math.round((invocations - total.again) * fn.laws.failuresOf(0) + total.again * fn.laws.failuresOf(1)),
        coldStarts: Math.round(cold),
        provisionedInvocations: Math.round(provisioned),
        spilloverInvocations: Math.round(total.spillover),
        dropped: Math.round(this.#source.dropped + this.#known.dropped),
        waiting: Math.round(this.#source.waiting),
        peakConcurrency: Math.round(peak),
        p99Concurrency: Math.round(Math.min(peak, fn.seconds.exceededBy(0.01, this.#seconds))),
        peakEnvironments: Math.round(Math.max(this.#peakEnvironments, this.claimedPeak, this.#known.environments)),
        gigabyteSeconds: {
          onDemand: this.#onDemandSeconds(invocations - provisioned, cold) * gigabytes,
          provisionedUsed: used,
          provisionedIdle: Math.max(0, total.heldSeconds * gigabytes - used),
        },
      },
      latencyMs: this.#latency.of(invocations > 0 ? Math.min(1, cold / invocations) : 0, invocations),
      cost: this.#cost(provisioned, invocations - provisioned, cold, total.heldSeconds),
      series: series.done(),
    };
  }

  #windowAt(at: number): KnownWindow | undefined {
    return this.#windows.find(({ from, to }) => at > from - 1e-6 && at < to - 1e-6);
  }

  /** What flows have in such a window is not counted, but goes on from there; at its end there are as many environments as are known. */
  #pass({ to: end, functions }: KnownWindow, to: number): void {
    const { flow, environments } = this.fn;
    this.#inUse = flow.provisionedInUse + flow.onDemandInUse;
    this.#provisionedInUse = flow.provisionedInUse;
    if (to < end - 1e-6) return;
    const known = functions[this.#index];
    environments.know(to, Math.max(0, (known?.series.environments.at(-1) ?? 0) - this.#provisioning.aliveAt(to)));
    this.#known.dropped = (known?.totals.dropped ?? 0) - this.#source.dropped;
  }

  /** Counts what is known. Before a window, while it settles, nothing is started, dropped, or kept from starting. */
  #take({ from, stepSeconds, settling, courses, functions }: KnownWindow): void {
    const known = functions[this.#index];
    if (known === undefined) return;
    const { totals, series } = known;
    const { gigabyteSeconds } = totals;
    const sum = (column: readonly number[]): number => column.reduce((all, value, step) => (step < settling ? all : all + value), 0);
    const total = this.#total;
    total.arrivals += sum(series.arrivals);
    total.invocations += sum(series.invocations);
    total.cold += sum(series.coldStarts);
    total.provisioned += totals.provisionedInvocations;
    total.spillover += totals.spilloverInvocations;
    total.limit += sum(series.throttledByLimit);
    total.start += totals.throttles.scalingRate;
    total.request += Math.max(0, sum(series.throttledByRate) - totals.throttles.scalingRate);
    total.heldSeconds += (gigabyteSeconds.provisionedIdle + gigabyteSeconds.provisionedUsed) / (this.scenario.memoryMegabytes / 1024);
    this.#series.take(series, from, stepSeconds, settling);
    let peaks = 0;
    for (const course of courses) {
      const levels = course.functions[this.#index]?.series.concurrency.slice(settling) ?? [];
      for (const level of levels) this.fn.seconds.addKnown(level, stepSeconds / courses.length);
      peaks += levels.reduce((most, level) => Math.max(most, level), 0);
    }
    this.#known.peak = Math.max(this.#known.peak, peaks / courses.length);
    this.#known.environments = Math.max(this.#known.environments, totals.peakEnvironments);
  }

  #onDemandSeconds(invocations: number, cold: number): number {
    return Math.max(0, invocations - cold) * this.#billedWarm + cold * this.fn.laws.billedCold;
  }

  /** As it was until now, on average. */
  get #billedWarm(): number {
    const { invocations, cold, again } = this.#total;
    return this.fn.laws.billedOf(invocations > cold ? again / (invocations - cold) : 0);
  }

  #cost(provisioned: number, onDemand: number, cold: number, heldSeconds: number): Cost {
    const gigabytes = this.scenario.memoryMegabytes / 1024;
    return costOf(
      {
        requests: provisioned + onDemand,
        onDemandGigabyteSeconds: this.#onDemandSeconds(onDemand, cold) * gigabytes,
        provisionedUsedGigabyteSeconds: provisioned * this.#billedWarm * gigabytes,
        provisionedHeldGigabyteSeconds: heldSeconds * gigabytes,
      },
      this.scenario.architecture ?? 'x86_64',
    );
  }

  /** Memory at work, and provisioned without work, in a step. In its course what is at work goes from what it was to what its rate brings. */
  #spreadMemory(from: number, to: number): void {
    const { provisionedInUse, onDemandInUse } = this.fn.flow;
    const gigabyteSeconds = (this.scenario.memoryMegabytes / 1024) * (to - from);
    const before = this.#shareBefore(to - from);
    const meanOf = (was: number, is: number): number => is + (was - is) * before;
    const inUse = provisionedInUse + onDemandInUse;
    const idle = Math.max(0, this.#provisioning.requested - meanOf(this.#provisionedInUse, provisionedInUse));
    this.#series.spread('gigabyteSeconds', from, to, meanOf(this.#inUse, inUse) * gigabyteSeconds);
    this.#series.spread('wastedGigabyteSeconds', from, to, idle * gigabyteSeconds);
    this.#inUse = inUse;
    this.#provisionedInUse = provisionedInUse;
  }

  /** Looked up by the logarithm of the number of time constants. */
  #peakOf(timeConstants: number): number {
    const key = Math.round(Math.log2(Math.max(timeConstants, 1e-3)) * 8);
    const known = this.#peaks.get(key);
    if (known !== undefined) return known;
    const found = expectedPeak(2 ** (key / 8));
    this.#peaks.set(key, found);
    return found;
  }
}
