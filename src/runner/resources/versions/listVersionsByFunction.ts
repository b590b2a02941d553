import type { Handler } from '../../api/handlers.ts';
import { latestArn, listedAnswer } from '../functions/configurationAnswer.ts';
import { wholeFunction } from '../functions/functionAccess.ts';
import { markerAfter } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { numberIn, versionPageLength } from './versionPages.ts';

export function listVersionsByFunction({ functions }: RegionResources): Handler<'ListVersionsByFunction'> {
  return async (input) => {
    const fn = wholeFunction(functions, 'ListVersionsByFunction', input.FunctionName);
    const count = versionPageLength(input.MaxItems);
    const after = numberIn(input.Marker);
    const first = after === undefined ? [listedAnswer(fn, { arn: latestArn(fn) })] : [];
    // One more tells whether there is another page.
    const wanted = count - first.length;
    const found = functions.versionNumbers(fn.configuration.settings.FunctionName, after, wanted + 1);
    const numbers = found.slice(0, wanted);
    const versions = await functions.versions(fn, numbers);
    return {
      Versions: [...first, ...versions.map((version) => listedAnswer(version))],
      ...(found.length > wanted && { NextMarker: markerAfter(String(numbers.at(-1) ?? 0)) }),
    };
  };
}
