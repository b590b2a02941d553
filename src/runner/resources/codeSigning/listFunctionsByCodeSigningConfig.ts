import { functionArn } from '../../../lambda/arn.ts';
import type { Handler } from '../../api/handlers.ts';
import { functionKey } from '../functionKey.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { attachedFunctions } from './attachedFunctions.ts';
import { existingConfig } from './codeSigningConfigs.ts';

/** The API's other lists have no more; for this one no figure is documented. */
const longestPage = 50;

/** ARNs without a version. */
export function listFunctionsByCodeSigningConfig(region: RegionResources): Handler<'ListFunctionsByCodeSigningConfig'> {
  return async (input) => {
    const { arn } = existingConfig(region, input.CodeSigningConfigArn);
    const count = Math.min(input.MaxItems ?? longestPage, longestPage);
    const after = nameIn(input.Marker);
    // Names are in the order of their keys.
    const found = attachedFunctions(region, arn).filter((name) => after === '' || functionKey(name) > functionKey(after));
    const page = found.slice(0, count);
    const last = page.at(-1);
    return {
      FunctionArns: page.map((name) => functionArn(region.identity, name)),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
    };
  };
}
