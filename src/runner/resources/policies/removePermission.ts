import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkPolicyRevision, commitPolicy, noPolicyAssociated, policyTarget, requireQualifier } from './policyTarget.ts';
import { parsePolicy, policyText } from './resourcePolicy.ts';

export function removePermission(region: RegionResources): Handler<'RemovePermission'> {
  const { functions, identity, tables } = region;
  return async (input) => {
    const target = policyTarget(region, 'RemovePermission', input.FunctionName, input.Qualifier);
    return functions.exclusive(target.name, async () => {
      if (functions.get(target.name) === undefined) {
        throw lambdaErrors.notFound(`No policy found for: ${functionArn(identity, target.name)}`);
      }
      if (target.qualifier !== latestVersion) requireQualifier(region, target);
      const stored = tables.policies.get(target.key);
      if (stored === undefined) throw noPolicyAssociated();
      const policy = parsePolicy(stored.policy);
      const left = policy.Statement.filter((statement) => statement['Sid'] !== input.StatementId);
      if (left.length === policy.Statement.length) {
        throw lambdaErrors.notFound(`Statement ${input.StatementId} is not found in resource policy.`);
      }
      await checkPolicyRevision(region, target, input.RevisionId, 'GetFunction/GetAlias');
      const { policies } = tables;
      await commitPolicy(
        region,
        target,
        left.length === 0
          ? policies.deleting(target.key)
          : policies.putting(target.key, { policy: policyText({ ...policy, Statement: left }) }),
      );
      return {};
    });
  };
}
