import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { capacityProviderAnswer } from './capacityProviderAnswer.ts';
import { capacityProviderArn, capacityProviderName } from './capacityProviderArn.ts';
import { capacityProviderErrors } from './capacityProviderErrors.ts';
import type { CapacityProviderLife } from './capacityProviderLife.ts';
import { withProvider } from './capacityProviderQueue.ts';
import { usesOfProvider } from './capacityProviderUses.ts';
import { shownProvider } from './existingCapacityProvider.ts';

/** Only while no version of a function uses it. Its tags go with it; it is shown a while longer. */
export function deleteCapacityProvider(region: RegionResources, life: CapacityProviderLife): Handler<'DeleteCapacityProvider'> {
  const { identity, store, tables } = region;
  return async (input) =>
    withProvider(region, capacityProviderName(identity, input.CapacityProviderName), async () => {
      const { name, document, state } = shownProvider(region, life, input.CapacityProviderName);
      if (state !== 'Active') throw capacityProviderErrors.inState(state);
      const arn = capacityProviderArn(identity, name);
      const uses = await usesOfProvider(region, arn);
      const functions = new Set(uses.map(({ fn }) => fn.configuration.settings.FunctionName)).size;
      if (functions > 0) throw capacityProviderErrors.inUse(arn, functions);
      await commit(store, [tables.capacityProviders.deleting(name), ...(tables.tags.has(arn) ? [tables.tags.deleting(arn)] : [])]);
      life.beginDeletion(name, document);
      return { CapacityProvider: capacityProviderAnswer(identity, name, document, 'Deleting') };
    });
}
