import { expect, test } from 'vitest';
import { describeProblem, minimal, parse, problemsOf, samFunction } from './support.ts';

/** What is wrong with a function of these properties. */
test.each<[string, string, readonly string[]]>([
  ['timeout beyond Lambda', `${minimal}\nTimeout: 9999`, ['error PROPERTY_OUT_OF_RANGE <9999>']],
  ['timeout of nothing', `${minimal}\nTimeout: 0`, ['error PROPERTY_OUT_OF_RANGE <0>']],
  ['timeout that is no number', `${minimal}\nTimeout: soon`, ['error PROPERTY_TYPE <soon>']],
  ['timeout that is a list', `${minimal}\nTimeout: [3]`, ['error PROPERTY_TYPE <[3]>']],
  ['timeout without value', `${minimal}\nTimeout:`, ['error PROPERTY_TYPE <Timeout>']],
  ['timeout as text', `${minimal}\nTimeout: "30"`, []],
  ['memory too small', `${minimal}\nMemorySize: 64`, ['error PROPERTY_OUT_OF_RANGE <64>']],
  ['memory with a fraction', `${minimal}\nMemorySize: 128.5`, ['error PROPERTY_TYPE <128.5>']],
  ['storage', `${minimal}\nEphemeralStorage: { Size: 100 }`, ['error PROPERTY_OUT_OF_RANGE <100>']],
  ['storage that is no map', `${minimal}\nEphemeralStorage: 1024`, ['error PROPERTY_TYPE <1024>']],
  ['negative reservation', `${minimal}\nReservedConcurrentExecutions: -1`, ['error PROPERTY_TYPE <-1>']],
  ['runtime unknown', 'Handler: a.b\nRuntime: node24', ['error RUNTIME_UNSUPPORTED <node24>']],
  ['runtime of the future', 'Handler: a.b\nRuntime: nodejs99.x', ['warning RUNTIME_NOT_CREATABLE <nodejs99.x>']],
  ['runtime of another kind', 'Handler: a.b\nRuntime: deno2', ['warning RUNTIME_UNSUPPORTED <deno2>']],
  ['runtime that there never was', 'Handler: a.b\nRuntime: nodejs23.x', ['error RUNTIME_UNSUPPORTED <nodejs23.x>']],
  ['runtime of the past', 'Handler: a.b\nRuntime: python3.8', ['warning RUNTIME_NOT_CREATABLE <python3.8>']],
  ['runtime missing', 'Handler: a.b', ['error PROPERTY_MISSING <F>']],
  ['handler missing', 'Runtime: python3.13', ['error PROPERTY_MISSING <F>']],
  ['handler missing where none is read', 'Runtime: provided.al2023', ['warning PROPERTY_MISSING <F>']],
  ['handler with a blank', 'Runtime: python3.13\nHandler: "a b.c"', ['error PROPERTY_INVALID <"a b.c">']],
  ['handler from another stack', 'Runtime: python3.13\nHandler: !ImportValue x', ['error VALUE_UNRESOLVED <x>']],
  ['description too long', `${minimal}\nDescription: ${'d'.repeat(257)}`, [`error PROPERTY_INVALID <${'d'.repeat(257)}>`]],
  ['architecture', `${minimal}\nArchitectures: [riscv]`, ['error PROPERTY_INVALID <[riscv]>']],
  ['two architectures', `${minimal}\nArchitectures: [arm64, x86_64]`, ['error PROPERTY_INVALID <[arm64, x86_64]>']],
  ['role that is none', `${minimal}\nRole: admin`, ['warning PROPERTY_INVALID <admin>']],
  ['name that is none', `${minimal}\nFunctionName: "a b"`, ['error FUNCTION_NAME_INVALID <"a b">']],
  ['name too long', `${minimal}\nFunctionName: ${'n'.repeat(65)}`, [`error FUNCTION_NAME_INVALID <${'n'.repeat(65)}>`]],
  ['name from elsewhere', `${minimal}\nFunctionName: !ImportValue n`, ['warning VALUE_UNRESOLVED <n>']],
  ['image', 'PackageType: Image\nImageUri: x', ['information IMAGE_NOT_RUNNABLE <Image>']],
  ['code in S3', `Handler: a.b\nRuntime: nodejs24.x\nCodeUri: s3://bucket/key`, ['warning CODE_NOT_LOCAL <s3://bucket/key>']],
  ['code in S3 by parts', 'Handler: a.b\nRuntime: nodejs24.x\nCodeUri: { Bucket: b }', ['warning CODE_NOT_LOCAL <{ Bucket: b }>']],
  ['inline code for others', 'Handler: a.b\nRuntime: java21\nInlineCode: x', ['error PROPERTY_INVALID <x>']],
  ['layer by ARN', `${minimal}\nLayers: ["arn:aws:lambda:eu-west-1:123456789012:layer:x:1"]`, []],
  ['layer by something else', `${minimal}\nLayers: [arn:aws:lambda:layer:x:1]`, ['warning PROPERTY_INVALID <arn:aws:lambda:layer:x:1>']],
  [
    'layer that AWS has built in',
    `${minimal}\nLayers: ["arn:aws:lambda:::awslayer:AmazonLinux2"]`,
    ['information LAYER_NOT_LOCAL <"arn:aws:lambda:::awslayer:AmazonLinux2">'],
  ],
  ['layer from elsewhere', `${minimal}\nLayers: [!ImportValue x]`, ['information LAYER_NOT_LOCAL <x>']],
  ['six layers', `${minimal}\nLayers: [a, b, c, d, e, f]`, ['error LAYERS_TOO_MANY <[a, b, c, d, e, f]>']],
  ['layers that are no list', `${minimal}\nLayers: a`, ['error PROPERTY_TYPE <a>']],
  ['variables that are a list', `${minimal}\nEnvironment: { Variables: [a] }`, ['error PROPERTY_TYPE <[a]>']],
  ['variables without Variables', `${minimal}\nEnvironment: text`, ['error PROPERTY_TYPE <text>']],
  ['variable of Lambda', `${minimal}\nEnvironment: { Variables: { AWS_REGION: x } }`, ['error ENVIRONMENT_KEY_RESERVED <AWS_REGION>']],
  ['variable with a dash', `${minimal}\nEnvironment: { Variables: { a-b: x } }`, ['error ENVIRONMENT_KEY_INVALID <a-b>']],
  ['variable of one letter', `${minimal}\nEnvironment: { Variables: { A: x } }`, ['error ENVIRONMENT_KEY_INVALID <A>']],
  ['variable that is a map', `${minimal}\nEnvironment: { Variables: { AB: { c: d } } }`, ['error ENVIRONMENT_VALUE_INVALID <{ c: d }>']],
  ['variable without value', `${minimal}\nEnvironment: { Variables: { AB: } }`, ['error ENVIRONMENT_VALUE_INVALID <AB>']],
])('%s', (_, properties, expected) => {
  expect(problemsOf(samFunction(properties))).toEqual(expected);
});

test('an error is why the function cannot run; the function has the default instead', () => {
  const [one] = parse(samFunction(`${minimal}\nTimeout: 9999\nMemorySize: 64`)).functions;
  const message = 'Timeout must be between 1 and 900 seconds, not 9999.';
  expect(one?.problem).toMatchObject({ code: 'PROPERTY_OUT_OF_RANGE', functionName: 'F', message });
  expect(one?.settings).toMatchObject({ Timeout: 3, MemorySize: 128 });
});

test('warnings and information leave a function runnable', () => {
  const [one] = parse(samFunction(`Handler: a.b\nRuntime: nodejs18.x\nRole: admin\nLayers: [arn:x]`)).functions;
  expect(one?.problem).toBeUndefined();
});

test('variables may take 4096 bytes as JSON', () => {
  const sized = (bytes: number) => samFunction(`${minimal}\nEnvironment: { Variables: { AB: ${'x'.repeat(bytes - '{"AB":""}'.length)} } }`);
  expect(problemsOf(sized(4096))).toEqual([]);
  expect(parse(sized(4097)).problems.map(({ code }) => code)).toEqual(['ENVIRONMENT_TOO_LARGE']);
});

test('no message tells the value of a variable', () => {
  const variables = '{ a-b: hunter2, AWS_REGION: hunter2, CD: [hunter2], EF: { x: hunter2 } }';
  const text = samFunction(`${minimal}\nEnvironment: { Variables: ${variables} }`);
  expect(JSON.stringify(parse(text).problems)).not.toContain('hunter2');
});

test('of two functions with one name the first is served', () => {
  const text = `Resources:
  A:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: same, Handler: a.b, Runtime: nodejs24.x }
  B:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: same, Handler: a.b, Runtime: nodejs24.x }
`;
  expect(parse(text).functions.map(({ logicalId }) => logicalId)).toEqual(['A']);
  expect(problemsOf(text)).toEqual(['error FUNCTION_NAME_TAKEN <same>']);
});

test('what is wrong with one function leaves the others served', () => {
  const text = `Resources:
  Bad: { Type: "AWS::Serverless::Function", Properties: 7 }
  Worse: { Type: "AWS::Serverless::Function" }
  NoType: { Properties: {} }
  Nothing:
  "a b": { Type: "AWS::Serverless::Function", Properties: { Handler: a.b, Runtime: nodejs24.x } }
  Fn::ForEach::X: []
  Good: { Type: "AWS::Serverless::Function", Properties: { Handler: a.b, Runtime: nodejs24.x } }
`;
  const { functions } = parse(text);
  expect(functions.filter(({ problem }) => problem === undefined).map(({ logicalId }) => logicalId)).toEqual(['Good']);
  expect(problemsOf(text)).toEqual([
    'error PROPERTY_MISSING <Bad>',
    'error PROPERTY_MISSING <Worse>',
    'error RESOURCE_INVALID <NoType>',
    'error RESOURCE_INVALID <Nothing>',
    'error RESOURCE_INVALID <"a b">',
    'warning INTRINSIC_UNSUPPORTED <Fn::ForEach::X>',
  ]);
});

test.each<[string, string, readonly string[]]>([
  ['nothing', '', ['error TEMPLATE_INVALID <>']],
  ['a comment', '# soon', ['error TEMPLATE_INVALID <>']],
  ['a text', 'hello', ['error TEMPLATE_INVALID <>']],
  ['another kind of file', 'services:\n  web: {}\n', ['error TEMPLATE_INVALID <>']],
  ['resources that are a list', 'Resources: []', ['error TEMPLATE_INVALID <>']],
  ['not text', 'Resources:\0', ['error TEMPLATE_NOT_TEXT <>']],
  ['an open bracket', 'Resources: [\n', ['error TEMPLATE_SYNTAX <>']],
  ['two documents', 'Resources: {}\n---\nResources: {}\n', ['error TEMPLATE_SYNTAX <--->']],
])('no template at all: %s', (_, text, expected) => {
  const parsed = parse(text);
  expect(parsed.readable).toBe(false);
  expect(parsed.functions).toEqual([]);
  expect(parsed.problems.map((problem) => describeProblem(text, problem))).toEqual(expected);
});

test('an error of syntax is at its line and column, counted as editors do', () => {
  const text = 'Resources:\r\n  F:\r\n    Type: "AWS::Serverless::Function\r\n    Properties: {}\r\n';
  const [problem] = parse(text).problems;
  expect(problem).toMatchObject({ code: 'TEMPLATE_SYNTAX', severity: 'error' });
  expect(problem?.position.line).toBe(4);
  const tab = parse('Resources:\n\tF: {}\n').problems[0];
  expect(tab?.position).toMatchObject({ file: '/app/template.yaml', line: 1, column: 0 });
});

test('columns are UTF-16 units, also after a byte order mark', () => {
  const text = samFunction(`${minimal}\nTimeout: !If ["😀", 1, 2]`);
  const plain = parse(text).problems[0]?.position;
  expect(plain).toMatchObject({ column: 20, endColumn: 24 });
  expect(parse(`\uFEFF${text}`).problems[0]?.position).toEqual(plain);
});

test('keys that occur twice are told, and the later one counts', () => {
  const text = samFunction(`${minimal}\nTimeout: 5\nTimeout: 6`);
  expect(problemsOf(text)).toEqual(['error TEMPLATE_DUPLICATE_KEY <Timeout>']);
  expect(parse(text).functions[0]?.settings.Timeout).toBe(6);
});
