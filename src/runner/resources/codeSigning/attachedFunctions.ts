import { partsOfKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';

/** The names of the functions that a configuration is attached to, in their order. */
export function attachedFunctions({ tables }: RegionResources, arn: string): readonly string[] {
  return tables.functionCodeSigning
    .page()
    .filter(({ value }) => value.codeSigningConfigArn === arn)
    .map(({ key }) => partsOfKey(key).name);
}
