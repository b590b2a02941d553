import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkPolicyRevision, commitPolicy, noPolicyAssociated, policyTarget, requireFunction, targetExists } from './policyTarget.ts';

export function deleteResourcePolicy(region: RegionResources): Handler<'DeleteResourcePolicy'> {
  const { functions, tables } = region;
  return async (input) => {
    const target = policyTarget(region, 'DeleteResourcePolicy', input.ResourceArn);
    return functions.exclusive(target.name, async () => {
      requireFunction(region, target);
      if (!tables.policies.has(target.key) || !targetExists(region, target)) throw noPolicyAssociated();
      await checkPolicyRevision(region, target, input.RevisionId, 'GetResourcePolicy');
      await commitPolicy(region, target, tables.policies.deleting(target.key));
      return {};
    });
  };
}
