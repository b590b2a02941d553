import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { AliasDocument } from '../aliases/storedAlias.ts';
import { functionKey, ofFunction, partsOfKey } from '../functionKey.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { RegionResources } from '../regionResources.ts';

export const unpublished = 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.';

interface Qualified {
  readonly name: string;
  readonly qualifier: string;
}

/**
 * Throws LambdaError where a version or alias cannot have provisioned concurrency while `versions` are what it runs: a version has
 * it of its own, or through one alias.
 */
export function checkProvisionedVersions(
  { functions, tables }: Pick<RegionResources, 'functions' | 'tables'>,
  { name, qualifier }: Qualified,
  versions: readonly string[],
): void {
  const aliases = tables.aliases.page({ prefix: ofFunction(name) }).map(({ key }) => partsOfKey(key).qualifier);
  const pointed = aliases.some(
    (alias) =>
      alias !== qualifier &&
      tables.provisionedConcurrency.has(functionKey(name, alias)) &&
      versionsOf(functions, { name, qualifier: alias }).some((version) => versions.includes(version)),
  );
  if (functions.alias(name, qualifier) === undefined) {
    if (pointed) throw lambdaErrors.conflict('Version is pointed by a Provisioned Concurrency alias');
    return;
  }
  if (versions.some((version) => !/^\d+$/.test(version))) throw lambdaErrors.invalidParameter(unpublished);
  if (pointed || versions.some((version) => tables.provisionedConcurrency.has(functionKey(name, version)))) {
    throw lambdaErrors.conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
  }
}

/** What invocations by a qualifier run. */
export function versionsOf(functions: FunctionStore, { name, qualifier }: Qualified): readonly string[] {
  const alias = functions.alias(name, qualifier);
  return alias === undefined ? [qualifier] : versionsOfAlias(alias);
}

export function versionsOfAlias({ functionVersion, additional }: AliasDocument): readonly string[] {
  return [functionVersion, ...(additional === undefined ? [] : [additional.version])];
}
