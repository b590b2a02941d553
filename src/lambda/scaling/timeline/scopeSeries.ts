import { type Counted, FlowSeries } from './flowSeries.ts';
import { HeatSeries } from './heatSeries.ts';
import { IntegralSeries } from './integralSeries.ts';
import { StackSeries } from './stackSeries.ts';
import type { CountedRule } from './throttleKinds.ts';
import { fineHorizonMs, fineStepMs, stepMs, timelineHorizonMs } from './timelineWindows.ts';

/** Invocations since the beginning: `started` = `ended` + `running` + `lost`. */
export interface InvocationTotals {
  readonly started: number;
  readonly ended: number;
  readonly running: number;
  /** Of environments that stopped without a word of how the invocation ended. */
  readonly lost: number;
  /** Ends of invocations whose start was not seen; in no other total. */
  readonly unseen: number;
}

/** Environments at work: provisioned, on demand, and on demand because all provisioned ones were at work. */
export const workKinds = ['provisioned', 'onDemand', 'spillover'] as const;
export type WorkKind = (typeof workKinds)[number];

/** Gigabytes over time: at work on demand, at work provisioned, and provisioned and ready. */
export type GigabyteKind = 'onDemand' | 'provisioned' | 'ready';

/** One environment: its memory in gigabytes, and what a second of its work costs in US dollars. */
export interface WorkUnit {
  readonly gigabytes: number;
  readonly price: number;
}

interface Levels {
  readonly work: StackSeries;
  readonly environments: StackSeries;
}

const steps = timelineHorizonMs / stepMs + 2;
const fineSteps = fineHorizonMs / fineStepMs + 2;

/** The series of one function, or of all together. */
export class ScopeSeries {
  readonly totals = { started: 0, ended: 0, running: 0, lost: 0, unseen: 0 } satisfies InvocationTotals;
  readonly flow = new FlowSeries(stepMs, steps);
  readonly heat = new HeatSeries(stepMs, steps);
  readonly provisioned = new StackSeries(stepMs, steps, 1);
  readonly gigabytes: Readonly<Record<GigabyteKind, IntegralSeries>> = {
    onDemand: new IntegralSeries(stepMs, steps),
    provisioned: new IntegralSeries(stepMs, steps),
    ready: new IntegralSeries(stepMs, steps),
  };
  /** US dollars for environments, without requests. */
  readonly spent = new IntegralSeries(stepMs, steps);
  readonly #coarse = levelsOf(stepMs, steps);
  readonly #fine = levelsOf(fineStepMs, fineSteps);
  readonly #work: Record<WorkKind, number> = { provisioned: 0, onDemand: 0, spillover: 0 };
  #environments = 0;
  /** US dollars a second. */
  #workPrice = 0;
  #heldPrice = 0;

  get executing(): number {
    return this.#work.provisioned + this.#work.onDemand + this.#work.spillover;
  }

  get environments(): number {
    return this.#environments;
  }

  levels(fine: boolean): Levels {
    return fine ? this.#fine : this.#coarse;
  }

  begin(at: number): void {
    for (const { work, environments } of [this.#coarse, this.#fine]) {
      work.begin(at);
      environments.begin(at);
    }
    this.flow.begin(at);
    this.provisioned.begin(at);
    for (const integral of [...Object.values(this.gigabytes), this.spent]) integral.begin(at);
  }

  addWork(at: number, kind: WorkKind, change: number, { gigabytes, price }: WorkUnit): void {
    this.#work[kind] += change;
    const levels = workKinds.map((each) => this.#work[each]);
    this.#coarse.work.set(at, levels);
    this.#fine.work.set(at, levels);
    const used = this.gigabytes[kind === 'provisioned' ? 'provisioned' : 'onDemand'];
    used.set(at, nonNegative(used.level + change * gigabytes));
    this.#workPrice = nonNegative(this.#workPrice + change * price);
    this.spent.set(at, this.#workPrice + this.#heldPrice);
  }

  addEnvironments(at: number, change: number): void {
    this.#environments += change;
    this.#coarse.environments.set(at, [this.#environments]);
    this.#fine.environments.set(at, [this.#environments]);
  }

  /** What is provisioned: environments that are ready, their gigabytes, and what a second of all that was asked for costs. */
  setProvisioned(at: number, ready: number, readyGigabytes: number, price: number): void {
    this.provisioned.set(at, [ready]);
    this.gigabytes.ready.set(at, readyGigabytes);
    this.#heldPrice = price;
    this.spent.set(at, this.#workPrice + this.#heldPrice);
  }

  count(at: number, column: Counted): void {
    this.flow.count(at, column);
  }

  countThrottle(at: number, rule: CountedRule): void {
    this.flow.countThrottle(at, rule);
  }

  /** What the caller waited, in milliseconds. */
  addLatency(at: number, ms: number): void {
    this.flow.addDuration(at, ms);
    this.heat.add(at, ms);
  }
}

function levelsOf(widthMs: number, size: number): Levels {
  return { work: new StackSeries(widthMs, size, workKinds.length), environments: new StackSeries(widthMs, size, 1) };
}

/** Sums of fractions come back to nearly nothing; the price of a second of the least memory is a million times as much. */
function nonNegative(value: number): number {
  return value < 1e-13 ? 0 : value;
}
