import { scalingFigures } from '../../rules/figures.ts';
import type { RateCurve } from '../../traffic/rate.ts';
import type { FunctionScenario } from '../scenario.ts';
import type { LossFactor, Offered } from './closure.ts';
import { BrokenFlow } from './brokenFlow.ts';
import { lossOf } from './closure.ts';
import { overflowPeakedness } from './erlang.ts';
import type { Polled } from './fluidSource.ts';
import type { FluidKnowledge } from './fluidKnowledge.ts';
import type { FluidLaws } from './fluidLaws.ts';
import type { InitTurnsFlow } from './initTurnsFlow.ts';
import { type InUse, LevelProfile } from './levelProfile.ts';
import { SecondPeaks } from './secondPeaks.ts';
import type { Span } from './span.ts';
import { awayInTurns, foundEvenly, type SeenUse, seenUse } from './seenUse.ts';
import { WorkHistory } from './workHistory.ts';

/** What came on demand in a step, before its limits. */
export interface Demand extends Offered {
  /** Invocations a second. */
  readonly rate: number;
}

/** What became of a function in a step. Rates are a second's. */
export interface Flow {
  provisionedRate: number;
  onDemandRate: number;
  coldRate: number;
  limitRate: number;
  startRate: number;
  requestRate: number;
  /** At work at the end of the step, on average. */
  provisionedInUse: number;
  onDemandInUse: number;
}

const fewestEven = 0.002;
/** Share of the environments that initialise, from which on it is looked at that they do not serve. */
const manyInits = 0.05;
/** Share of cold starts above which a source's pollers have not come to rest. */
const fewStarts = 0.005;
const fewBeyond = 0.002;
/** Share of cold starts from which on chance does not even out. */
const manyStarts = 0.4;

/** One function's state in fluid mode. */
export class FluidFunction {
  readonly scenario: FunctionScenario;
  /** Whether it is invoked evenly, and not at random. */
  readonly even: boolean;
  readonly laws: FluidLaws;
  readonly curve: RateCurve;
  readonly environments: LevelProfile;
  /** Of all that is at work; and on demand, where that is another. */
  readonly peak: LevelProfile;
  readonly onDemandPeak: LevelProfile | undefined;
  readonly seconds: SecondPeaks;
  readonly flow: Flow = { provisionedRate: 0, onDemandRate: 0, coldRate: 0, limitRate: 0, startRate: 0, requestRate: 0, provisionedInUse: 0, onDemandInUse: 0 };
  /** Environments that are provisioned and ready. */
  provisioned = 0;
  /** What its source has at work at once at most. */
  ceiling = Number.POSITIVE_INFINITY;
  /** What pollers keep it from. */
  polled: Polled | undefined;
  /** By how much what is tried again makes the variance larger. */
  retryVariance = 0;
  /** Starts that are allowed now. */
  startsLeft: number;
  /** Whether peaks are looked at: not where they are known otherwise. */
  observed = true;
  readonly #onDemand: WorkHistory;
  readonly #provisioned: WorkHistory;
  readonly #inits: WorkHistory;
  readonly #startRate: number;
  readonly #startCapacity: number;
  #startsOnAverage = 0;
  #provisionedRequests: number;
  /** Of what is offered in all, in this step. */
  #offered = { load: 0, peakedness: 1, rate: 0, bounded: false };
  /** Environments that are reached, but for whose start no arrival was there. */
  #owed = 0;
  #unseen = 0;
  readonly #polled = new Map<number, { readonly inUse: InUse; readonly seconds: number }>();
  #variance = 0;
  readonly #broken: BrokenFlow | undefined;
  /** Share of warm invocations that initialise again, in the last step. */
  brokenShare = 0;
  readonly #turns: InitTurnsFlow | undefined;
  readonly #end: number;
  readonly #observeSeconds: number;

  constructor(scenario: FunctionScenario, { laws, curve, inits }: FluidKnowledge, seconds: number, highest: number, width: number, rateScale: number, turns?: InitTurnsFlow) {
    this.#turns = turns;
    this.scenario = scenario;
    this.laws = laws;
    this.curve = curve;
    this.environments = new LevelProfile(highest, width, scenario.idleSeconds ?? 300);
    this.peak = new LevelProfile(highest, width, Number.POSITIVE_INFINITY);
    this.onDemandPeak = scenario.provisioned === undefined ? undefined : new LevelProfile(highest, width, Number.POSITIVE_INFINITY);
    this.seconds = new SecondPeaks(highest, width);
    // Shards of a stream are polled in turns.
    this.even = scenario.source?.type === 'stream' || (scenario.traffic.spacing === 'even' && scenario.traffic.shape.type !== 'arrivals');
    this.#end = seconds - 1e-9;
    this.#observeSeconds = seconds / 3000;
    const { breaking } = this.laws;
    this.#broken = breaking && new BrokenFlow(breaking);
    this.#onDemand = new WorkHistory(breaking?.well ?? this.laws.warm, this.laws.cold, breaking?.anew);
    this.#inits = new WorkHistory(inits, inits);
    this.#provisioned = new WorkHistory(breaking?.well ?? this.laws.warm, this.laws.cold, breaking?.anew);
    const { capacity, perMs } = scalingFigures.environmentStarts;
    this.#startCapacity = capacity * rateScale;
    this.#startRate = (this.#startCapacity / perMs) * 1000;
    this.startsLeft = this.#startCapacity;
    this.#provisionedRequests = Number.POSITIVE_INFINITY;
  }

  /** Lets provisioned environments take what they can; gives what is beyond them. */
  offer(rate: number, { to, seconds }: Span): Demand {
    const held = this.#held(seconds);
    const provisioned = this.#provisioned.carried(to, this.even);
    const onDemand = this.#carriedOnDemand(to);
    const arriving = rate * held;
    const total = provisioned.load + onDemand.load + arriving;
    const spread = this.even ? Math.max(fewestEven, 1 - (provisioned.missing + onDemand.missing + rate * this.laws.warm.squared(seconds)) / Math.max(total, 1e-9)) : 1 + this.retryVariance / Math.max(total, 1);
    this.#offered = { load: 0, peakedness: spread, rate, bounded: false };
    const count = this.provisioned;
    let share = 1;
    let load = 0;
    if (count > 0) {
      const loss = lossOf({ carried: provisioned.load, arriving, peakedness: spread }, count, this.lossFactor(count));
      ({ share, load } = loss);
      const capacity = count * scalingFigures.requestsPerConcurrency;
      const tokens = Math.min(this.#provisionedRequests, capacity) + capacity * seconds;
      if (rate * (1 - share) * seconds > tokens) {
        share = 1 - tokens / (rate * seconds);
        this.#offered.bounded = true;
      }
      this.#provisionedRequests = Math.min(capacity, tokens - rate * (1 - share) * seconds);
    }
    this.flow.provisionedRate = rate * (1 - share);
    this.flow.provisionedInUse = provisioned.load + this.flow.provisionedRate * held;
    this.#offered.load = this.#offered.bounded ? this.flow.provisionedInUse : load;
    const refilled = this.startsLeft + this.#startRate * seconds;
    this.startsLeft = Math.min(this.#startCapacity, refilled);
    // What is refilled meanwhile serves half of the step.
    this.#startsOnAverage = Math.min(this.#startCapacity, refilled - (this.#startRate * seconds) / 2);
    return {
      rate: rate * share,
      carried: onDemand.load,
      arriving: arriving * share,
      peakedness: count > 0 ? Math.max(spread, this.#overflowPeakedness(count, share)) : spread,
    };
  }

  /** Of what is beyond provisioned environments: `share` of all. */
  #overflowPeakedness(count: number, share: number): number {
    const { load, bounded } = this.#offered;
    const { warm } = this.laws;
    // What a rate lets through comes evenly, so that what it leaves has all of the variance.
    if (bounded) return this.even ? 0 : 1 + (1 / share - 1) * (warm.squared(warm.end) / warm.mean);
    // Far in overload all but a part without variance overflows, and the formula would lose its digits.
    return load < 1.9 * count ? overflowPeakedness(load, count) : 0;
  }

  /** For how long what begins in a step works within it, on average, times its length. */
  #held(seconds: number): number {
    const { breaking, warm } = this.laws;
    return breaking === undefined ? warm.held(seconds) : (1 - this.brokenShare) * breaking.well.held(seconds) + this.brokenShare * breaking.anew.held(seconds);
  }

  /** What waits for its turn to initialise holds its environment, too. */
  #carriedOnDemand(to: number): { readonly load: number; readonly missing: number } {
    const { load, missing } = this.#onDemand.carried(to, this.even);
    return { load: load + this.waitingTurn, missing };
  }

  /** Of an initialisation, on average. */
  get initSeconds(): number {
    return this.laws.cold.mean - this.laws.warm.mean;
  }

  /** Environments that wait for their turn to initialise. */
  get waitingTurn(): number {
    return this.#turns?.waiting(this) ?? 0;
  }

  /** While more and more wait for their turn, each works in fewer environments than are needed: steps must not be longer than its work. */
  get longestStep(): number {
    const { coldRate, onDemandRate } = this.flow;
    return this.waitingTurn > 1 && coldRate > 0.002 * onDemandRate ? this.laws.warm.mean / 4 : Number.POSITIVE_INFINITY;
  }

  /** What evenly spaced arrivals lose more at a limit than the formula says. */
  lossFactor(servers: number): LossFactor | undefined {
    return this.even ? (load) => this.laws.evenLoss.factor(load, servers, this.#offered.rate) : undefined;
  }

  /** What an invocation that takes a provisioned environment finds at work there, in this step. */
  get seenUse(): SeenUse {
    const { load, rate, peakedness, bounded } = this.#offered;
    // What a rate lets through that is refilled evenly comes evenly.
    const found = bounded ? Math.max(0, load - 0.5) : this.even ? foundEvenly(load, rate, this.laws) : load;
    const seen = seenUse({ found, servers: this.provisioned, peakedness, residual: this.laws.warm.residual });
    const away = bounded || this.even ? 0 : awayInTurns(this.provisioned, rate, this.laws.warm);
    if (away === 0) return seen;
    return { mean: Math.max(0, seen.mean - away), variance: seen.variance + away * away, timeConstant: this.laws.warm.residual };
  }

  /** How many environments it may use on demand at the end of the step: those that are there, and those that may start. */
  get startCeiling(): number {
    return this.environments.level + this.#startsOnAverage;
  }

  /** Takes what the limits let through. `unlimited`: what is in use on demand, without the ceiling. */
  admit(demand: Demand, admitted: number, unlimited: { readonly mean: number; readonly peakedness: number }, ceiling: number, { from, to, seconds }: Span): void {
    const { flow } = this;
    const spills = this.provisioned > 0 && !this.#offered.bounded;
    const mean = unlimited.mean + (spills ? flow.provisionedInUse : 0);
    const timeConstant = this.#timeConstant(mean, admitted, seconds);
    const levels: InUse = {
      mean,
      peakedness: (spills ? this.#offered.peakedness : unlimited.peakedness) * this.#excess(mean),
      timeConstant,
      ceiling: Math.max(0, Math.min(ceiling, this.ceiling - (spills ? this.provisioned : 0))),
      below: spills ? this.provisioned : 0,
    };
    // While it begins, what pollers keep it from is not all that it needs.
    const begins = this.atWork.mean < 0.5 * mean || flow.coldRate > fewStarts * admitted;
    const polled = begins ? undefined : this.polled;
    const reached = polled !== undefined ? this.#poll(to, levels, polled) : this.environments.add(to, seconds, this.#grown(to, demand, admitted * seconds, levels.ceiling) ?? levels) + this.#owed;
    const cold = Math.min(reached, admitted * seconds, this.startsLeft);
    this.#owed = Math.min(reached - cold, 1 + 0.05 * ceiling);
    this.startsLeft -= cold;
    flow.onDemandRate = admitted;
    flow.coldRate = cold / seconds;
    const warm = admitted - flow.coldRate;
    const waited = this.waitingTurn;
    const begun = this.#turns === undefined ? flow.coldRate : this.#turns.pass(this, cold, this.initSeconds, to) / seconds;
    const again = this.#broken?.pass(to, seconds, warm + flow.provisionedRate, begun) ?? 0;
    this.brokenShare = again > 0 ? again / (warm + flow.provisionedRate) : 0;
    this.#onDemand.push(from, to, warm * (1 - this.brokenShare), begun, warm * this.brokenShare);
    if (this.#turns === undefined) this.#inits.push(from, to, 0, begun);
    this.#provisioned.push(from, to, flow.provisionedRate * (1 - this.brokenShare), 0, flow.provisionedRate * this.brokenShare);
    flow.onDemandInUse = Math.min(ceiling, demand.carried + warm * this.#held(seconds) + begun * this.laws.cold.held(seconds) + this.waitingTurn - waited);
    if (this.observed) this.onDemandPeak?.add(to, seconds, levels);
    this.atWork = { ...levels, mean: unlimited.mean + flow.provisionedInUse, ceiling: Math.min(this.provisioned + ceiling, this.ceiling), below: 0 };
    if (polled === undefined && this.observed) this.#observe(to, seconds);
  }

  /**
   * While environments wait for their turn to initialise, the others serve, as many as there are, and each invocation beyond them starts one:
   * those levels that are then reached for certain.
   */
  #grown(now: number, { carried, arriving }: Demand, admitted: number, highest: number): InUse | undefined {
    const { level } = this.environments;
    const initialising = this.#turns === undefined ? this.#inits.carried(now, false).load : this.waitingTurn + this.#turns.slotsOf(this);
    if (initialising < Math.max(1, manyInits * level) || level > highest - 1) return undefined;
    const { share } = lossOf({ carried: Math.max(0, carried - initialising), arriving, peakedness: 1 }, Math.max(0, level - initialising));
    // Then few are beyond them, if any: it goes up and down again.
    if (this.#turns === undefined && share < fewBeyond) return undefined;
    const ceiling = Math.min(highest, level + Math.min(this.startsLeft, admitted * share));
    return { mean: 2 * ceiling + 10, peakedness: 0.01, timeConstant: 1, ceiling, below: 0 };
  }

  /** Levels that are reached while so many poll. Peaks are looked at where what is to be done changes, or some time has passed. */
  #poll(now: number, levels: InUse, { load, parts }: Polled): number {
    const polled = { ...levels, mean: load, peakedness: 1, timeConstant: this.laws.warm.mean };
    const alike = this.#polled;
    let reached = 0;
    for (const { pollers, least, seconds } of parts) {
      const ceiling = Math.min(levels.ceiling, pollers - levels.below);
      const inUse = { ...polled, ceiling, sure: Math.min(ceiling, least - levels.below) };
      reached += this.environments.add(now, seconds, inUse);
      const key = pollers * 10_000 + least;
      alike.set(key, { inUse, seconds: seconds + (alike.get(key)?.seconds ?? 0) });
      this.#unseen += seconds;
    }
    const same = Math.abs(polled.mean - this.#seen.mean) < 0.05 * Math.sqrt(load);
    if (same && this.#unseen < 20 * this.#observeSeconds && now < this.#end) return reached;
    for (const { inUse, seconds } of alike.values()) {
      if (!this.observed) break;
      this.peak.add(now, seconds, inUse);
      this.seconds.add(now, seconds, inUse);
    }
    alike.clear();
    this.#unseen = 0;
    this.#seen = polled;
    return reached;
  }

  /** Peaks are looked at where something has changed, or some time has passed. */
  #observe(now: number, seconds: number): void {
    this.#unseen += seconds;
    const { mean, peakedness, ceiling } = this.atWork;
    const { mean: before, ceiling: ceilingBefore } = this.#seen;
    const same = Math.abs(mean - before) < 0.05 * Math.sqrt(mean * peakedness) && Math.abs(ceiling - ceilingBefore) < 1;
    if (same && this.#unseen < this.#observeSeconds && now < this.#end) return;
    this.peak.add(now, this.#unseen, this.atWork);
    this.seconds.add(now, this.#unseen, this.atWork);
    this.#unseen = 0;
    this.#seen = this.atWork;
  }

  /** What is at work in all, of the last step. */
  atWork: InUse = { mean: 0, peakedness: 1, timeConstant: 1, ceiling: 0, below: 0 };
  #seen: InUse = this.atWork;

  /**
   * Follows the variance of what is at work. It tends to the mean, unless all environments are at work: then more work begins in new ones
   * and ends later by their initialisation, so that chance does not even out but adds up.
   */
  #vary(mean: number, come: number, ended: number): void {
    const { warm, cold } = this.laws;
    const free = Math.max(0, this.environments.level + this.provisioned - mean) / Math.sqrt(Math.max(mean, 1));
    const starts = this.flow.coldRate / Math.max(this.flow.onDemandRate + this.flow.provisionedRate, 1e-9);
    const evens = Math.min(1, Math.max(free, 1 - starts / manyStarts, warm.mean / Math.max(cold.mean, 1e-9)));
    this.#variance = mean <= 0 ? 0 : (this.#variance + come + ended) / (1 + (2 * evens * ended) / mean);
  }

  #excess(mean: number): number {
    // What waits for its turn does not come and go.
    const waiting = this.waitingTurn;
    if (waiting > 1) return Math.max(0.002, 1 - waiting / Math.max(mean, waiting + 1));
    return this.even || mean < 1 ? 1 : Math.max(1, this.#variance / mean);
  }

  /**
   * How long it takes until as much has ended as is in use: while nothing ends yet, as after a jump, it cannot come and go. Even arrivals
   * leave only the ends to chance.
   */
  #timeConstant(mean: number, admitted: number, seconds: number): number {
    const come = (admitted + this.flow.provisionedRate) * seconds;
    const ended = Math.max(0, this.atWork.mean + come - mean);
    const constant = (mean * seconds) / Math.max(ended, 1e-3 * come, 1e-12);
    this.#vary(mean, come, ended);
    return this.even ? Math.max(this.laws.warm.mean * 0.1, 2 * this.#offered.peakedness * constant) : Math.max(this.laws.warm.mean * 0.5, constant);
  }
}
