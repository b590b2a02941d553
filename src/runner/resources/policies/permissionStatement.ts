import type { Identity } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Operations } from '../../api/operations.ts';
import type { PolicyStatement } from './resourcePolicy.ts';

type Input = Operations['AddPermission']['input'];

/** The statement that AddPermission makes, its members in the order in which AWS answers them. Throws LambdaError for bad values. */
export function permissionStatement({ partition }: Identity, input: Input, resource: string): PolicyStatement {
  const { StatementId, Action, Principal, FunctionUrlAuthType } = input;
  if (FunctionUrlAuthType !== undefined && Action !== 'lambda:InvokeFunctionUrl') {
    throw lambdaErrors.invalidParameter('FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action');
  }
  const condition = conditionOf(input);
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalOf(partition, Principal),
    Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

interface PrincipalForm {
  readonly pattern: RegExp;
  readonly principal: (text: string, partition: string) => unknown;
}

/**
 * AWS has a list of its services, and looks up users and roles in IAM; here their form is enough. Session principals (`sts`)
 * are principals of policies too.
 */
const principalForms: readonly PrincipalForm[] = [
  { pattern: /^\*$/, principal: () => '*' },
  { pattern: /^\d{12}$/, principal: (account, partition) => ({ AWS: `arn:${partition}:iam::${account}:root` }) },
  {
    pattern: /^arn:aws[a-zA-Z-]*:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/\S+)$/,
    principal: (arn) => ({ AWS: arn }),
  },
  {
    pattern: /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com)$/,
    principal: (service) => ({ Service: service }),
  },
];

function principalOf(partition: string, text: string): unknown {
  const form = principalForms.find(({ pattern }) => pattern.test(text));
  if (form !== undefined) return form.principal(text, partition);
  throw lambdaErrors.invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

/** Which member becomes which condition key, by operator; in the order of AWS's answers. */
const conditions: readonly { readonly operator: string; readonly key: string; readonly value: (input: Input) => string | undefined }[] = [
  { operator: 'StringEquals', key: 'lambda:FunctionUrlAuthType', value: (input) => input.FunctionUrlAuthType },
  { operator: 'StringEquals', key: 'lambda:EventSourceToken', value: (input) => input.EventSourceToken },
  { operator: 'StringEquals', key: 'aws:PrincipalOrgID', value: (input) => input.PrincipalOrgID },
  { operator: 'StringEquals', key: 'AWS:SourceAccount', value: (input) => input.SourceAccount },
  // What is false restricts nothing.
  { operator: 'Bool', key: 'lambda:InvokedViaFunctionUrl', value: (input) => (input.InvokedViaFunctionUrl === true ? 'true' : undefined) },
  { operator: 'ArnLike', key: 'AWS:SourceArn', value: (input) => input.SourceArn },
];

function conditionOf(input: Input): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const condition: Record<string, Record<string, string>> = {};
  for (const { operator, key, value } of conditions) {
    const text = value(input);
    if (text !== undefined && text !== '') condition[operator] = { ...condition[operator], [key]: text };
  }
  return condition;
}
