import type { Random } from '../../traffic/random.ts';

/** What comes to a group of environments, at rest. Seconds. */
export interface LocalLoad {
  /** Arrivals a second: evenly spaced, or at random. */
  readonly rate: number;
  readonly even: boolean;
  readonly servers: number;
  /** So many requests a second are let through, and as many at once; Infinity where nothing limits them. */
  readonly requests: number;
  /** What takes what it can before: provisioned environments, and requests for them. */
  readonly front?: { readonly servers: number; readonly requests: number } | undefined;
  /** How long work takes: as likely one as the other. */
  readonly durations: Float64Array;
  readonly random: Random;
}

/** So many slots of time there are at most until all work that is begun has ended. */
const mostSlots = 65_536;
/** Where arrivals are evenly spaced, each has its slot. */
const mostEvenSlots = 4_194_304;
/** Moments are sums. */
const tolerance = 1e-7;
/** In which time it comes to rest: times the longest work. */
const settlingTimes = 2;

/**
 * A few thousand arrivals, one after the other, for what no formula tells: what is refused beyond environments first, and beyond requests
 * a second then. It begins without work and without requests left, and may be continued at any time.
 */
export class LocalProcess {
  /** Arrivals that are not counted, until it is at rest. */
  readonly settling: number;
  /** What has come since then. */
  come = 0;
  /** Counted arrivals (beyond those that the front takes), and those that were refused for the one and for the other reason. */
  arrivals = 0;
  limited = 0;
  bounded = 0;
  /** How many of them found so many at work. */
  readonly found: Int32Array;
  readonly #load: LocalLoad;
  /** How many end in a slot of time. */
  readonly #ends: Int32Array;
  readonly #slotsPerSecond: number;
  #settled = false;
  #now = 0;
  #slot = 0;
  #busy = 0;
  #tokens: number;
  readonly #frontEnds: Int32Array;
  #frontBusy = 0;
  #frontTokens = 0;

  constructor(load: LocalLoad) {
    const { durations, even, rate } = load;
    const longest = durations.reduce((most, seconds) => Math.max(most, seconds), 1e-6);
    this.#load = load;
    this.#slotsPerSecond = even ? Math.min(rate, mostEvenSlots / longest) : Math.min(Math.max(4 * rate, 256 / longest), mostSlots / longest);
    this.#ends = new Int32Array(2 ** Math.ceil(Math.log2(longest * this.#slotsPerSecond + 4)));
    this.#tokens = Number.isFinite(load.requests) ? 0 : load.requests;
    this.#frontEnds = load.front === undefined ? this.#ends : new Int32Array(this.#ends.length);
    this.found = new Int32Array(load.servers + 1);
    this.settling = Math.ceil(settlingTimes * rate * longest);
  }

  /** Counts so many more. */
  advance(count: number): void {
    if (!this.#settled) {
      for (let left = this.settling; left > 0; left--) this.#arrive();
      this.#settled = true;
      this.arrivals = this.limited = this.bounded = 0;
      this.found.fill(0);
    }
    for (let index = 0; index < count; index++) this.#arrive();
    this.come += count;
  }

  #arrive(): void {
    const { rate, even, servers, requests, front, random } = this.#load;
    const gap = (even ? 1 : -Math.log(1 - random())) / rate;
    this.#now += gap * this.#slotsPerSecond;
    this.#end();
    if (Number.isFinite(requests)) this.#tokens = Math.min(requests, this.#tokens + gap * requests);
    if (front !== undefined) {
      this.#frontTokens = Math.min(front.requests, this.#frontTokens + gap * front.requests);
      if (this.#frontBusy < front.servers && this.#frontTokens >= 1) {
        this.#frontTokens -= 1;
        this.#frontBusy += 1;
        return this.#work(this.#frontEnds);
      }
    }
    this.arrivals += 1;
    this.found[this.#busy] = (this.found[this.#busy] ?? 0) + 1;
    if (this.#busy >= servers) this.limited += 1;
    else if (this.#tokens < 1) this.bounded += 1;
    else {
      this.#tokens -= 1;
      this.#busy += 1;
      this.#work(this.#ends);
    }
  }

  /** Ends what is over now. */
  #end(): void {
    const { front } = this.#load;
    const ends = this.#ends;
    const mask = ends.length - 1;
    for (const until = Math.floor(this.#now + tolerance); this.#slot <= until; this.#slot++) {
      const place = this.#slot & mask;
      this.#busy -= ends[place] ?? 0;
      ends[place] = 0;
      if (front === undefined) continue;
      this.#frontBusy -= this.#frontEnds[place] ?? 0;
      this.#frontEnds[place] = 0;
    }
  }

  #work(ends: Int32Array): void {
    const { even, durations, random } = this.#load;
    const seconds = durations[Math.floor(random() * durations.length)] ?? 0;
    const end = this.#now + seconds * this.#slotsPerSecond;
    // Before an evenly spaced arrival comes what ends after the one before it.
    const place = Math.max(this.#slot, even ? Math.ceil(end - tolerance) : Math.round(end)) & (ends.length - 1);
    ends[place] = (ends[place] ?? 0) + 1;
  }
}
