/** 0 to 1, of the invocations that began in some time. */
export interface Utilization {
  readonly sum: number;
  readonly count: number;
  readonly maximum: number;
}

/** Kept steps: a quarter of an hour of seconds, as alarms look back so far. */
const kept = 1200;

/** How much of what is provisioned was at work whenever an invocation began, in steps of time. */
export class UtilizationLog {
  readonly #stepMs: () => number;
  readonly #steps: { at: number; sum: number; count: number; maximum: number }[] = [];

  /** @param stepMs how long a step is that begins now, in milliseconds. */
  constructor(stepMs: () => number) {
    this.#stepMs = stepMs;
  }

  /** `now`: milliseconds since the epoch; `utilization`: 0 to 1, this invocation among it. */
  add(now: number, utilization: number): void {
    let step = this.#steps.at(-1);
    if (step === undefined || now - step.at >= this.#stepMs()) {
      step = { at: now, sum: 0, count: 0, maximum: 0 };
      this.#steps.push(step);
      if (this.#steps.length > kept) this.#steps.shift();
    }
    step.sum += utilization;
    step.count += 1;
    step.maximum = Math.max(step.maximum, utilization);
  }

  /** Of the steps that began from `from` up to `to`, without `to`. */
  between(from: number, to: number): Utilization {
    const total = { sum: 0, count: 0, maximum: 0 };
    for (const { at, sum, count, maximum } of this.#steps) {
      if (at < from || at >= to) continue;
      total.sum += sum;
      total.count += count;
      total.maximum = Math.max(total.maximum, maximum);
    }
    return total;
  }
}
