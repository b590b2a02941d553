import type { RegionResources } from '../regionResources.ts';

/** The key of `queue` under which providers are added. */
export const capacityProviderCreation = 'capacityProviders';

/** Changes of a provider and of its tags, and what depends on its being there, run one after the other. */
export function withProvider<R>({ queue }: Pick<RegionResources, 'queue'>, name: string, task: () => Promise<R>): Promise<R> {
  return queue.run(`capacity-provider:${name}`, task);
}
