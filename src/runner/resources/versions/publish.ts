import { isDeepStrictEqual } from 'node:util';

import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import type { Change } from '../../store/documentTable.ts';
import { providerOf } from '../capacityProviders/capacityProviderUses.ts';
import { checkProviderVersions } from '../capacityProviders/functionCapacityProvider.ts';
import { checkCodeStorage } from '../functions/functionAccess.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { FunctionDocument, LambdaFunction, StoredConfiguration } from '../functions/storedFunction.ts';

export interface Publication {
  readonly version: LambdaFunction;
  /** False where `$LATEST` is as the last version was published, which then is the answer. */
  readonly made: boolean;
}

/**
 * Makes a version of `$LATEST` as `document` has it, which is written with it. Where `$LATEST` is as the last version was
 * published, that one is the answer. `description` stands instead of that of `$LATEST`. To be called in `whileProviderStays`. Rejects
 * with LambdaError where there would be too much code, or too many versions for the function's capacity provider.
 */
export async function publish(
  functions: FunctionStore,
  name: string,
  document: FunctionDocument,
  description?: string,
  more: readonly Change[] = [],
): Promise<Publication> {
  const { latest, lastVersion } = document;
  const last = await functions.published(name, lastVersion);
  if (last !== undefined && isDeepStrictEqual(contentOf(last.configuration), contentOf(latest))) {
    if (functions.document(name) !== document) await functions.put(name, document);
    return { version: await versionOf(functions, name, lastVersion), made: false };
  }
  checkStorage(functions, name, latest.code.size);
  const provider = providerOf(latest.further);
  if (provider !== undefined) await checkProviderVersions({ functions }, provider);
  const number = lastVersion + 1;
  const configuration = { ...latest, revisionId: functions.uuid(), lastModified: functions.clock.now() };
  const version = { configuration, ...(description !== undefined && { description }) };
  // AWS gives `$LATEST` another RevisionId with every version that is made of it.
  const next = { ...document, latest: { ...latest, revisionId: functions.uuid() }, lastVersion: number };
  await functions.put(name, next, [...functions.puttingVersion(name, number, version), ...more]);
  return { version: await versionOf(functions, name, number), made: true };
}

/** As `publish`. */
export async function publishVersion(
  functions: FunctionStore,
  name: string,
  document: FunctionDocument,
  description?: string,
  more: readonly Change[] = [],
): Promise<LambdaFunction> {
  const { version } = await publish(functions, name, document, description, more);
  return version;
}

async function versionOf(functions: FunctionStore, name: string, number: number): Promise<LambdaFunction> {
  const found = await functions.find(name, String(number));
  if (found === undefined) throw lambdaErrors.functionNotFound(functionArn(functions.identity, name, String(number)));
  return found;
}

/** A version counts with its whole code, beside `$LATEST`, which may be new too. */
function checkStorage(functions: FunctionStore, name: string, size: number): void {
  const before = functions.document(name)?.latest.code.size ?? 0;
  checkCodeStorage(functions.codeSize - before + 2 * size, limits.accountCodeBytes);
}

function contentOf({ revisionId: _revision, lastModified: _time, ...content }: StoredConfiguration): object {
  return content;
}
