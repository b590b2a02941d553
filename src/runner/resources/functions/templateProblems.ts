import type { WorkspaceProblem } from '../../../lambda/function.ts';
import type { WorkspaceFunction } from '../../workspace/workspaceFunction.ts';
import { minimumUnreserved } from './reservationRule.ts';

export function duplicateProblem(definition: WorkspaceFunction): WorkspaceProblem {
  const name = definition.settings.FunctionName;
  return problem(
    definition,
    'FUNCTION_DUPLICATE',
    'error',
    `Another function of the workspace is named ${name} too: this one is left out.`,
  );
}

export function shadowProblem(definition: WorkspaceFunction): WorkspaceProblem {
  const name = definition.settings.FunctionName;
  return problem(
    definition,
    'FUNCTION_SHADOWS',
    'warning',
    `A function ${name} was made through the API too. This one is served in its place, until it leaves the workspace.`,
  );
}

export function reservationProblem(definition: WorkspaceFunction, accountConcurrency: number): WorkspaceProblem {
  const wanted = definition.reservedConcurrency ?? 0;
  return problem(
    definition,
    'RESERVED_CONCURRENCY_UNAVAILABLE',
    'error',
    `${wanted} concurrent executions cannot be reserved: of the account's ${accountConcurrency}, ` +
      `${minimumUnreserved(accountConcurrency)} must stay unreserved. ` +
      'The function is served without a reservation.',
  );
}

function problem(
  { position, settings }: WorkspaceFunction,
  code: string,
  severity: WorkspaceProblem['severity'],
  message: string,
): WorkspaceProblem {
  return { code, severity, message, position, functionName: settings.FunctionName };
}
