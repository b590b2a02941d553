import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { capacityProviderAnswer } from './capacityProviderAnswer.ts';
import { capacityProviderName } from './capacityProviderArn.ts';
import { capacityProviderErrors } from './capacityProviderErrors.ts';
import type { CapacityProviderLife } from './capacityProviderLife.ts';
import { withProvider } from './capacityProviderQueue.ts';
import { changedSettings } from './capacityProviderSettings.ts';
import { shownProvider } from './existingCapacityProvider.ts';

export function updateCapacityProvider(region: RegionResources, life: CapacityProviderLife): Handler<'UpdateCapacityProvider'> {
  const { identity, store, tables, clock } = region;
  return async (input) =>
    withProvider(region, capacityProviderName(identity, input.CapacityProviderName), async () => {
      const { name, document, state } = shownProvider(region, life, input.CapacityProviderName);
      if (state !== 'Active') throw capacityProviderErrors.inState(state);
      const changed = changedSettings(name, document, input, clock.now());
      await commit(store, [tables.capacityProviders.putting(name, changed)]);
      return { CapacityProvider: capacityProviderAnswer(identity, name, changed, state) };
    });
}
