import { certainBelow, distanceOf, neverAbove, presenceOf, visitsOf } from './passage.ts';

/** What is in use in one step. */
export interface InUse {
  /** Mean without a ceiling, and variance by mean. */
  readonly mean: number;
  readonly peakedness: number;
  /** Seconds after which it has forgotten where it was. */
  readonly timeConstant: number;
  /** It never comes above; may have a fraction. */
  readonly ceiling: number;
  /** So many of the first are not looked at: levels count from there, and the ceiling too. */
  readonly below: number;
}

const snapshotsInWindow = 120;
/** As good as certain. */
const sure = 40;

interface Snapshot {
  readonly at: number;
  readonly hazard: Float64Array;
}

/**
 * Up to which level work in use has come within a window of time, in expectation. Environments are taken the most recently used first, so
 * that the n-th of them works exactly while at least n are in use, and ends where the level n has not been reached for the idle time: how
 * many there are is the highest level within that time. Levels are looked at in bins; each holds the hazard with which it was reached.
 */
export class LevelProfile {
  /** Levels in each bin. */
  readonly #width: number;
  readonly #window: number;
  readonly #hazard: Float64Array;
  /** Hazards as they were, to take off what is older than the window. */
  readonly #snapshots: Snapshot[] = [];
  /** What a snapshot that is no longer needed was kept in: making others anew costs more than the rest. */
  #spare: Float64Array | undefined;
  /** How many bins were certain at a time: later ones with fewer bins follow, so that the first one has the most. */
  readonly #certain: { readonly at: number; readonly bins: number }[] = [];
  /** From here on no bin has a hazard within the window. */
  #top = 0;
  #level = 0;

  /** `windowSeconds`: Infinity keeps the level for ever. */
  constructor(highest: number, width: number, windowSeconds: number) {
    this.#width = width;
    this.#window = windowSeconds;
    this.#hazard = new Float64Array(Math.ceil(highest / width) + 2);
  }

  /** How many levels are reached within the window now, in expectation. */
  get level(): number {
    if (Number.isFinite(this.#window)) return this.#level;
    const known = Math.min(this.#certain[0]?.bins ?? 0, this.#hazard.length);
    let level = known * this.#width;
    for (let index = known; index < this.#top; index++) level -= Math.expm1(-(this.#hazard[index] ?? 0)) * this.#width;
    return level;
  }

  /** Takes a step of `seconds` that ends at `now`, and gives how many levels were reached anew. */
  add(now: number, seconds: number, inUse: InUse): number {
    const width = this.#width;
    const hazard = this.#hazard;
    const { mean, peakedness, ceiling, below } = inUse;
    const oldest = this.#expire(now);
    const looks = seconds / Math.max(inUse.timeConstant, 1e-9);
    const known = this.#certain[0]?.bins ?? 0;
    const certain = this.#certainBins(inUse);
    let reached = 0;
    let level = Math.min(known, hazard.length) * width;
    const lasting = !Number.isFinite(this.#window);
    for (let index = Math.min(known, certain); index < hazard.length; index++) {
      const from = index * width;
      const u = index < certain ? certainBelow - 1 : distanceOf(below + from + (width + 1) / 2, mean, peakedness);
      if (u > neverAbove && (lasting || index >= this.#top)) break;
      const before = Math.max(0, (hazard[index] ?? 0) - (oldest?.[index] ?? 0));
      const hit = Math.min(sure, hazardOf(u, from, before, looks, width, inUse));
      const share = Math.min(1, Math.max(0, (ceiling - from) / width));
      const taken = share < 1 ? Math.min(hit, Math.max(0, -Math.log(1 - share) - before)) : hit;
      if (taken > 0) {
        hazard[index] = (hazard[index] ?? 0) + taken;
        if (index >= this.#top) this.#top = index + 1;
      }
      if (index < known) continue;
      const dead = Math.exp(-before);
      const chance = -Math.expm1(-taken);
      reached += dead * chance * width;
      level += (1 - dead * (1 - chance)) * width;
    }
    this.#note(now, certain);
    this.#level = level;
    return reached;
  }

  /** How many bins are reached for certain in this step. */
  #certainBins({ mean, peakedness, ceiling, below }: InUse): number {
    const sureLevel = Math.min(mean + (certainBelow - 0.5) * Math.sqrt(mean * peakedness) - 1 - below, ceiling);
    return Math.max(0, Math.min(this.#hazard.length, Math.floor(sureLevel / this.#width)));
  }

  #note(now: number, bins: number): void {
    while (this.#certain.length > 0 && (this.#certain.at(-1)?.bins ?? 0) <= bins) this.#certain.pop();
    this.#certain.push({ at: now, bins });
  }

  /** Forgets what is older than the window; gives the hazards at its beginning. */
  #expire(now: number): Float64Array | undefined {
    if (!Number.isFinite(this.#window)) return undefined;
    const since = now - this.#window;
    while (this.#certain.length > 0 && (this.#certain[0]?.at ?? 0) < since) this.#certain.shift();
    while (this.#snapshots.length > 1 && (this.#snapshots[1]?.at ?? 0) <= since) this.#spare = this.#snapshots.shift()?.hazard;
    const last = this.#snapshots.at(-1)?.at ?? 0;
    const first = this.#snapshots[0];
    const oldest = first !== undefined && first.at <= since ? first.hazard : undefined;
    if (now - last >= this.#window / snapshotsInWindow) {
      while (this.#top > 0 && (this.#hazard[this.#top - 1] ?? 0) - (oldest?.[this.#top - 1] ?? 0) < 1e-9) this.#top -= 1;
      const hazard = this.#spare ?? new Float64Array(this.#hazard.length);
      this.#spare = undefined;
      hazard.set(this.#hazard);
      this.#snapshots.push({ at: now, hazard });
    }
    return oldest;
  }
}

function hazardOf(u: number, from: number, before: number, looks: number, width: number, { mean, peakedness, below }: InUse): number {
  if (u < certainBelow) return sure;
  if (u > neverAbove) return 0;
  return Math.max(visitsOf(u, below + from + (width + 1) / 2, mean, peakedness) * looks, presenceOf(u, below + from + (width + 1) / 2, mean, peakedness) - before, 0);
}
