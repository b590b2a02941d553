import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import { numberedKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';
import { layerArn } from './layerArn.ts';
import { layerErrors } from './layerErrors.ts';
import { policyText, statementText } from './layerPolicy.ts';
import { exclusiveLayer, findVersion, type LayerVersion, namedLayer } from './layerVersions.ts';
import type { LayerPolicy, LayerStatement } from './storedLayer.ts';

/** Source: AWS Lambda Developer Guide, "Lambda quotas": resource-based policy, 20 KB. */
const longestPolicyBytes = 20_480;

export function getLayerVersionPolicy(region: RegionResources): Handler<'GetLayerVersionPolicy'> {
  const { identity } = region;
  return async (input) => {
    const name = namedLayer(identity, 'GetLayerVersionPolicy', input.LayerName, input.VersionNumber);
    const version = existingVersion(region, name, input.VersionNumber);
    const policy = existingPolicy(version);
    return { Policy: policyText(identity, version, policy), RevisionId: policy.revisionId };
  };
}

export function addLayerVersionPermission(region: RegionResources): Handler<'AddLayerVersionPermission'> {
  const { identity, uuid } = region;
  return async (input) => {
    const name = namedLayer(identity, 'AddLayerVersionPermission', input.LayerName, input.VersionNumber);
    return exclusiveLayer(region, name, async () => {
      const version = existingVersion(region, name, input.VersionNumber);
      const { policy } = version.document;
      checkRevision(policy, input.RevisionId);
      const before = policy?.statements ?? [];
      if (before.some(({ sid }) => sid === input.StatementId)) throw layerErrors.statementExists(input.StatementId);
      const statement: LayerStatement = {
        sid: input.StatementId,
        principal: input.Principal,
        ...(input.OrganizationId !== undefined && input.OrganizationId !== '' && { organizationId: input.OrganizationId }),
      };
      const next: LayerPolicy = { revisionId: uuid(), statements: [...before, statement] };
      const bytes = Buffer.byteLength(policyText(identity, version, next));
      if (bytes > longestPolicyBytes) throw layerErrors.policyTooLong(bytes, longestPolicyBytes);
      await writePolicy(region, version, next);
      return { Statement: statementText(identity, version, statement), RevisionId: next.revisionId };
    });
  };
}

export function removeLayerVersionPermission(region: RegionResources): Handler<'RemoveLayerVersionPermission'> {
  return async (input) => {
    const name = namedLayer(region.identity, 'RemoveLayerVersionPermission', input.LayerName, input.VersionNumber);
    await exclusiveLayer(region, name, async () => {
      const version = existingVersion(region, name, input.VersionNumber);
      const policy = existingPolicy(version);
      checkRevision(policy, input.RevisionId);
      const statements = policy.statements.filter(({ sid }) => sid !== input.StatementId);
      if (statements.length === policy.statements.length) throw layerErrors.noStatement(input.StatementId);
      await writePolicy(region, version, { revisionId: region.uuid(), statements });
    });
    return {};
  };
}

function existingVersion({ tables, identity }: RegionResources, name: string, number: number): LayerVersion {
  const version = findVersion(tables, name, number);
  if (version === undefined) throw layerErrors.versionNotFound(layerArn(identity, name, number));
  return version;
}

function existingPolicy({ document }: LayerVersion): LayerPolicy {
  if (document.policy === undefined) throw layerErrors.noPolicy();
  return document.policy;
}

function checkRevision(policy: LayerPolicy | undefined, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== policy?.revisionId) throw layerErrors.policyRevision();
}

/** A policy without statements goes. */
async function writePolicy({ tables, store }: RegionResources, { name, number, document }: LayerVersion, policy: LayerPolicy): Promise<void> {
  const { policy: _before, ...rest } = document;
  const next = policy.statements.length === 0 ? rest : { ...rest, policy };
  await commit(store, [tables.layerVersions.putting(numberedKey(name, number), next)]);
}
