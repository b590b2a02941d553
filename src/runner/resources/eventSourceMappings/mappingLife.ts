import type { Clock } from '../../../common/clock.ts';

/** What a mapping is in the middle of. */
export type MappingTransition = 'Creating' | 'Updating' | 'Enabling' | 'Disabling' | 'Deleting';

export interface MappingMoment {
  readonly transition: MappingTransition;
  /** Milliseconds since the epoch. */
  readonly began: number;
  /** Milliseconds since the epoch. */
  readonly ends: number;
}

/** How long a transition takes where Lambda's waiting times are not scaled, in ms. Lambda itself takes some seconds to minutes. */
const transitionMs = 1000;

export interface MappingLifeOptions {
  readonly clock: Clock;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  readonly timeScale: () => number;
}

/**
 * What mappings are in the middle of, by UUID. It has no timers: what is over is so when it is asked for. It is not durable: what
 * a service that starts finds is settled.
 */
export class MappingLife {
  readonly #options: MappingLifeOptions;
  readonly #moments = new Map<string, MappingMoment & { readonly until: number }>();

  constructor(options: MappingLifeOptions) {
    this.#options = options;
  }

  of(uuid: string): MappingMoment | undefined {
    const moment = this.#moments.get(uuid);
    if (moment === undefined || this.#options.clock.monotonic() < moment.until) return moment;
    this.#moments.delete(uuid);
    return undefined;
  }

  /** A moment from now on, not begun yet. */
  planned(transition: MappingTransition): MappingMoment {
    const { clock, timeScale } = this.#options;
    const began = clock.now();
    return { transition, began, ends: began + transitionMs * timeScale() };
  }

  begin(uuid: string, moment: MappingMoment): void {
    const lasts = moment.ends - moment.began;
    if (lasts > 0) this.#moments.set(uuid, { ...moment, until: this.#options.clock.monotonic() + lasts });
    else this.#moments.delete(uuid);
  }
}
