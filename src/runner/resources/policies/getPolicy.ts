import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { noSuchPolicy, policyTarget, type PolicyTarget, requireFunction, revisionOf, targetExists } from './policyTarget.ts';

export function getPolicy(region: RegionResources): Handler<'GetPolicy'> {
  return async (input) => policyAnswer(region, policyTarget(region, 'GetPolicy', input.FunctionName, input.Qualifier));
}

export function getResourcePolicy(region: RegionResources): Handler<'GetResourcePolicy'> {
  return async (input) => policyAnswer(region, policyTarget(region, 'GetResourcePolicy', input.ResourceArn));
}

async function policyAnswer(region: RegionResources, target: PolicyTarget): Promise<{ Policy: string; RevisionId: string }> {
  requireFunction(region, target);
  const stored = region.tables.policies.get(target.key);
  // A version or an alias that is not there is answered as one without a policy.
  if (stored === undefined || !targetExists(region, target)) throw noSuchPolicy();
  return { Policy: stored.policy, RevisionId: await revisionOf(region, target) };
}
