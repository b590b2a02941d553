import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import type { Change } from '../../store/documentTable.ts';
import type { RegionTables } from '../regionTables.ts';

type Tags = Readonly<Record<string, string>>;

/** Throws LambdaError for more tags than a resource may have. */
export function checkTagCount(tags: Tags = {}): void {
  if (Object.keys(tags).length > limits.tagsPerResource) {
    throw lambdaErrors.invalidParameter('Number of tags exceeds resource tag limit.');
  }
}

/** The tags of what is made in the same write and is no function. */
export function puttingNewTags({ tags: table }: Pick<RegionTables, 'tags'>, arn: string, tags: Tags = {}): readonly Change[] {
  return Object.keys(tags).length === 0 ? [] : [table.putting(arn, { tags: { ...tags } })];
}
