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
  /** It certainly comes up to here; no more than the ceiling. */
  readonly sure?: number;
}

const snapshotsInWindow = 120;
/** Where the mean changes by such a share, so many times as many. */
const manyOfMean = 0.1;
const finer = 16;
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
  /** Of the last step's bins: steps are often alike. */
  #known: { readonly mean: number; readonly peakedness: number; readonly below: number; readonly distance: number[]; readonly visits: number[]; readonly presence: number[] };
  #level = 0;
  /** What was in use at the last snapshot. */
  #keptMean = 0;

  /** `windowSeconds`: Infinity keeps the level for ever. */
  constructor(highest: number, width: number, windowSeconds: number) {
    this.#width = width;
    this.#window = windowSeconds;
    this.#hazard = new Float64Array(Math.ceil(highest / width) + 2);
    this.#known = { mean: Number.NaN, peakedness: 1, below: 0, distance: [], visits: [], presence: [] };
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
    const oldest = this.#expire(now, seconds, mean);
    const newer = oldest === undefined ? undefined : this.#snapshots[1]?.hazard;
    const part = this.#partOfOldest(now - this.#window - seconds / 2);
    if (mean !== this.#known.mean || peakedness !== this.#known.peakedness || below !== this.#known.below) this.#known = { mean, peakedness, below, distance: [], visits: [], presence: [] };
    const looks = seconds / Math.max(inUse.timeConstant, 1e-9);
    const known = this.#certain[0]?.bins ?? 0;
    const certain = this.#certainBins(inUse);
    let reached = 0;
    let level = Math.min(known, hazard.length) * width;
    const lasting = !Number.isFinite(this.#window);
    for (let index = Math.min(known, certain); index < hazard.length; index++) {
      const from = index * width;
      const u = index < certain ? certainBelow - 1 : (this.#known.distance[index] ??= distanceOf(below + from + (width + 1) / 2, mean, peakedness));
      if (u > neverAbove && (lasting || index >= this.#top)) break;
      const gone = oldest?.[index] ?? 0;
      const before = Math.max(0, (hazard[index] ?? 0) - gone - part * ((newer?.[index] ?? gone) - gone));
      const hit = u < certainBelow ? sure : u > neverAbove ? 0 : Math.min(sure, Math.max(this.#visits(index, u, inUse) * looks, this.#presence(index, u, inUse) - before, 0));
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

  /** Takes it for known that so many levels were reached within the window, the highest of them now. */
  know(now: number, level: number): void {
    const bins = Math.min(this.#hazard.length, Math.round(level / this.#width));
    for (const hazard of [this.#hazard, ...this.#snapshots.map((snapshot) => snapshot.hazard)]) hazard.fill(0, bins);
    const certain = this.#certain.map((one) => ({ at: one.at, bins: Math.min(one.bins, bins) }));
    this.#certain.length = 0;
    for (const one of certain) this.#note(one.at, one.bins);
    this.#note(now, bins);
    this.#top = Math.min(this.#top, bins);
    this.#level = bins * this.#width;
  }

  #visits(index: number, u: number, { mean, peakedness, below }: InUse): number {
    return (this.#known.visits[index] ??= visitsOf(u, below + index * this.#width + (this.#width + 1) / 2, mean, peakedness));
  }

  #presence(index: number, u: number, { mean, peakedness, below }: InUse): number {
    return (this.#known.presence[index] ??= presenceOf(u, below + index * this.#width + (this.#width + 1) / 2, mean, peakedness));
  }

  /** How many bins are reached for certain in this step. */
  #certainBins({ mean, peakedness, ceiling, below, sure: known = 0 }: InUse): number {
    const sureLevel = Math.min(Math.max(known, mean + (certainBelow - 0.5) * Math.sqrt(mean * peakedness) - 1 - below), ceiling);
    return Math.max(0, Math.min(this.#hazard.length, Math.floor(sureLevel / this.#width)));
  }

  #note(now: number, bins: number): void {
    while (this.#certain.length > 0 && (this.#certain.at(-1)?.bins ?? 0) <= bins) this.#certain.pop();
    this.#certain.push({ at: now, bins });
  }

  /** How far from the oldest snapshot to the one after it the window begins. */
  #partOfOldest(since: number): number {
    const [oldest, newer] = this.#snapshots;
    if (oldest === undefined || newer === undefined || oldest.at > since || newer.at <= oldest.at) return 0;
    return Math.min(1, (since - oldest.at) / (newer.at - oldest.at));
  }

  /** Forgets what is older than the window; gives the hazards at its beginning. */
  #expire(now: number, seconds: number, mean: number): Float64Array | undefined {
    if (!Number.isFinite(this.#window)) return undefined;
    // On average over the step, which is looked at as a whole.
    const since = now - this.#window - seconds / 2;
    while (this.#certain.length > 0 && (this.#certain[0]?.at ?? 0) < since) this.#certain.shift();
    while (this.#snapshots.length > 1 && (this.#snapshots[1]?.at ?? 0) <= since) this.#spare = this.#snapshots.shift()?.hazard;
    const last = this.#snapshots.at(-1)?.at ?? 0;
    const first = this.#snapshots[0];
    const oldest = first !== undefined && first.at <= since ? first.hazard : undefined;
    // What is no longer reached has to be told apart from what is reached soon after.
    const changed = Math.abs(mean - this.#keptMean) > manyOfMean * Math.max(mean, this.#keptMean);
    if (now - seconds - last >= this.#window / snapshotsInWindow / (changed ? finer : 1)) {
      this.#keptMean = mean;
      while (this.#top > 0 && (this.#hazard[this.#top - 1] ?? 0) - (oldest?.[this.#top - 1] ?? 0) < 1e-9) this.#top -= 1;
      const hazard = this.#spare ?? new Float64Array(this.#hazard.length);
      this.#spare = undefined;
      hazard.set(this.#hazard);
      // What this step brings is not in it yet.
      this.#snapshots.push({ at: now - seconds, hazard });
    }
    return oldest;
  }
}
