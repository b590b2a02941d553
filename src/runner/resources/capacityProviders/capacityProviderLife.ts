import type { RegionResources } from '../regionResources.ts';
import type { CapacityProviderDocument } from './storedCapacityProvider.ts';

type Moment =
  | { readonly state: 'Pending'; readonly until: number }
  /** Is shown with what it was. */
  | { readonly state: 'Deleting'; readonly until: number; readonly document: CapacityProviderDocument };

/** How long a state lasts where Lambda's waiting times are not scaled, in ms. Lambda itself takes about a minute. */
const momentMs = 1_000;

/**
 * What capacity providers are in the middle of: Pending after their creation, Deleting after their deletion. It is not durable:
 * what a service that starts finds is active, and what was deleted is gone.
 */
export class CapacityProviderLife {
  readonly #region: Pick<RegionResources, 'clock' | 'timeScale'>;
  readonly #moments = new Map<string, Moment>();

  constructor(region: Pick<RegionResources, 'clock' | 'timeScale'>) {
    this.#region = region;
  }

  of(name: string): Moment | undefined {
    const moment = this.#moments.get(name);
    if (moment === undefined || this.#region.clock.monotonic() < moment.until) return moment;
    this.#moments.delete(name);
    return undefined;
  }

  beginCreation(name: string): void {
    this.#moments.set(name, { state: 'Pending', until: this.#end() });
  }

  beginDeletion(name: string, document: CapacityProviderDocument): void {
    this.#moments.set(name, { state: 'Deleting', until: this.#end(), document });
  }

  /** Those that are on their way out. */
  deleting(): readonly { readonly name: string; readonly document: CapacityProviderDocument }[] {
    return [...this.#moments.keys()].flatMap((name) => {
      const moment = this.of(name);
      return moment?.state === 'Deleting' ? [{ name, document: moment.document }] : [];
    });
  }

  #end(): number {
    const { clock, timeScale } = this.#region;
    return clock.monotonic() + momentMs * timeScale();
  }
}
