const capacity = 4096;

/** Durations of one bucket. Quantiles are exact up to 4,096 values, and beyond that of every second, fourth … value. */
export class DurationSamples {
  #values = new Float64Array(16);
  #length = 0;
  #stride = 1;
  #seen = 0;
  #max = 0;
  #sorted: Float64Array | undefined;

  get count(): number {
    return this.#seen;
  }

  get max(): number {
    return this.#max;
  }

  add(value: number): void {
    if (this.#seen % this.#stride === 0) this.#keep(value);
    this.#seen++;
    this.#max = Math.max(this.#max, value);
  }

  /** The nearest-rank quantile; `q` above 0 and up to 1. Undefined without values. */
  quantile(q: number): number | undefined {
    this.#sorted ??= this.#values.slice(0, this.#length).sort();
    return this.#sorted[Math.max(0, Math.ceil(q * this.#length) - 1)];
  }

  #keep(value: number): void {
    this.#sorted = undefined;
    if (this.#length === capacity) {
      this.#thin();
      if (this.#seen % this.#stride !== 0) return;
    }
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  #thin(): void {
    for (let index = 0; index < capacity / 2; index++) this.#values[index] = this.#values[index * 2] ?? 0;
    this.#length = capacity / 2;
    this.#stride *= 2;
  }
}
