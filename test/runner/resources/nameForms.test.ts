import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';
import { openRegion, type RunningRegion } from '../../shared/region.ts';
import { role, zip } from '../../unit/runner/resources/testRegion.ts';
import { clientFor, send } from '../api/harness.ts';

/** Which names an operation takes besides those of the function as a whole. */
type Kind =
  /** With a qualifier, in the name or beside it. */
  | 'qualified'
  /** Only with one; its name alone is not enough. */
  | 'alwaysQualified'
  /** With a qualifier in the name only: the request has no place beside it. */
  | 'qualifiedName'
  /** Of `$LATEST`. */
  | 'latest'
  /** None: others are refused by the operation. */
  | 'whole'
  /** None: others are refused by the model's constraints. */
  | 'unqualified'
  /** None in the name, which the model's constraints refuse; always beside it. */
  | 'qualifiedBeside';

interface Row {
  readonly kind: Kind;
  readonly input?: object;
  /** What is called before, with the function's name and the same qualifier. */
  readonly before?: readonly (readonly [OperationName, object])[];
  /** Where it is not `live`. */
  readonly qualifier?: string;
}

const alias = { Name: 'other', FunctionVersion: '1' };
const permission = { StatementId: 's', Action: 'lambda:InvokeFunction', Principal: '*' };
const permitted: Row = { kind: 'qualified', before: [['AddPermission', permission]] };
const retries = { MaximumRetryAttempts: 1 };
const configured: Row = { kind: 'qualified', before: [['PutFunctionEventInvokeConfig', retries]] };
const auth = { AuthType: 'NONE' };
const reachable: Row = { kind: 'qualified', before: [['CreateFunctionUrlConfig', auth]] };
const concurrency = { ProvisionedConcurrentExecutions: 1 };
const provisioned: Row = { kind: 'alwaysQualified', before: [['PutProvisionedConcurrencyConfig', concurrency]] };
const whole: Row = { kind: 'whole' };
const source = { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:queue' };

/** Operations on functions, by what names they take. */
const rows: { readonly [Name in OperationName]?: Row } = {
  AddPermission: { kind: 'qualified', input: permission },
  CreateAlias: { kind: 'whole', input: alias },
  CreateEventSourceMapping: { kind: 'qualifiedName', input: source },
  CreateFunctionUrlConfig: { kind: 'qualified', input: auth },
  DeleteAlias: { kind: 'whole', input: { Name: 'live' } },
  DeleteFunction: { kind: 'qualified', qualifier: '2', before: [['UpdateFunctionConfiguration', { Timeout: 9 }], ['PublishVersion', {}]] },
  DeleteFunctionCodeSigningConfig: whole,
  DeleteFunctionConcurrency: whole,
  DeleteFunctionEventInvokeConfig: configured,
  DeleteFunctionUrlConfig: reachable,
  DeleteProvisionedConcurrencyConfig: provisioned,
  GetAlias: { kind: 'whole', input: { Name: 'live' } },
  GetFunction: { kind: 'qualified' },
  GetFunctionCodeSigningConfig: whole,
  GetFunctionConcurrency: whole,
  GetFunctionConfiguration: { kind: 'qualified' },
  GetFunctionEventInvokeConfig: configured,
  GetFunctionRecursionConfig: { kind: 'unqualified' },
  GetFunctionScalingConfig: { kind: 'qualifiedBeside', qualifier: '1' },
  GetFunctionUrlConfig: reachable,
  GetPolicy: permitted,
  GetProvisionedConcurrencyConfig: provisioned,
  GetRuntimeManagementConfig: { kind: 'qualified', qualifier: '1' },
  Invoke: { kind: 'qualified', input: { InvocationType: 'DryRun' } },
  ListAliases: whole,
  ListEventSourceMappings: { kind: 'qualifiedName', before: [['CreateEventSourceMapping', source]] },
  ListFunctionEventInvokeConfigs: { kind: 'qualifiedName' },
  ListFunctionUrlConfigs: { kind: 'qualifiedName' },
  ListProvisionedConcurrencyConfigs: whole,
  ListVersionsByFunction: whole,
  PublishVersion: whole,
  PutFunctionCodeSigningConfig: whole,
  PutFunctionConcurrency: { kind: 'whole', input: { ReservedConcurrentExecutions: 0 } },
  PutFunctionEventInvokeConfig: { kind: 'qualified', input: retries },
  PutFunctionRecursionConfig: { kind: 'unqualified', input: { RecursiveLoop: 'Allow' } },
  PutFunctionScalingConfig: { kind: 'qualifiedBeside', qualifier: '1' },
  PutProvisionedConcurrencyConfig: { kind: 'alwaysQualified', input: concurrency },
  PutRuntimeManagementConfig: { kind: 'qualified', qualifier: '1', input: { UpdateRuntimeOn: 'Auto' } },
  RemovePermission: { ...permitted, input: { StatementId: 's' } },
  UpdateAlias: { kind: 'whole', input: { Name: 'live', Description: 'x' } },
  UpdateFunctionCode: { kind: 'latest', input: { ZipFile: zip } },
  UpdateFunctionConfiguration: { kind: 'latest', input: { Timeout: 5 } },
  UpdateFunctionEventInvokeConfig: { ...configured, input: retries },
  UpdateFunctionUrlConfig: { ...reachable, input: auth },
};

/** Made without a function, or with a mapping's UUID: their own tests have them. */
const others: ReadonlySet<OperationName> = new Set(['CreateFunction', 'UpdateEventSourceMapping']);
/** Not there, or not answered before the function has run. */
const running: ReadonlySet<OperationName> = new Set(['InvokeAsync', 'InvokeWithResponseStream', 'ListDurableExecutionsByFunction']);

const account = '000000000000';
const forms: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `function:${name}`,
  (name) => `${account}:function:${name}`,
  (name) => `us-east-1:${account}:function:${name}`,
  (name) => `arn:aws:lambda:us-east-1:${account}:function:${name}`,
];
const wholeOnly =
  'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ' +
  'Please specify either a function name or an unqualified function ARN.';

let region: RunningRegion;
let client: LambdaClient;
let codeSigningConfig = '';
let made = 0;

beforeAll(async () => {
  // Provisioned concurrency of many functions is set aside at once.
  region = await openRegion({ args: ['--concurrency', '10000'] });
  client = clientFor(region.endpoint);
  const publishers = { SigningProfileVersionArns: [`arn:aws:signer:us-east-1:${account}:/signing-profiles/Profile/0123456789`] };
  const { CodeSigningConfig } = await send(client, 'CreateCodeSigningConfig', { AllowedPublishers: publishers });
  codeSigningConfig = /"CodeSigningConfigArn":"([^"]*)"/.exec(JSON.stringify(CodeSigningConfig))?.[1] ?? '';
  await send(client, 'CreateCapacityProvider', {
    CapacityProviderName: 'machines',
    VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: role },
  });
});
afterAll(async () => {
  client.destroy();
  await region[Symbol.asyncDispose]();
});

/** What came of a call of an operation on a function of its own, by a name made of the function's, and without what is never the same twice. */
async function outcome(operation: OperationName, form: (name: string) => string, qualifier?: string, furnished = qualifier): Promise<string> {
  const { input = {}, before = [], kind } = rows[operation] ?? whole;
  const name = `fn-${String((made += 1)).padStart(4, '0')}`;
  const provider = `arn:aws:lambda:us-east-1:${account}:capacity-provider:machines`;
  await send(client, 'CreateFunction', {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: role,
    Code: { ZipFile: zip },
    Publish: true,
    ...(kind === 'qualifiedBeside' && {
      CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: provider } },
    }),
  });
  await send(client, 'CreateAlias', { FunctionName: name, Name: 'live', FunctionVersion: '1' });
  const inName = (operationBefore: OperationName): boolean => operationBefore === 'CreateEventSourceMapping';
  for (const [setup, more] of before) {
    const named = furnished !== undefined && inName(setup) ? `${name}:${furnished}` : name;
    await send(client, setup, { FunctionName: named, ...(furnished !== undefined && !inName(setup) && { Qualifier: furnished }), ...more });
  }
  const given = operation === 'PutFunctionCodeSigningConfig' ? { CodeSigningConfigArn: codeSigningConfig } : {};
  const call = { ...input, ...given, FunctionName: form(name), ...(qualifier !== undefined && { Qualifier: qualifier }) };
  const answer = await send(client, operation, call).then(
    ({ $metadata: _metadata, ...output }) => ['answered', output],
    (error: unknown) => (error instanceof Error ? [error.name, error.message] : ['?', String(error)]),
  );
  return JSON.stringify(answer)
    .replaceAll(name, 'fn')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+0000)/g, 'TIME')
    // Each URL has a port of its own.
    .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS')
    .replaceAll(/https:\/\/[a-z2-7]{32}/g, 'https://ID');
}

test('every operation on a function is here', () => {
  const named = readOperations().filter((operation) => operation.input().some(({ name }) => name === 'FunctionName'));
  const missing = named.map(({ name }) => name).filter((name) => !(name in rows) && !others.has(name) && !running.has(name));
  expect(missing).toEqual([]);
});

const table = readOperations().flatMap(({ name }) => {
  const row = rows[name];
  return row === undefined ? [] : { operation: name, row };
});

describe.each(table)('$operation', ({ operation, row }) => {
  const { kind } = row;
  const qualifier = row.qualifier ?? 'live';
  const beside = kind === 'alwaysQualified' || kind === 'qualifiedBeside' ? qualifier : undefined;

  test('every form of a name reaches the same function', async () => {
    const [plain, ...answers] = await Promise.all(forms.map((form) => outcome(operation, form, beside)));
    expect(plain).toMatch(/^\["answered"/);
    expect(new Set(answers)).toEqual(new Set([plain]));
  });

  test('another Region and another account are refused', async () => {
    const elsewhere = await outcome(operation, (name) => `arn:aws:lambda:eu-west-1:${account}:function:${name}`, beside);
    expect(elsewhere).toBe(`["ResourceNotFoundException","Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"]`);
    for (const form of ['999999999999:function:fn', 'arn:aws:lambda:us-east-1:999999999999:function:fn']) {
      expect(await outcome(operation, () => form, beside)).toMatch(
        /^\["AccessDeniedException","User: arn:aws:iam::000000000000:root is not authorized to perform: lambda:[A-Za-z]+ on resource: arn:aws:lambda:us-east-1:999999999999:function:fn because no resource-based policy allows the lambda:[A-Za-z]+ action"\]$/,
      );
    }
  });

  test('a qualifier in the name is taken, or refused, as it is beside it', async () => {
    const qualified = (value: string): Promise<readonly string[]> =>
      Promise.all(forms.map((form) => outcome(operation, (name) => `${form(name)}:${value}`, beside, beside ?? value)));
    switch (kind) {
      case 'qualified':
      case 'alwaysQualified': {
        const plain = await outcome(operation, (name) => name, qualifier);
        expect(plain).toMatch(/^\["answered"/);
        expect(new Set(await qualified(qualifier))).toEqual(new Set([plain]));
        expect(await outcome(operation, (name) => `${name}:${qualifier}`, qualifier)).toBe(plain);
        expect(await outcome(operation, (name) => `${name}:another`, qualifier)).toBe(
          '["InvalidParameterValueException","The derived qualifier from the function name does not match the specified qualifier."]',
        );
        return;
      }
      case 'qualifiedName': {
        const answers = new Set(await qualified(qualifier));
        expect(answers.size).toBe(1);
        expect([...answers][0]).toMatch(/^\["answered"/);
        return;
      }
      case 'latest':
        expect(new Set(await qualified('$LATEST'))).toEqual(new Set([await outcome(operation, (name) => name)]));
        expect(new Set(await qualified('live'))).toEqual(new Set([JSON.stringify(['InvalidParameterValueException', wholeOnly])]));
        return;
      case 'whole':
        for (const value of ['live', '1', '$LATEST']) {
          expect(new Set(await qualified(value))).toEqual(new Set([JSON.stringify(['InvalidParameterValueException', wholeOnly])]));
        }
        return;
      case 'unqualified':
      case 'qualifiedBeside':
        for (const answer of await qualified(qualifier)) {
          expect(answer).toMatch(/^\["ValidationException","1 validation error detected: Value '[^']*' at 'functionName' failed to satisfy/);
        }
    }
  });
});
