/** Environments in use or held as provisioned of all functions: the peak of each step, and of all. */
export class AccountRecorder {
  readonly concurrency: Float64Array;
  peak = 0;
  #now = 0;
  #step = 0;

  constructor(steps: number) {
    this.concurrency = new Float64Array(steps);
  }

  change(by: number): void {
    this.#now += by;
    if (this.#now > (this.concurrency[this.#step] ?? 0)) this.concurrency[this.#step] = this.#now;
    if (this.#now > this.peak) this.peak = this.#now;
  }

  beginStep(step: number): void {
    this.#step = step;
    this.concurrency[step] = this.#now;
  }
}
