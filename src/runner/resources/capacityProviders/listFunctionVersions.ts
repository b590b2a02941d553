import type { Handler } from '../../api/handlers.ts';
import { configurationAnswer, latestArn } from '../functions/configurationAnswer.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { capacityProviderArn, capacityProviderName } from './capacityProviderArn.ts';
import { usesOfProvider } from './capacityProviderUses.ts';
import { existingProvider } from './existingCapacityProvider.ts';

/** Source: ListFunctionVersionsByCapacityProvider in the Lambda API Reference. */
const longestPage = 50;

/** Qualified ARNs, `$LATEST` among them. */
export function listFunctionVersionsByCapacityProvider(region: RegionResources): Handler<'ListFunctionVersionsByCapacityProvider'> {
  const { functions, identity } = region;
  return async (input) => {
    existingProvider(region, input.CapacityProviderName);
    const arn = capacityProviderArn(identity, capacityProviderName(identity, input.CapacityProviderName));
    const count = input.MaxItems ?? longestPage;
    const after = nameIn(input.Marker);
    const found = (await usesOfProvider(region, arn)).filter(({ key }) => key > after);
    const page = found.slice(0, count);
    const last = page.at(-1)?.key;
    return {
      CapacityProviderArn: arn,
      FunctionVersions: page.map(({ fn }) => ({
        FunctionArn: fn.version.version === latestVersion ? latestArn(fn) : fn.version.arn,
        State: configurationAnswer(functions, fn).State,
      })),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
    };
  };
}
