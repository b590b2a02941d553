import type { Handler } from '../../api/handlers.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { capacityProviderAnswer } from './capacityProviderAnswer.ts';
import type { CapacityProviderLife } from './capacityProviderLife.ts';
import { shownProvider, shownProviders } from './existingCapacityProvider.ts';

/** Source: ListCapacityProviders in the Lambda API Reference. */
const longestPage = 50;

export function getCapacityProvider(region: RegionResources, life: CapacityProviderLife): Handler<'GetCapacityProvider'> {
  return async (input) => {
    const { name, document, state } = shownProvider(region, life, input.CapacityProviderName);
    return { CapacityProvider: capacityProviderAnswer(region.identity, name, document, state) };
  };
}

export function listCapacityProviders(region: RegionResources, life: CapacityProviderLife): Handler<'ListCapacityProviders'> {
  return async (input) => {
    const count = input.MaxItems ?? longestPage;
    const after = nameIn(input.Marker);
    const found = shownProviders(region, life).filter(
      ({ name, state }) => name > after && (input.State === undefined || input.State === state),
    );
    const page = found.slice(0, count);
    const last = page.at(-1)?.name;
    return {
      CapacityProviders: page.map(({ name, document, state }) => capacityProviderAnswer(region.identity, name, document, state)),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
    };
  };
}
