import { normalSurvival } from '../../traffic/normal.ts';

/** Up to here the recurrence is cheap enough. */
const recurrenceServers = 50;

/**
 * Share of Poisson arrivals that find all servers at work and are lost: Erlang's B, whatever the law of the service times. `load` in
 * servers. Between whole numbers of servers it is interpolated.
 */
export function erlangB(load: number, servers: number): number {
  if (load <= 0) return 0;
  if (servers <= 0) return 1;
  if (servers > recurrenceServers) return asymptotic(load, servers);
  const whole = Math.floor(servers);
  let loss = 1;
  for (let n = 1; n <= whole; n++) loss = (load * loss) / (n + load * loss);
  const part = servers - whole;
  if (part === 0) return loss;
  const next = (load * loss) / (whole + 1 + load * loss);
  return loss ** (1 - part) * next ** part;
}

/** The share that is lost where the variance of what would be in use is `peakedness` times its mean: Hayward's approximation. */
export function lossShare(load: number, servers: number, peakedness: number): number {
  return erlangB(load / peakedness, servers / peakedness);
}

/** Peakedness of what overflows a group of servers that is offered a Poisson load: Riordan's formula. */
export function overflowPeakedness(load: number, servers: number): number {
  const overflow = load * erlangB(load, servers);
  return Math.max(1, 1 - overflow + load / (servers + 1 - load + overflow));
}

/** Poisson's probability of `servers` over that of at most `servers`, the latter by Temme's uniform expansion of the incomplete gamma function. */
function asymptotic(load: number, servers: number): number {
  const shape = servers + 1;
  const mu = load / shape - 1;
  const exponent = shape * (mu - Math.log1p(mu));
  // Far in overload no more than the mean of idle servers is missing.
  if (exponent > 600) return mu < 0 ? 0 : 1 - (servers - servers / (load - servers)) / load;
  const eta = Math.sign(mu) * Math.sqrt((2 * exponent) / shape);
  const correction = Math.abs(mu) < 1e-4 ? -1 / 3 + mu / 12 : 1 / mu - 1 / eta;
  const atMost = normalSurvival(eta * Math.sqrt(shape)) + (Math.exp(-exponent) / Math.sqrt(2 * Math.PI * shape)) * correction;
  const exactly = Math.exp(servers * Math.log(load / servers) - load + servers) / (Math.sqrt(2 * Math.PI * servers) * (1 + 1 / (12 * servers)));
  return Math.min(1, exactly / atMost);
}
