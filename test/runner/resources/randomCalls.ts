import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName, Operations } from '../../../src/runner/api/operations.ts';
import { otherZip, role, zip } from '../../unit/runner/resources/testRegion.ts';
import { below, oneOf } from '../durability/random.ts';

/** A call of an operation by its name. */
export type Call = readonly [OperationName, object];

type Random = () => number;
/** `configs`: ARNs of code signing configurations that were made, and may be gone by now. */
type Makers = { readonly [Name in OperationName]?: (random: Random, name: string, configs: readonly string[]) => Operations[Name]['input'] };

const account = '123456789012';
const prefix = `arn:aws:lambda:eu-west-1:${account}`;
const names = ['one', 'two', 'three', 'constructor', '__proto__'];
const aliases = ['live', 'next'];
const numbers = ['1', '2', '3', '4'];

const aliasOf = (random: Random): string => oneOf(random, aliases) ?? 'live';
const numberOf = (random: Random): string => oneOf(random, numbers) ?? '1';
const published = (random: Random): string => (random() < 0.5 ? aliasOf(random) : numberOf(random));
const maybe = (random: Random, qualifier: string): { Qualifier: string } | object => (random() < 0.5 ? {} : { Qualifier: qualifier });
const layerArn = (random: Random): string => `${prefix}:layer:shared:${1 + below(random, 3)}`;
const noConfig = `${prefix}:code-signing-config:csc-00000000000000000`;
const publisher = `arn:aws:signer:eu-west-1:${account}:/signing-profiles/Profile/0123456789`;
const provider = 'machines';
const providerConfig = {
  LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: `${prefix}:capacity-provider:${provider}` },
};

/** Each with what it needs; all about few names, so that they meet. */
const makers: Makers = {
  CreateFunction: (random, FunctionName, configs) => {
    const managed = random() < 0.1;
    return {
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: role,
      Code: { ZipFile: zip },
      Publish: random() < 0.5,
      Tags: { constructor: 'made' },
      Environment: { Variables: { constructor: 'kept' } },
      ...(random() < 0.3 && configs.length > 0 && { CodeSigningConfigArn: configs.at(-1) }),
      ...(managed && { CapacityProviderConfig: providerConfig }),
      ...(!managed && random() < 0.2 && { Layers: [layerArn(random)] }),
    };
  },
  DeleteFunction: (random, FunctionName) => ({ FunctionName, ...(random() < 0.6 && { Qualifier: numberOf(random) }) }),
  UpdateFunctionCode: (random, FunctionName) => ({ FunctionName, ZipFile: random() < 0.5 ? zip : otherZip, Publish: random() < 0.5 }),
  UpdateFunctionConfiguration: (random, FunctionName) => ({ FunctionName, Timeout: 1 + below(random, 60), Layers: random() < 0.3 ? [layerArn(random)] : [] }),
  PublishVersion: (random, FunctionName) => ({ FunctionName, Description: String(random()) }),
  CreateAlias: (random, FunctionName) => ({ FunctionName, Name: aliasOf(random), FunctionVersion: numberOf(random) }),
  UpdateAlias: (random, FunctionName) => {
    const [FunctionVersion, second] = [numberOf(random), numberOf(random)];
    const weights = random() < 0.5 || FunctionVersion === second ? {} : { [second]: random() };
    return { FunctionName, Name: aliasOf(random), FunctionVersion, RoutingConfig: { AdditionalVersionWeights: weights } };
  },
  DeleteAlias: (random, FunctionName) => ({ FunctionName, Name: aliasOf(random) }),
  AddPermission: (random, FunctionName) => ({
    FunctionName,
    StatementId: `s${below(random, 3)}`,
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    ...maybe(random, published(random)),
  }),
  RemovePermission: (random, FunctionName) => ({ FunctionName, StatementId: `s${below(random, 3)}`, ...maybe(random, published(random)) }),
  PutFunctionEventInvokeConfig: (random, FunctionName) => ({ FunctionName, MaximumRetryAttempts: below(random, 3), ...maybe(random, published(random)) }),
  DeleteFunctionEventInvokeConfig: (random, FunctionName) => ({ FunctionName, ...maybe(random, published(random)) }),
  CreateFunctionUrlConfig: (random, FunctionName) => ({ FunctionName, AuthType: 'NONE', ...maybe(random, aliasOf(random)) }),
  UpdateFunctionUrlConfig: (random, FunctionName) => ({ FunctionName, AuthType: 'AWS_IAM', ...maybe(random, aliasOf(random)) }),
  DeleteFunctionUrlConfig: (random, FunctionName) => ({ FunctionName, ...maybe(random, aliasOf(random)) }),
  PutProvisionedConcurrencyConfig: (random, FunctionName) => ({
    FunctionName,
    Qualifier: published(random),
    ProvisionedConcurrentExecutions: 1 + below(random, 80),
  }),
  DeleteProvisionedConcurrencyConfig: (random, FunctionName) => ({ FunctionName, Qualifier: published(random) }),
  PutFunctionConcurrency: (random, FunctionName) => ({ FunctionName, ReservedConcurrentExecutions: below(random, 120) }),
  DeleteFunctionConcurrency: (_random, FunctionName) => ({ FunctionName }),
  PutRuntimeManagementConfig: (random, FunctionName) => ({ FunctionName, UpdateRuntimeOn: 'Auto', ...maybe(random, numberOf(random)) }),
  PutFunctionRecursionConfig: (random, FunctionName) => ({ FunctionName, RecursiveLoop: random() < 0.5 ? 'Allow' : 'Terminate' }),
  PutFunctionScalingConfig: (random, FunctionName) => ({ FunctionName, Qualifier: random() < 0.5 ? '$LATEST.PUBLISHED' : numberOf(random), FunctionScalingConfig: {} }),
  TagResource: (random, name) => ({ Resource: `${prefix}:function:${name}`, Tags: { [`t${below(random, 3)}`]: 'x' } }),
  UntagResource: (random, name) => ({ Resource: `${prefix}:function:${name}`, TagKeys: [`t${below(random, 3)}`] }),
  GetFunction: (random, FunctionName) => ({ FunctionName, ...maybe(random, published(random)) }),
  ListVersionsByFunction: (_random, FunctionName) => ({ FunctionName }),
  ListFunctions: () => ({ FunctionVersion: 'ALL' }),
  GetPolicy: (random, FunctionName) => ({ FunctionName, ...maybe(random, published(random)) }),
  CreateEventSourceMapping: (random, FunctionName) => ({
    FunctionName,
    EventSourceArn: `arn:aws:sqs:eu-west-1:${account}:q${below(random, 5)}`,
    Tags: { a: 'b' },
  }),
  PublishLayerVersion: (random) => ({ LayerName: 'shared', Content: { ZipFile: random() < 0.5 ? zip : otherZip } }),
  DeleteLayerVersion: (random) => ({ LayerName: 'shared', VersionNumber: 1 + below(random, 8) }),
  AddLayerVersionPermission: (random) => ({
    LayerName: 'shared',
    VersionNumber: 1 + below(random, 8),
    StatementId: `s${below(random, 3)}`,
    Action: 'lambda:GetLayerVersion',
    Principal: '*',
  }),
  CreateCapacityProvider: () => ({
    CapacityProviderName: provider,
    VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: role },
    Tags: { a: 'b' },
  }),
  DeleteCapacityProvider: () => ({ CapacityProviderName: provider }),
  CreateCodeSigningConfig: () => ({ AllowedPublishers: { SigningProfileVersionArns: [publisher] }, Tags: { a: 'b' } }),
  DeleteCodeSigningConfig: (random, _name, configs) => ({ CodeSigningConfigArn: oneOf(random, configs) ?? noConfig }),
  PutFunctionCodeSigningConfig: (random, FunctionName, configs) => ({ FunctionName, CodeSigningConfigArn: oneOf(random, configs) ?? noConfig }),
  DeleteFunctionCodeSigningConfig: (_random, FunctionName) => ({ FunctionName }),
};

/** More of those without which the others find nothing. */
const frequent: readonly OperationName[] = ['CreateFunction', 'CreateFunction', 'CreateFunction', 'PublishVersion', 'PublishVersion', 'CreateAlias', 'CreateAlias'];
const operations = [...readOperations().flatMap(({ name }) => (name in makers ? name : [])), ...frequent];

export function nextCall(random: Random, configs: readonly string[]): Call {
  const operation = oneOf(random, operations) ?? 'ListFunctions';
  return [operation, makers[operation]?.(random, oneOf(random, names) ?? 'one', configs) ?? {}];
}
