import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkTagCount, puttingNewTags } from '../tags/newTags.ts';
import { capacityProviderAnswer } from './capacityProviderAnswer.ts';
import { capacityProviderArn, capacityProviderName } from './capacityProviderArn.ts';
import { capacityProviderErrors } from './capacityProviderErrors.ts';
import type { CapacityProviderLife } from './capacityProviderLife.ts';
import { capacityProviderCreation, withProvider } from './capacityProviderQueue.ts';
import { newSettings } from './capacityProviderSettings.ts';

/** Of an account in a Region. Source: AWS Lambda Developer Guide, "Lambda Managed Instances quotas". */
const mostProviders = 1_000;
/** Source: the pattern of ARNs that can have tags, in the API's model; the whole ARN may be longer. */
const longestName = 64;

export function createCapacityProvider(region: RegionResources, life: CapacityProviderLife): Handler<'CreateCapacityProvider'> {
  const { identity, store, tables, clock } = region;
  return async (input) => {
    const name = newName(region, input.CapacityProviderName);
    checkTagCount(input.Tags);
    const document = newSettings(name, input, clock.now());
    const arn = capacityProviderArn(identity, name);
    await withProvider(region, name, () =>
      // How many there are depends on all of them.
      region.queue.run(capacityProviderCreation, async () => {
        if (tables.capacityProviders.has(name) || life.of(name) !== undefined) throw capacityProviderErrors.exists(arn);
        if (tables.capacityProviders.size >= mostProviders) throw capacityProviderErrors.tooMany();
        await commit(store, [
          tables.capacityProviders.putting(name, document),
          ...puttingNewTags(tables, arn, input.Tags),
        ]);
        life.beginCreation(name);
      }),
    );
    // Also where that is over at once, so that callers who wait for it work in both.
    return { CapacityProvider: capacityProviderAnswer(identity, name, document, 'Pending') };
  };
}

function newName({ identity }: RegionResources, nameOrArn: string): string {
  const name = capacityProviderName(identity, nameOrArn);
  if (name.length <= longestName) return name;
  throw lambdaErrors.invalidParameter(
    `1 validation error detected: Value '${name}' at 'capacityProviderName' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${longestName}`,
  );
}
