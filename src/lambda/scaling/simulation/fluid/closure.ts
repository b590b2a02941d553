import { lossShare } from './erlang.ts';

/** Work that shares a limit, over one step. Loads in environments. */
export interface Offered {
  /** In use at the end of the step of what began before it. */
  readonly carried: number;
  /** What would be added at the end of the step by what arrives in it, if nothing were refused. */
  readonly arriving: number;
  /** Variance of what would be in use, by its mean. */
  readonly peakedness: number;
}

export interface Loss {
  /** Share of the arrivals that is refused. */
  readonly share: number;
  /** The load without a limit that would be cut to what is in use now. */
  readonly load: number;
}

/** What a share that the formula gives is to be multiplied by, at a load without a limit. */
export type LossFactor = (load: number) => number;

const rounds = 40;
/** The factor belongs to the load that it leads to. */
const factorRounds = 3;

/**
 * Which share of the arrivals meets a full limit. What is in use is taken for what a limit of `servers` lets through of a stationary
 * load (as the loss formula has it), with that load found so that its mean is what is in use at the end of the step. It is Erlang's
 * formula where the rate is steady or the step long, and the conservation of work where the limit holds on for longer than work takes.
 */
export function lossOf(offered: Offered, servers: number, factorOf?: LossFactor): Loss {
  let loss = lossBy(offered, servers, 1);
  if (factorOf === undefined) return loss;
  for (let round = 0; round < factorRounds && loss.share > 0 && loss.share < 1; round++) loss = lossBy(offered, servers, factorOf(loss.load));
  return loss;
}

function lossBy({ carried, arriving, peakedness }: Offered, servers: number, factor: number): Loss {
  const shareOf = (load: number): number => Math.min(1, factor * lossShare(load, servers, peakedness));
  const free = carried + arriving;
  const deviation = Math.sqrt(Math.max(free, 1) * peakedness);
  if (servers - free > 9 * deviation + 2) return { share: 0, load: free };
  if (servers <= 0 || carried >= servers) return { share: 1, load: Math.max(free, servers * 2) };
  if (lossShare(free, servers, peakedness) < 1e-12) return { share: 0, load: free };
  const missing = (load: number): number => (load - arriving) * (1 - shareOf(load)) - carried;
  let low = arriving;
  let high = Math.max(free, 1);
  for (let round = 0; round < 60 && missing(high) < 0; round++) high = arriving + (high - arriving) * 2 + 1;
  for (let round = 0; round < rounds && high - low > 1e-7 * high; round++) {
    const middle = (low + high) / 2;
    if (missing(middle) < 0) low = middle;
    else high = middle;
  }
  return { share: shareOf(high), load: high };
}
