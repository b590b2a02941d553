import type { Clock } from '../../common/clock.ts';
import type { MemoryMeter } from '../sandbox/memory.ts';

/** Reading a process's memory costs more than a short invocation. */
const intervalMs = 100;

/** Memory of one environment's processes, in bytes: what was seen last, and the peak that reports tell. */
export class MemoryRecord {
  readonly #clock: Clock;
  readonly #meter: MemoryMeter;
  #resident = 0;
  #peak = 0;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, meter: MemoryMeter) {
    this.#clock = clock;
    this.#meter = meter;
  }

  get resident(): number {
    return this.#resident;
  }

  get peak(): number {
    return this.#peak;
  }

  /** The processes are gone: those that come hold nothing yet. */
  reset(): void {
    this.#resident = 0;
    this.#peak = 0;
    this.#readAt = Number.NEGATIVE_INFINITY;
  }

  /** A sample that was taken elsewhere. */
  note(resident: number): void {
    this.#readAt = this.#clock.monotonic();
    this.#resident = resident;
    this.#peak = Math.max(this.#peak, resident);
  }

  /** Whether it is some time since it looked. */
  get isDue(): boolean {
    return this.#clock.monotonic() - this.#readAt >= intervalMs;
  }

  /** Looks at the processes, whenever it did so last. */
  look(pids: readonly number[]): void {
    this.#readAt = this.#clock.monotonic();
    const use = this.#meter.peek(pids);
    if (use === undefined) return;
    this.#resident = use.resident;
    this.#peak = Math.max(this.#peak, use.peak);
  }
}
