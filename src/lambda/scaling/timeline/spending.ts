import { costOf } from '../pricing/costOf.ts';
import type { Architecture } from '../simulation/scenario.ts';
import type { WorkKind } from './scopeSeries.ts';

const nothing = { requests: 0, onDemandGigabyteSeconds: 0, provisionedUsedGigabyteSeconds: 0, provisionedHeldGigabyteSeconds: 0 };

/** US dollars a second of an environment at work. */
export function workPrice(kind: WorkKind, gigabytes: number, architecture: Architecture): number {
  const used = kind === 'provisioned' ? { provisionedUsedGigabyteSeconds: gigabytes } : { onDemandGigabyteSeconds: gigabytes };
  return costOf({ ...nothing, ...used }, architecture).total;
}

/** US dollars a second of what is provisioned, used or not. */
export function heldPrice(gigabytes: number, architecture: Architecture): number {
  return costOf({ ...nothing, provisionedHeldGigabyteSeconds: gigabytes }, architecture).total;
}

/** US dollars: the same for all architectures. */
export const requestPrice = costOf({ ...nothing, requests: 1 }, 'x86_64').total;
