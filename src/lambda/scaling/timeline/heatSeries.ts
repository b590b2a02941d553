import { BucketRing } from './bucketRing.ts';

/** Cells a decade of milliseconds, from 0.1 ms to 1,000 s. */
export const heatCellsPerDecade = 6;
const lowestPower = -1;
const decades = 7;
export const heatCells = decades * heatCellsPerDecade;
const most = 65_535;

/** The cell of a duration in milliseconds; what is beyond the ends counts in the last. */
export function heatCellOf(ms: number): number {
  const cell = Math.floor((Math.log10(Math.max(ms, 0.1)) - lowestPower) * heatCellsPerDecade + 1e-9);
  return Math.min(heatCells - 1, Math.max(0, cell));
}

/** Where a cell begins, in milliseconds. */
export function heatCellStart(cell: number): number {
  return 10 ** (lowestPower + cell / heatCellsPerDecade);
}

/** How many invocations took how long, by bucket of time and cell of duration. */
export class HeatSeries {
  readonly #ring: BucketRing;
  /** Made with the first duration: most functions of an account never run while one looks. */
  #counts: Uint16Array | undefined;

  constructor(widthMs: number, size: number) {
    this.#ring = new BucketRing(widthMs, size);
  }

  add(at: number, ms: number): void {
    const counts = (this.#counts ??= new Uint16Array(this.#ring.size * heatCells));
    const bucket = this.#ring.bucketOf(at);
    this.#ring.advance(bucket, (slot) => counts.fill(0, slot * heatCells, (slot + 1) * heatCells));
    if (!this.#ring.holds(bucket)) return;
    const index = this.#ring.slot(bucket) * heatCells + heatCellOf(ms);
    counts[index] = Math.min(most, (counts[index] ?? 0) + 1);
  }

  /** Adds a bucket's counts to `into`, by cell. */
  sum(bucket: number, into: Float64Array): void {
    const counts = this.#counts;
    if (counts === undefined || !this.#ring.holds(bucket)) return;
    const base = this.#ring.slot(bucket) * heatCells;
    for (let cell = 0; cell < heatCells; cell++) into[cell] = (into[cell] ?? 0) + (counts[base + cell] ?? 0);
  }
}
