import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkPolicy } from './checkPolicy.ts';
import { checkPolicyRevision, commitPolicy, policyTarget, refuseLatest, requireFunction, requireQualifier } from './policyTarget.ts';
import { policyText } from './resourcePolicy.ts';

/** In place of all that is there, be it from AddPermission. */
export function putResourcePolicy(region: RegionResources): Handler<'PutResourcePolicy'> {
  const { functions, tables } = region;
  return async (input) => {
    const target = policyTarget(region, 'PutResourcePolicy', input.ResourceArn);
    refuseLatest(target);
    const policy = policyText(checkPolicy(input.Policy, target.arn));
    return functions.exclusive(target.name, async () => {
      requireFunction(region, target);
      requireQualifier(region, target);
      await checkPolicyRevision(region, target, input.RevisionId, 'GetResourcePolicy');
      const revisionId = await commitPolicy(region, target, tables.policies.putting(target.key, { policy }));
      return { Policy: policy, RevisionId: revisionId };
    });
  };
}
