import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { permissionStatement } from './permissionStatement.ts';
import { checkPolicyRevision, commitPolicy, policyTarget, refuseLatest, requireFunction, requireQualifier } from './policyTarget.ts';
import { emptyPolicy, parsePolicy, policyText } from './resourcePolicy.ts';

export function addPermission(region: RegionResources): Handler<'AddPermission'> {
  const { functions, identity, tables } = region;
  return async (input) => {
    const target = policyTarget(region, 'AddPermission', input.FunctionName, input.Qualifier);
    refuseLatest(target);
    return functions.exclusive(target.name, async () => {
      requireFunction(region, target);
      requireQualifier(region, target);
      await checkPolicyRevision(region, target, input.RevisionId, 'GetPolicy');
      const stored = tables.policies.get(target.key);
      const policy = stored === undefined ? emptyPolicy : parsePolicy(stored.policy);
      if (policy.Statement.some((statement) => statement['Sid'] === input.StatementId)) throw idTaken(input.StatementId);
      const statement = permissionStatement(identity, input, target.arn);
      const text = policyText({ ...policy, Statement: [...policy.Statement, statement] });
      await commitPolicy(region, target, tables.policies.putting(target.key, { policy: text }));
      return { Statement: JSON.stringify(statement) };
    });
  };
}

function idTaken(id: string): Error {
  return lambdaErrors.conflict(
    `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
  );
}
