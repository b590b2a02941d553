import type { Handler } from '../../api/handlers.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { configAnswer, existingConfig } from './codeSigningConfigs.ts';

/** The API's other lists have no more; for this one no figure is documented. */
const longestPage = 50;

export function getCodeSigningConfig(region: RegionResources): Handler<'GetCodeSigningConfig'> {
  return async (input) => {
    const { id, document } = existingConfig(region, input.CodeSigningConfigArn);
    return { CodeSigningConfig: configAnswer(region, id, document) };
  };
}

export function listCodeSigningConfigs(region: RegionResources): Handler<'ListCodeSigningConfigs'> {
  return async (input) => {
    const count = Math.min(input.MaxItems ?? longestPage, longestPage);
    // One more tells whether there is another page.
    const found = region.tables.codeSigningConfigs.page({ after: nameIn(input.Marker), count: count + 1 });
    const page = found.slice(0, count);
    const last = page.at(-1)?.key;
    return {
      CodeSigningConfigs: page.map(({ key, value }) => configAnswer(region, key, value)),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
    };
  };
}
