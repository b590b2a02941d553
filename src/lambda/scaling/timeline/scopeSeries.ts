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

/** Gigabytes over time: at work on demand and provisioned; and provisioned, as far as ready and as asked for. */
export type GigabyteKind = 'onDemand' | 'provisioned' | 'ready' | 'requested';

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
    requested: new IntegralSeries(stepMs, steps),
  };
  readonly #coarse = levelsOf(stepMs, steps);
  readonly #fine = levelsOf(fineStepMs, fineSteps);
  readonly #work: Record<WorkKind, number> = { provisioned: 0, onDemand: 0, spillover: 0 };
  #environments = 0;

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
    for (const integral of Object.values(this.gigabytes)) integral.begin(at);
  }

  /** `gigabytes`: of one environment. */
  addWork(at: number, kind: WorkKind, change: number, gigabytes: number): void {
    this.#work[kind] += change;
    const levels = workKinds.map((each) => this.#work[each]);
    this.#coarse.work.set(at, levels);
    this.#fine.work.set(at, levels);
    const used = this.gigabytes[kind === 'provisioned' ? 'provisioned' : 'onDemand'];
    used.set(at, nonNegative(used.level + change * gigabytes));
  }

  addEnvironments(at: number, change: number): void {
    this.#environments += change;
    this.#coarse.environments.set(at, [this.#environments]);
    this.#fine.environments.set(at, [this.#environments]);
  }

  /** What is provisioned: environments that are ready, and gigabytes. */
  setProvisioned(at: number, ready: number, readyGigabytes: number, requestedGigabytes: number): void {
    this.provisioned.set(at, [ready]);
    this.gigabytes.ready.set(at, readyGigabytes);
    this.gigabytes.requested.set(at, requestedGigabytes);
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

/** Sums of fractions come back to nearly nothing. */
function nonNegative(value: number): number {
  return value < 1e-9 ? 0 : value;
}
