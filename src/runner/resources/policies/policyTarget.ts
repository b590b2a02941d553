import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { type Change, commit } from '../../store/documentTable.ts';
import { functionKey } from '../functionKey.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { RegionResources } from '../regionResources.ts';
import { versionDocuments } from '../versions/storedVersion.ts';

/** What a policy is attached to: a function as a whole, a published version, or an alias. */
export interface PolicyTarget {
  readonly name: string;
  /** A number or an alias's name, but also what the caller took for one. */
  readonly qualifier?: string;
  /** With the qualifier: what stands as Resource in statements. */
  readonly arn: string;
  /** Of its document. */
  readonly key: string;
}

/** Throws LambdaError for another Region or account, and for two qualifiers that differ. */
export function policyTarget({ identity }: RegionResources, action: string, nameOrArn: string, given?: string): PolicyTarget {
  const { name, qualifier } = namedFunction(identity, action, nameOrArn, given);
  return {
    name,
    ...(qualifier !== undefined && { qualifier }),
    arn: functionArn(identity, name, qualifier),
    key: functionKey(name, qualifier),
  };
}

/** Throws for `$LATEST` as a qualifier, which has no policy: the function as a whole has. */
export function refuseLatest({ qualifier }: PolicyTarget): void {
  if (qualifier === latestVersion) throw lambdaErrors.invalidParameter('We currently do not support adding policies for $LATEST.');
}

/** Whether there is such a function, with the version or alias that was named. */
export function targetExists({ functions }: RegionResources, { name, qualifier }: PolicyTarget): boolean {
  return functions.exists(name, qualifier);
}

/** Throws for a function that is not there. */
export function requireFunction({ functions, identity }: RegionResources, { name }: PolicyTarget): void {
  if (functions.get(name) === undefined) throw lambdaErrors.functionNotFound(functionArn(identity, name));
}

/** Throws for a version or alias that is not there; the function is. */
export function requireQualifier(region: RegionResources, target: PolicyTarget): void {
  const { qualifier, arn } = target;
  if (qualifier === undefined || targetExists(region, target)) return;
  const aliasLike = /^[a-zA-Z0-9-_]+$/.test(qualifier) && !/^\d+$/.test(qualifier);
  throw aliasLike ? lambdaErrors.notFound(`Cannot find alias arn: ${arn}`) : lambdaErrors.functionNotFound(arn);
}

/** The policy has no RevisionId of its own: it is the function's, the version's or the alias's. */
export async function revisionOf({ functions }: RegionResources, { name, qualifier }: PolicyTarget): Promise<string> {
  if (qualifier === undefined) return functions.get(name)?.configuration.revisionId ?? '';
  const alias = functions.alias(name, qualifier);
  if (alias !== undefined) return alias.revisionId;
  return (await functions.published(name, Number(qualifier)))?.configuration.revisionId ?? '';
}

/** `source` is the API that the message names. */
export async function checkPolicyRevision(
  region: RegionResources,
  target: PolicyTarget,
  given: string | undefined,
  source: 'GetPolicy' | 'GetFunction/GetAlias' | 'GetResourcePolicy',
): Promise<void> {
  if (given === undefined || given === '' || given === (await revisionOf(region, target))) return;
  throw lambdaErrors.preconditionFailed(
    `The Revision Id provided does not match the latest Revision Id. Call the ${source} API to retrieve the latest Revision Id`,
  );
}

/** Makes a change of the policy durable, together with the target's new RevisionId, which is the answer. */
export async function commitPolicy(region: RegionResources, target: PolicyTarget, change: Change): Promise<string> {
  const { functions, store, tables } = region;
  const { name, qualifier, key } = target;
  const revisionId = region.uuid();
  if (qualifier === undefined) {
    await commitWithFunction(region, name, revisionId, change);
    return revisionId;
  }
  const alias = functions.alias(name, qualifier);
  const revised =
    alias === undefined
      ? await revisedVersion(region, name, qualifier, revisionId)
      : [tables.aliases.putting(key, { ...alias, revisionId })];
  await commit(store, [change, ...revised]);
  return revisionId;
}

async function commitWithFunction(region: RegionResources, name: string, revisionId: string, change: Change): Promise<void> {
  const { functions, store } = region;
  const fn = functions.get(name);
  const document = functions.document(name);
  if (fn?.version.origin.type === 'api' && document !== undefined) {
    await functions.put(name, { ...document, latest: { ...document.latest, revisionId } }, [change]);
    return;
  }
  // A template's function has its RevisionId for the session only.
  await commit(store, [change]);
  // The template may have changed meanwhile.
  const now = functions.get(name);
  if (now?.version.origin.type === 'template') await functions.configure(name, { ...now.configuration, revisionId });
}

/** The version itself; what is known of its code stays as it is. */
async function revisedVersion(
  { functions }: RegionResources,
  name: string,
  qualifier: string,
  revisionId: string,
): Promise<readonly Change[]> {
  const version = await functions.published(name, Number(qualifier));
  if (version === undefined) return [];
  const revised = { ...version, configuration: { ...version.configuration, revisionId } };
  return functions.puttingVersion(name, Number(qualifier), revised).filter(({ write }) => write.kind === versionDocuments.name);
}

/** GetPolicy's and GetResourcePolicy's answer where there is nothing to get. */
export function noSuchPolicy(): LambdaError {
  return lambdaErrors.notFound('The resource you requested does not exist.');
}

/** The answer to the removal of what is not there. */
export function noPolicyAssociated(): LambdaError {
  return lambdaErrors.notFound('No policy is associated with the given resource.');
}
