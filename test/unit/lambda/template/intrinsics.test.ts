import { expect, test } from 'vitest';
import { functionOf, problemsOf, minimal, parse, samFunction, valueOf } from './support.ts';

const sections = `
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
  NamedTable:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "orders-\${Stage}"
  Other:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Join ["-", [other, !Ref Stage]]
Parameters:
  Stage:
    Type: String
    Default: dev
  Zones:
    Type: CommaDelimitedList
    Default: "a, b,c"
  Secret:
    Type: AWS::SSM::Parameter::Value<String>
    Default: /shop/secret
  Open:
    Type: String
Mappings:
  Sizes:
    dev:
      memory: 256
      list: [x, y]
    eu-west-1:
      zone: first
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Equals [!Ref Stage, prod]
  NotProd: !Not [!Condition IsProd]
  Both: !And [!Condition IsDev, !Condition NotProd]
  Neither: !Or [!Condition IsProd, !Equals [!Ref "AWS::Region", us-east-1]]
  Loop: !Not [!Condition Loop]
`;

test.each([
  // Ref
  ['!Ref Stage', 'dev'],
  ['{ Ref: Stage }', 'dev'],
  ['{"Ref": "AWS::Region"}', 'eu-west-1'],
  ['!Ref AWS::AccountId', '123456789012'],
  ['!Ref AWS::Partition', 'aws'],
  ['!Ref AWS::StackName', 'local'],
  ['!Ref AWS::URLSuffix', 'amazonaws.com'],
  ['!Ref AWS::NoValue', undefined],
  ['!Ref Table', 'Table'],
  ['!Ref NamedTable', 'orders-dev'],
  ['!Ref Other', 'other-dev'],
  ['!Ref F', 'F'],
  ['!Ref Secret', '/shop/secret'],
  ['!Ref Open', 'Open'],
  ['!Ref Missing', 'Missing'],
  ['!Ref FRole', 'FRole'],
  // GetAtt
  ['!GetAtt Table.Arn', 'Table.Arn'],
  ['!GetAtt Other.Arn', 'arn:aws:lambda:eu-west-1:123456789012:function:other-dev'],
  ['{ "Fn::GetAtt": [Other, Arn] }', 'arn:aws:lambda:eu-west-1:123456789012:function:other-dev'],
  ['!GetAtt [Stack, Outputs.Url]', 'Stack.Outputs.Url'],
  // Sub
  ['!Sub "${Stage}-${AWS::Region}"', 'dev-eu-west-1'],
  ['!Sub "${!Stage} ${ Stage }"', '${Stage} dev'],
  ['!Sub "${Table.Arn}/index/*"', 'Table.Arn/index/*'],
  ['!Sub ["${A}/${Stage}", { A: !Ref AWS::AccountId }]', '123456789012/dev'],
  ['{ "Fn::Sub": ["${Stage}", { Stage: own }] }', 'own'],
  ['!Sub plain $text $ {x}', 'plain $text $ {x}'],
  // Join, Split, Select
  ['!Join [":", [a, !Ref Stage, !Ref AWS::NoValue, 3]]', 'a:dev:3'],
  ['!Join [",", !Ref Zones]', 'a,b,c'],
  ['!Select [1, !Ref Zones]', 'b'],
  ['!Select ["2", !Split ["/", "x/y/z"]]', 'z'],
  ['!Select [0, !GetAZs ""]', 'eu-west-1a'],
  ['!Join [",", !GetAtt Table.Names]', 'Table.Names'],
  // If, conditions
  ['!If [IsDev, yes it is, no]', 'yes it is'],
  ['!If [IsProd, a, b]', 'b'],
  ['!If [Both, a, b]', 'a'],
  ['!If [Neither, a, b]', 'b'],
  ['!If [IsProd, a, !Ref AWS::NoValue]', undefined],
  ['{ "Fn::If": [NotProd, !If [IsDev, deep, x], y] }', 'deep'],
  // FindInMap
  ['!FindInMap [Sizes, !Ref Stage, memory]', '256'],
  ['!FindInMap [Sizes, !Ref AWS::Region, zone]', 'first'],
  ['!FindInMap [Sizes, none, none, { DefaultValue: 7 }]', '7'],
  ['!Select [1, !FindInMap [Sizes, dev, list]]', 'y'],
  // others
  ['!Base64 "aé€😀"', 'YcOp4oKs8J+YgA=='],
  ['!Base64 ab', 'YWI='],
  ['!ImportValue shared-vpc', 'shared-vpc'],
  ['!ImportValue\n  Fn::Sub: "${Stage}-vpc"', 'dev-vpc'],
  // scalars keep what was written
  ['1.10', '1.10'],
  ['012345', '012345'],
  ['true', 'true'],
  ['yes', 'yes'],
  ['2010-09-09', '2010-09-09'],
  ['!!str 12', '12'],
  ['"quoted"', 'quoted'],
  ['|\n  two\n  lines', 'two\nlines\n'],
])('%s comes to %s', (written, expected) => {
  expect(valueOf(written, sections)).toBe(expected);
});

test.each([
  ['!Ref Missing', 'warning REFERENCE_UNKNOWN <Missing>'],
  ['!GetAtt Missing.Arn', 'warning REFERENCE_UNKNOWN <Missing.Arn>'],
  ['!Sub "a ${Stage} ${Missing} b"', 'warning REFERENCE_UNKNOWN <${Missing}>'],
  ['!Sub "${Missing.Arn}"', 'warning REFERENCE_UNKNOWN <${Missing.Arn}>'],
  ['!Ref Open', 'information PARAMETER_NO_VALUE <Open>'],
  ['!Ref [a]', 'error INTRINSIC_INVALID <[a]>'],
  ['!Sub [[a]]', 'error INTRINSIC_INVALID <[[a]]>'],
  ['!Join [",", text]', 'error INTRINSIC_INVALID <[",", text]>'],
  ['!Select [9, !Ref Zones]', 'error INTRINSIC_INVALID <[9, !Ref Zones]>'],
  ['!Select [x, !Ref Zones]', 'error INTRINSIC_INVALID <[x, !Ref Zones]>'],
  ['!Split ["", a]', 'error INTRINSIC_INVALID <["", a]>'],
  ['!If [Unknown, a, b]', 'error REFERENCE_UNKNOWN <Unknown>'],
  ['!If [IsDev, a]', 'error INTRINSIC_INVALID <[IsDev, a]>'],
  ['!If [Loop, a, b]', 'error REFERENCE_CYCLIC <Loop>'],
  ['!FindInMap [Sizes, dev, none]', 'error INTRINSIC_INVALID <[Sizes, dev, none]>'],
  ['!GetAtt Table', 'error INTRINSIC_INVALID <Table>'],
  ['!Cidr [a, 1, 2]', 'warning INTRINSIC_UNSUPPORTED <[a, 1, 2]>'],
])('%s is told: %s', (written, expected) => {
  const text = samFunction(`${minimal}\nEnvironment:\n  Variables:\n    VALUE: ${written}`, sections);
  const found = problemsOf(text).filter((problem) => !problem.includes('PROPERTY_MISSING'));
  // `Other` has no code and no runtime on purpose.
  expect(found.filter((problem) => !problem.endsWith('<Other>'))).toEqual([expected]);
});

test('values that are passed in replace defaults', () => {
  const parameters = { Stage: 'prod', Zones: 'x,y', Open: 'given' };
  expect(valueOf('!Sub "${Stage} ${Open}"', sections, { parameters })).toBe('prod given');
  expect(valueOf('!Select [1, !Ref Zones]', sections, { parameters })).toBe('y');
  expect(valueOf('!If [IsProd, a, b]', sections, { parameters })).toBe('a');
});

test('a stand-in is no value for what the function depends on', () => {
  const { settings, problem } = functionOf('Timeout: !Ref Open', sections);
  expect(settings.Timeout).toBe(3);
  expect(problem?.code).toBe('VALUE_UNRESOLVED');
  expect(problem?.message).toContain('the parameter Open, which has no value');
});

test('a parameter with a default gives numbers', () => {
  expect(functionOf('Timeout: !Ref T', 'Parameters: { T: { Type: Number, Default: 42 } }').settings.Timeout).toBe(42);
});

test.each(['aws-cn amazonaws.com.cn', 'aws-us-gov amazonaws.com'])('AWS::URLSuffix in %s', (pair) => {
  const [partition = '', suffix] = pair.split(' ');
  const identity = { partition, region: 'cn-north-1', account: '123456789012' };
  expect(valueOf('!Ref AWS::URLSuffix', '', { identity })).toBe(suffix);
});

test('a function whose name refers to itself is served by its logical id', () => {
  const text = samFunction(`${minimal}\nFunctionName: !Ref F`);
  expect(parse(text).functions.map(({ settings }) => settings.FunctionName)).toEqual(['F']);
  expect(problemsOf(text)).toContain('error REFERENCE_CYCLIC <F>');
});
