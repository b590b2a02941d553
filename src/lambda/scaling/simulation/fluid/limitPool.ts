import { scalingFigures } from '../../rules/figures.ts';
import { type Loss, type LossFactor, lossOf } from './closure.ts';
import type { Asking, Split } from './limitSplit.ts';
import type { Demand, FluidFunction } from './fluidFunction.ts';
import type { Span } from './span.ts';

/** What is asked of a pool by one function, and what it gets. */
interface Share {
  readonly fn: FluidFunction;
  readonly demand: Demand;
  /** Where requests a second bound it: how many were asked for. */
  readonly asked: number | undefined;
  /** And what of that meets the limit of concurrency first, where that was measured. */
  readonly split?: Split | undefined;
}

/** Functions that share a limit of on-demand concurrency: a function with its reservation, or all others together. */
export class LimitPool {
  readonly functions: readonly FluidFunction[];
  #requests = Number.POSITIVE_INFINITY;
  /** Whether, at the rate as it is, there were no requests left at some time. */
  #spent = false;
  #rate = 0;

  constructor(functions: readonly FluidFunction[]) {
    this.functions = functions;
  }

  /** `capacity`: environments that may run on demand. */
  step(rates: readonly number[], capacity: number, span: Span): void {
    const shares = this.functions.map((fn, index): Share => ({ fn, demand: fn.offer(rates[index] ?? 0, span), asked: undefined }));
    const carried = sum(shares, ({ demand }) => demand.carried);
    const limited = this.#bounded(shares, carried, capacity, span);
    const arriving = sum(limited, ({ demand }) => demand.arriving);
    const peakedness = weighted(limited, carried + arriving);
    const pool = lossOf({ carried, arriving, peakedness }, capacity, this.#factorOf(capacity));
    for (const { fn, demand, asked, split } of limited) {
      const own = split?.use ?? { mean: pool.load, peakedness: demand.peakedness };
      const use = limited.length > 1 ? shared(demand, pool, peakedness, capacity) : own;
      const others = limited.length > 1 ? carried + arriving * (1 - pool.share) - demand.carried - demand.arriving * (1 - pool.share) : 0;
      if (fn.startCeiling >= Math.max(0, capacity - others)) {
        // Of those beyond the rate some meet the other limit first, which is asked first.
        const admitted = asked === undefined ? demand.rate * (1 - pool.share) : demand.rate;
        fn.flow.limitRate = (asked ?? demand.rate) * (split?.share ?? pool.share);
        fn.flow.requestRate = Math.max(0, (asked ?? demand.rate) - fn.flow.limitRate - admitted);
        fn.flow.startRate = 0;
        fn.admit(demand, admitted, use, Math.max(0, capacity), span);
        continue;
      }
      const loss = lossOf(demand, fn.startCeiling);
      fn.flow.limitRate = 0;
      fn.flow.startRate = demand.rate * loss.share;
      fn.admit(demand, demand.rate * (1 - loss.share), { mean: loss.load, peakedness: demand.peakedness }, fn.startCeiling, span);
    }
  }

  #factorOf(capacity: number): LossFactor | undefined {
    const [fn, ...others] = this.functions;
    return others.length === 0 && fn?.provisioned === 0 ? fn.lossFactor(capacity) : undefined;
  }

  /** `share` meets the limit of concurrency while requests are left, which they are in the first part of the step. */
  #splitOf(shares: readonly Share[], capacity: number, share: number, part: number): Split | undefined {
    const asking = shares.map(({ fn: { laws, even, provisioned, flow }, demand: { rate } }): Asking => {
      const front = provisioned > 0 ? { rate: rate + flow.provisionedRate, servers: provisioned } : undefined;
      return { rate, even, kernel: laws.warm, durations: laws.durations(), front };
    });
    const split = this.functions[0]?.laws.limitSplit.of(asking, capacity);
    return split === undefined ? undefined : { ...split, share: split.share + (share - split.share) * part };
  }

  /** Takes off what is beyond ten requests a second for each environment. */
  #bounded(shares: readonly Share[], carried: number, capacity: number, { seconds }: Span): readonly Share[] {
    const perSecond = capacity * scalingFigures.requestsPerConcurrency;
    const tokens = Math.min(this.#requests, perSecond) + perSecond * seconds;
    const rate = sum(shares, ({ demand }) => demand.rate);
    if (Math.abs(rate - this.#rate) > 1e-6 * rate) this.#spent = false;
    this.#rate = rate;
    if (rate < perSecond && rate * seconds <= tokens) {
      this.#requests = Math.min(perSecond, tokens - rate * seconds);
      for (const { fn } of shares) fn.flow.requestRate = 0;
      return shares;
    }
    const arriving = sum(shares, ({ demand }) => demand.arriving);
    const { share } = lossOf({ carried, arriving, peakedness: weighted(shares, carried + arriving) }, capacity, this.#factorOf(capacity));
    const wanted = rate * (1 - share) * seconds;
    this.#requests = Math.max(0, Math.min(perSecond, tokens - wanted));
    for (const { fn } of shares) fn.flow.requestRate = 0;
    if (wanted > tokens) this.#spent = true;
    if (!this.#spent) return shares;
    const spare = tokens - perSecond * seconds;
    const split = this.#splitOf(shares, capacity, share, Math.min(1, spare / Math.max(wanted - perSecond * seconds, 1e-9)));
    // Once they are spent, whether some are left again goes by chance.
    const measured = spare <= 1e-6 * tokens && split?.bounded !== undefined;
    if (!measured && wanted <= tokens) return shares;
    if (measured) this.#requests = 0;
    const kept = measured ? Math.max(0, 1 - split.share - split.bounded) : tokens / (rate * seconds);
    return shares.map(({ fn, demand }) => {
      fn.flow.requestRate = demand.rate * (1 - kept);
      // A rate that is refilled evenly lets through what is the more even the less it lets through.
      const peakedness = demand.peakedness * Math.max(0.1, kept ** 2.5);
      return { fn, demand: { ...demand, rate: demand.rate * kept, arriving: demand.arriving * kept, peakedness }, asked: demand.rate, split };
    });
  }
}

/**
 * What one of several functions has in use where the limit is theirs together: near the limit all of them vary only against each other,
 * as their sum is held.
 */
function shared(demand: Demand, pool: Loss, peakedness: number, capacity: number): { readonly mean: number; readonly peakedness: number } {
  const mean = demand.carried + demand.arriving * (1 - pool.share);
  const deviation = Math.sqrt(Math.max(1, pool.load * peakedness));
  const held = Math.min(1, Math.max(0, (pool.load - capacity) / deviation + 1));
  const part = pool.load > 0 ? (demand.carried + demand.arriving) / Math.max(pool.load, demand.carried + demand.arriving) : 0;
  return { mean, peakedness: Math.max(0.002, demand.peakedness * (1 - held * Math.min(1, part))) };
}

function sum(shares: readonly Share[], of: (share: Share) => number): number {
  return shares.reduce((total, share) => total + of(share), 0);
}

/** Variances add. */
function weighted(shares: readonly Share[], load: number): number {
  if (load <= 0) return 1;
  return sum(shares, ({ demand }) => (demand.carried + demand.arriving) * demand.peakedness) / load;
}
