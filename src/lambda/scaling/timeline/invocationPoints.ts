export type PointKind = 'warm' | 'cold' | 'error' | 'timeout';
const kinds: readonly PointKind[] = ['warm', 'cold', 'error', 'timeout'];

/** One invocation that ended: when, and for how long it ran and, where it was cold, initialised (milliseconds). */
export interface InvocationPoint {
  readonly at: number;
  readonly durationMs: number;
  readonly initMs: number;
  readonly kind: PointKind;
}

/** The most recent invocations, one by one. */
export class InvocationPoints {
  readonly #capacity: number;
  readonly #at: Float64Array;
  readonly #duration: Float32Array;
  readonly #init: Float32Array;
  readonly #kind: Uint8Array;
  readonly #function: Uint32Array;
  #added = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#at = new Float64Array(capacity);
    this.#duration = new Float32Array(capacity);
    this.#init = new Float32Array(capacity);
    this.#kind = new Uint8Array(capacity);
    this.#function = new Uint32Array(capacity);
  }

  add(point: InvocationPoint, functionIndex: number): void {
    const slot = this.#added++ % this.#capacity;
    this.#at[slot] = point.at;
    this.#duration[slot] = point.durationMs;
    this.#init[slot] = point.initMs;
    this.#kind[slot] = kinds.indexOf(point.kind);
    this.#function[slot] = functionIndex;
  }

  /** Whether every invocation since `from` is still here. */
  covers(from: number): boolean {
    return this.#added <= this.#capacity || (this.#at[this.#added % this.#capacity] ?? 0) <= from;
  }

  /** Those from `from` to `to`, of one function or (undefined) of all, in the order in which they became known. */
  read(from: number, to: number, functionIndex: number | undefined): InvocationPoint[] {
    const points: InvocationPoint[] = [];
    for (let index = Math.max(0, this.#added - this.#capacity); index < this.#added; index++) {
      const slot = index % this.#capacity;
      const at = this.#at[slot] ?? 0;
      if (at < from || at > to || (functionIndex !== undefined && this.#function[slot] !== functionIndex)) continue;
      points.push({
        at,
        durationMs: this.#duration[slot] ?? 0,
        initMs: this.#init[slot] ?? 0,
        kind: kinds[this.#kind[slot] ?? 0] ?? 'warm',
      });
    }
    return points;
  }
}
