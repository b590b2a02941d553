import { describe, expect, it } from 'vitest';

import type { ConstraintModel } from '../../../../src/lambda/model/constraintModel.ts';
import { constraints } from '../../../../src/lambda/model/constraints.ts';
import { wholeMatch } from '../../../../src/lambda/model/rules.ts';
import { compileValidator, validationMessage } from '../../../../src/lambda/model/validator.ts';

const account = '111111111111';
const minimal = { FunctionName: 'f', Role: `arn:aws:iam::${account}:role/r`, Code: {} };

/** What a request of `structure` violates. */
function violationsOf(structure: string, input: object): readonly string[] {
  return compileValidator(constraints, structure)(input);
}

function check(structure: string, input: object, expected: readonly string[]): void {
  expect(violationsOf(structure, input)).toEqual(expected);
}

describe('answers that the service is known to give', () => {
  it.each([
    [
      'CreateFunctionUrlConfigRequest',
      { FunctionName: 'f', AuthType: 'NONE', Qualifier: '$LATEST' },
      String.raw`Value '$LATEST' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)`,
    ],
    [
      'AddLayerVersionPermissionRequest',
      { LayerName: 'l', VersionNumber: 1, StatementId: 's', Action: '*', Principal: '*' },
      "Value '*' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion",
    ],
    [
      'PutProvisionedConcurrencyConfigRequest',
      { FunctionName: 'f', Qualifier: '1', ProvisionedConcurrentExecutions: 0 },
      "Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'CreateAliasRequest',
      { FunctionName: 'f', Name: '2024', FunctionVersion: '1' },
      "Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, SnapStart: { ApplyOn: 'invalidOption' } },
      "Value 'invalidOption' at 'snapStart.applyOn' failed to satisfy constraint: Member must satisfy enum value set: [PublishedVersions, None]",
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, VpcConfig: { SubnetIds: ['bad'] } },
      "Value '[bad]' at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: subnet-[0-9a-z]*, Member must not be null]",
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, Architectures: ['X86_64'] },
      "Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, Architectures: ['x86_64', 'arm64'] },
      "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, Role: 'r1' },
      String.raw`Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, KMSKeyArn: 'arn:a:b:c:d' },
      "Value 'arn:a:b:c:d' at 'kMSKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
    ],
    [
      'ListLayersRequest',
      { CompatibleArchitecture: 'archdoesnotexist' },
      "Value 'archdoesnotexist' at 'compatibleArchitecture' failed to satisfy constraint: Member must satisfy enum value set: [x86_64, arm64]",
    ],
    [
      'ListFunctionsRequest',
      { FunctionVersion: 'invalid' },
      "Value 'invalid' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]",
    ],
    [
      'GetFunctionRequest',
      { FunctionName: 'a'.repeat(257) },
      `Value '${'a'.repeat(257)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 256`,
    ],
    [
      'GetFunctionRequest',
      { FunctionName: 'f', Qualifier: 'invalid-qualifier-with-?-char' },
      String.raw`Value 'invalid-qualifier-with-?-char' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`,
    ],
    [
      'AddPermissionRequest',
      { FunctionName: 'f', StatementId: 'example.com', Action: 'lambda:InvokeFunction', Principal: '*' },
      "Value 'example.com' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)",
    ],
    [
      'CreateAliasRequest',
      { FunctionName: 'f', Name: 'a', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.5 } } },
      "Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]",
    ],
    [
      'CreateAliasRequest',
      { FunctionName: 'f', Name: 'a', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: -1 } } },
      "Value '{2=-1.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    ],
    [
      'UntagResourceRequest',
      { Resource: `arn:aws:lambda:us-east-1:${account}:function:f` },
      "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
    ],
    [
      'CreateFunctionRequest',
      { ...minimal, FileSystemConfigs: [{ Arn: '', LocalMountPath: '/efs' }] },
      "Value '/efs' at 'fileSystemConfigs.1.member.localMountPath' failed to satisfy constraint: Member must satisfy regular expression pattern: /mnt/[a-zA-Z0-9-_.]+",
    ],
  ])('%s %j', (structure, input, expected) => {
    expect(violationsOf(structure, input)).toContain(expected);
  });

  it('joins several, and counts them', () => {
    const violations = violationsOf('CreateFunctionRequest', { FunctionName: '', Code: {} });
    expect(validationMessage(violations)).toBe(
      "3 validation errors detected: Value '' at 'functionName' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        `Value '' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${patternOf('FunctionName')}; ` +
        "Value null at 'role' failed to satisfy constraint: Member must not be null",
    );
    expect(validationMessage(violations.slice(2))).toBe(
      "1 validation error detected: Value null at 'role' failed to satisfy constraint: Member must not be null",
    );
  });
});

function patternOf(name: string): string {
  const shape = constraints[name];
  return shape?.type === 'string' ? (shape.pattern ?? '') : '';
}

describe('what is left alone', () => {
  it('accepts a request that asks for nothing odd', () => check('CreateFunctionRequest', minimal, []));
  it('leaves unknown runtimes to the service, which refuses them with other words', () => {
    check('CreateFunctionRequest', { ...minimal, Runtime: 'cobol' }, []);
    check('UpdateFunctionConfigurationRequest', { FunctionName: 'f', Runtime: 'cobol' }, []);
  });
  it('knows nothing of structures that are not in the model', () => check('NoSuchRequest', { a: 1 }, []));
  it('leaves what layers are compatible with to the service, which has other words', () => {
    check('PublishLayerVersionRequest', { LayerName: 'l', Content: {}, CompatibleRuntimes: ['a'], CompatibleArchitectures: ['b'] }, []);
  });
  it('judges runtimes elsewhere', () => {
    expect(violationsOf('ListLayersRequest', { CompatibleRuntime: 'cobol' })[0]).toMatch(
      /^Value 'cobol' at 'compatibleRuntime' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs, /,
    );
  });
});

describe('containers', () => {
  it('refuses nulls among elements', () => {
    expect(violationsOf('CreateFunctionRequest', { ...minimal, Layers: [null] })[0]).toMatch(/^Value '\[null\]' at 'layers' .*Member must not be null\]$/);
    check('CreateFunctionRequest', { ...minimal, FileSystemConfigs: [null] }, [
      "Value '[null]' at 'fileSystemConfigs' failed to satisfy constraint: Member must satisfy constraint: [Member must not be null]",
    ]);
  });

  it('tells of lists in maps', () => {
    const input = { FunctionName: 'f', SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['nowhere'] } } };
    expect(violationsOf('CreateEventSourceMappingRequest', input)[0]).toMatch(
      /^Value '\{KAFKA_BOOTSTRAP_SERVERS=\[nowhere\]\}' at 'selfManagedEventSource.endpoints' .*Map value must satisfy constraint: \[Member must have length less than or equal to 10, Member must have length greater than or equal to 1, Member must satisfy constraint: \[.*, Member must not be null\], Member must not be null\]$/,
    );
  });

  it('prints structures as the service does', () => {
    const config = { Arn: `arn:aws:elasticfilesystem:us-east-1:${account}:access-point/fsap-0123456789abcdef0`, LocalMountPath: '/mnt/a' };
    expect(violationsOf('CreateFunctionRequest', { ...minimal, FileSystemConfigs: [config, config] })[0]).toContain(
      `Value '[FileSystemConfig(arn=${config.Arn}, localMountPath=/mnt/a`,
    );
  });
});

describe('secrets', () => {
  it('shows neither names nor values of environment variables', () => {
    const violations = violationsOf('CreateFunctionRequest', { ...minimal, Environment: { Variables: { '1bad': 'hunter2', GOOD: 'hunter2' } } });
    expect(violations).toEqual([
      "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]",
    ]);
  });

  it('redacts what is sensitive within what is not', () => {
    const model: ConstraintModel = {
      Request: { type: 'structure', members: { Pairs: 'Pairs' } },
      Pairs: { type: 'list', max: 0, member: 'Pair' },
      Pair: { type: 'structure', members: { Key: 'Open', Value: 'Secret' } },
      Open: { type: 'string' },
      Secret: { type: 'string', sensitive: true },
    };
    expect(compileValidator(model, 'Request')({ Pairs: [{ Key: 'k', Value: 'hunter2' }] })).toEqual([
      "Value '[Pair(key=k, value=*** Sensitive Data Redacted ***)]' at 'pairs' failed to satisfy constraint: Member must have length less than or equal to 0",
    ]);
  });
});

describe('patterns', () => {
  it.each(Object.keys(constraints).filter((name) => patternOf(name) !== ''))('%s compiles', (name) => {
    expect(wholeMatch(patternOf(name))).toBeInstanceOf(RegExp);
  });

  it.each([
    ['a|b', 'a', true],
    ['a|b', 'ab', false],
    ['[a-z]+', 'abc\n', false],
    [patternOf('TagKey'), 'Größe: ünï/1', true],
    [patternOf('TagKey'), 'a!', false],
    [patternOf('DestinationArn'), '', true],
    [patternOf('S3Bucket'), 'ends.', false],
  ])('%s matches %j: %s', (pattern, text, expected) => {
    expect(wholeMatch(pattern).test(text)).toBe(expected);
  });

  it('judges endless texts by their length', () => {
    const name = 'a'.repeat(1_000_000);
    expect(violationsOf('GetFunctionRequest', { FunctionName: name })).toHaveLength(1);
  });
});
