import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import { placeIn, placesAfter, placeText, readPlaces, versionPageLength } from '../versions/versionPages.ts';
import { latestArn, listedAnswer } from './configurationAnswer.ts';
import type { FunctionStore } from './functionStore.ts';

type Input = Operations['ListFunctions']['input'];
type Output = Operations['ListFunctions']['output'];

export function listFunctions(functions: FunctionStore): Handler<'ListFunctions'> {
  return async (input) => {
    if (isOfReplicas(input)) return { Functions: [] };
    const count = versionPageLength(input.MaxItems);
    return input.FunctionVersion === 'ALL' ? allVersions(functions, input.Marker, count) : latestOfEach(functions, input.Marker, count);
  };
}

function latestOfEach(functions: FunctionStore, marker: string | undefined, count: number): Output {
  // One more tells whether there is another page.
  const found = functions.page(nameIn(marker), count + 1);
  const page = found.slice(0, count);
  const last = page.at(-1)?.configuration.settings.FunctionName;
  return {
    Functions: page.map((fn) => listedAnswer(fn)),
    ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
  };
}

async function allVersions(functions: FunctionStore, marker: string | undefined, count: number): Promise<Output> {
  const found = placesAfter(functions, placeIn(marker), count + 1);
  const page = found.slice(0, count);
  const last = page.at(-1);
  const versions = await readPlaces(functions, page);
  return {
    Functions: versions.map((fn) => listedAnswer(fn, fn.version.version === latestVersion ? { arn: latestArn(fn) } : {})),
    ...(found.length > count && last !== undefined && { NextMarker: markerAfter(placeText(last)) }),
  };
}

/** A Region's name asks for Lambda@Edge's replicas of its functions: there are none here. `ALL` asks for all beside them. */
function isOfReplicas({ MasterRegion: region, FunctionVersion: versions }: Input): boolean {
  if (region === undefined) return false;
  if (versions !== undefined) return region !== 'ALL';
  throw lambdaErrors.invalidParameter(
    `The combination MasterArn=${region} and FunctionVersion=NULL is not supported. ` +
      'Please see our documentation for valid combinations of ListFunctions options.',
  );
}
