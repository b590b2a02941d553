import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TemplateFunction } from '../../../../src/lambda/template/templateFunction.ts';
import { describeProblem, functionOf, minimal, parse, samFunction } from './support.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/templates/${name}`, import.meta.url), 'utf8');

/** What matters of where code and layers lie. */
function places({ code, layers }: TemplateFunction) {
  return {
    code: code.type === 'folder' ? code.path : code.fileName,
    layers: layers.map((layer) => (layer.type === 'folder' ? layer.path : layer.arn)),
  };
}

test('a SAM template with globals, parameters, mappings, conditions and layers', () => {
  const text = fixture('orders.yaml');
  const { functions, problems, readable } = parse(text);
  expect(readable).toBe(true);
  expect(functions.map(({ settings }) => settings)).toEqual([
    {
      FunctionName: 'orders-dev',
      Runtime: 'nodejs24.x',
      Handler: 'src/orders.handler',
      Role: 'arn:aws:iam::123456789012:role/OrdersRole',
      Description: 'Takes orders',
      Timeout: 10,
      MemorySize: 256,
      Environment: {
        STAGE: 'dev',
        LEVEL: 'debug',
        TABLE: 'OrdersTable',
        TABLE_ARN: 'OrdersTable.Arn',
        PRICES: 'PricesFunction',
        PRICES_ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:PricesFunction',
        QUEUE: 'https://sqs.eu-west-1.amazonaws.com/123456789012/work-dev',
        SECOND_ZONE: 'south',
        THIRD: 'c',
        EITHER: 'yes',
        IMPORTED: 'shared-vpc',
        LITERAL: '${NotReplaced} aws',
        VERSION: '1.10',
        FLAG: 'true',
        BASE: 'aMOpbGxv',
        NETWORK: 'VpcId',
      },
      Architecture: 'arm64',
      EphemeralStorage: 1024,
    },
    {
      FunctionName: 'PricesFunction',
      Runtime: 'nodejs24.x',
      Handler: 'prices.handler',
      Role: 'arn:aws:iam::123456789012:role/PricesFunctionRole',
      Description: '',
      Timeout: 5,
      MemorySize: 128,
      Environment: { STAGE: 'dev', LEVEL: 'info' },
      Architecture: 'x86_64',
      EphemeralStorage: 512,
    },
  ]);
  const layer = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38';
  expect(functions.map(places)).toEqual([
    { code: 'orders/', layers: ['layers/shared', 'layers/extra', layer] },
    { code: './prices', layers: ['layers/shared'] },
  ]);
  expect(functions.map(({ reservedConcurrency }) => reservedConcurrency)).toEqual([5, undefined]);
  expect(problems.map((problem) => describeProblem(text, problem))).toEqual([
    'information PARAMETER_NO_VALUE <VpcId>',
  ]);
});

test('the same template for production', () => {
  const { functions } = parse(fixture('orders.yaml'), { parameters: { Stage: 'prod', VpcId: 'vpc-1' } });
  expect(functions.map(({ settings: { FunctionName, MemorySize, Timeout } }) => [FunctionName, MemorySize, Timeout])).toEqual([
    ['orders-prod', 1024, 10],
    ['PricesFunction', 128, 60],
    ['OnlyProdFunction', 128, 10],
  ]);
  expect(functions[0]?.settings.Environment).toMatchObject({ ONLY_PROD: 'yes', NETWORK: 'vpc-1' });
});

test('a template that CDK made, in JSON', () => {
  const text = fixture('cdk.template.json');
  const { functions, problems } = parse(text);
  expect(functions.map(places)).toEqual([
    { code: 'asset.0f3c', layers: ['asset.77aa'] },
    { code: 'index.py', layers: [] },
  ]);
  expect(functions[0]?.settings).toMatchObject({
    FunctionName: 'OrdersHandler5E6F7A8B',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::123456789012:role/OrdersHandlerServiceRole1A2B3C4D',
    Timeout: 60,
    MemorySize: 512,
    Environment: { TABLE: 'Orders9C0D1E2F', REGION: 'eu-west-1', QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/orders' },
  });
  expect(functions[1]?.code).toMatchObject({ text: 'def handler(event, context):\n    return event\n' });
  expect(problems.map((problem) => describeProblem(text, problem))).toEqual([
    'information IMAGE_NOT_RUNNABLE <"Image">',
    'warning CODE_NOT_LOCAL <{ "S3Bucket": "releases", "S3Key": "remote.zip" }>',
  ]);
  expect(problems.map(({ functionName }) => functionName)).toEqual(['ImageHandler', 'RemoteHandler']);
});

test('JSON is read with any blanks', () => {
  const text = fixture('cdk.template.json');
  const names = (json: string) => parse(json).functions.map(({ logicalId }) => logicalId);
  expect(names(JSON.stringify(JSON.parse(text)))).toEqual(names(text));
  expect(names(JSON.stringify(JSON.parse(text), null, '\t'))).toEqual(names(text));
  expect(names(text.replaceAll('\n', '\r\n'))).toEqual(names(text));
});

test('positions are those of the logical id, the handler and the code', () => {
  const text = samFunction('Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: src');
  const [one] = parse(text).functions;
  expect(one?.position).toEqual({ file: '/app/template.yaml', line: 1, column: 2, endLine: 1, endColumn: 3 });
  expect(one?.handlerPosition).toEqual({ file: '/app/template.yaml', line: 4, column: 15, endLine: 4, endColumn: 26 });
  expect(one?.code.position).toMatchObject({ line: 6, column: 15, endColumn: 18 });
});

test.each<[string, string, object]>([
  ['a folder', minimal, { type: 'folder', path: 'src' }],
  ['nothing, as SAM takes it', 'Handler: a.b\nRuntime: nodejs24.x', { type: 'folder', path: '.' }],
  [
    'text inside',
    'Handler: index.handler\nRuntime: nodejs24.x\nInlineCode: exports.handler = 1',
    { type: 'inline', fileName: 'index.js', text: 'exports.handler = 1' },
  ],
  ['made of parts', 'Handler: a.b\nRuntime: nodejs24.x\nCodeUri: !Sub "${AWS::Region}/src"', { type: 'folder', path: 'eu-west-1/src' }],
])('code is %s', (_, properties, expected) => {
  expect(parse(samFunction(properties)).functions[0]?.code).toMatchObject(expected);
});

test('a layer that SAM builds is served as it is, with a warning', () => {
  const layer = '    Metadata: { BuildMethod: python3.13 }\n    Properties: { ContentUri: layer }\n';
  const sections = `  L:\n    Type: AWS::Serverless::LayerVersion\n${layer}`;
  const text = samFunction(`${minimal}\nLayers: [!Ref L]`, sections);
  const { functions, problems } = parse(text);
  expect(functions.map(places)).toEqual([{ code: 'src', layers: ['layer'] }]);
  expect(problems.map((problem) => describeProblem(text, problem))).toEqual(['warning LAYER_NEEDS_BUILD <python3.13>']);
});

test('a layer of a condition', () => {
  const layer = '  L:\n    Type: AWS::Serverless::LayerVersion\n    Properties: { ContentUri: layer }\n';
  const chosen = '  - !If [No, !Ref Missing, !Ref AWS::NoValue]\n  - !If [No, !Ref AWS::NoValue, !Ref L]';
  const { layers } = functionOf(`Layers:\n${chosen}`, `${layer}Conditions:\n  No: !Equals [a, b]\n`);
  expect(layers).toMatchObject([{ type: 'folder', path: 'layer' }]);
});

test('anchors, aliases and merge keys are read', () => {
  const text = `
Shared:
  base: &base
    Handler: app.handler
    Runtime: nodejs24.x
    Timeout: 7
  variables: &variables { STAGE: dev, LEVEL: info }
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      <<: *base
      Timeout: 8
      Environment: { Variables: *variables }
  B:
    Type: AWS::Serverless::Function
    Properties: *base
`;
  const { functions, problems } = parse(text);
  expect(problems).toEqual([]);
  expect(functions.map(({ settings }) => [settings.Handler, settings.Timeout, settings.Environment['LEVEL']])).toEqual([
    ['app.handler', 8, 'info'],
    ['app.handler', 7, undefined],
  ]);
});

test('how SAM builds a function is told', () => {
  const text = samFunction(minimal).replace('    Properties:', '    Metadata: { BuildMethod: esbuild }\n    Properties:');
  expect(parse(text).functions[0]?.buildMethod).toBe('esbuild');
});

test('names of members of every object are ordinary names of variables', () => {
  const { settings } = functionOf('Environment: { Variables: { constructor: a, toString: b } }');
  expect(Object.entries(settings.Environment)).toEqual([['constructor', 'a'], ['toString', 'b']]);
});
