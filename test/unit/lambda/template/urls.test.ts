import { expect, test } from 'vitest';

import { functionOf, minimal, parse, problemsOf, samFunction } from './support.ts';

test("a function's FunctionUrlConfig is its URL", () => {
  expect(functionOf('FunctionUrlConfig:\n  AuthType: NONE').url).toEqual({ authType: 'NONE', invokeMode: 'BUFFERED' });
  const whole = `FunctionUrlConfig:
  AuthType: AWS_IAM
  InvokeMode: RESPONSE_STREAM
  Cors:
    AllowOrigins: [https://example.com, !Sub 'https://\${AWS::Region}.example.com']
    AllowMethods: GET
    AllowHeaders: [x-a]
    ExposeHeaders: [date]
    AllowCredentials: true
    MaxAge: 60`;
  expect(functionOf(whole).url).toEqual({
    authType: 'AWS_IAM',
    invokeMode: 'RESPONSE_STREAM',
    cors: {
      AllowOrigins: ['https://example.com', 'https://eu-west-1.example.com'],
      AllowMethods: ['GET'],
      AllowHeaders: ['x-a'],
      ExposeHeaders: ['date'],
      AllowCredentials: true,
      MaxAge: 60,
    },
  });
  expect(functionOf('').url).toBeUndefined();
});

test('globals give URLs, and functions their own part of them', () => {
  const globals = 'Globals:\n  Function:\n    FunctionUrlConfig:\n      AuthType: NONE\n      Cors:\n        AllowOrigins: ["*"]\n';
  expect(functionOf('', globals).url).toEqual({ authType: 'NONE', invokeMode: 'BUFFERED', cors: { AllowOrigins: ['*'] } });
  expect(functionOf('FunctionUrlConfig:\n  InvokeMode: RESPONSE_STREAM', globals).url).toMatchObject({ authType: 'NONE', invokeMode: 'RESPONSE_STREAM' });
});

test.each([
  ['FunctionUrlConfig: yes', ['warning PROPERTY_TYPE <yes>']],
  ['FunctionUrlConfig:\n  InvokeMode: BUFFERED', ['warning PROPERTY_INVALID <InvokeMode: BUFFERED>']],
  ['FunctionUrlConfig:\n  AuthType: none', ['warning PROPERTY_INVALID <none>']],
  ['FunctionUrlConfig:\n  AuthType: NONE\n  InvokeMode: FAST', ['warning PROPERTY_INVALID <FAST>']],
])('%j is told, and the function runs without a URL', (properties, problems) => {
  const text = samFunction(`${minimal}\n${properties}`);
  expect(problemsOf(text).map((problem) => problem.replace(/\s+>/, '>'))).toEqual(problems);
  const [fn] = parse(text).functions;
  expect(fn).not.toHaveProperty('url');
  expect(fn).not.toHaveProperty('problem');
});

test('what is wrong in CORS settings is told and left out', () => {
  const text = samFunction(`${minimal}\nFunctionUrlConfig:\n  AuthType: NONE\n  Cors:\n    MaxAge: 86401\n    AllowOrigins: [a, [b]]`);
  expect(problemsOf(text)).toEqual(['warning PROPERTY_OUT_OF_RANGE <86401>', expect.stringContaining('warning PROPERTY_TYPE')]);
  expect(parse(text).functions[0]?.url).toEqual({ authType: 'NONE', invokeMode: 'BUFFERED', cors: { AllowOrigins: ['a'] } });
});

const cloudFormation = (target: string, more = ''): string => `Resources:
  Link:
    Type: AWS::Lambda::Url
    Properties:
      TargetFunctionArn: ${target}
      AuthType: NONE
      Cors: { AllowOrigins: ['*'] }
${more}
  F:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: orders
      Handler: app.handler
      Runtime: nodejs24.x
      Role: arn:aws:iam::123456789012:role/r
      Code: src
`;

test.each(['!Ref F', '!GetAtt F.Arn', 'orders'])('an AWS::Lambda::Url with the target %s gives its function a URL', (target) => {
  expect(parse(cloudFormation(target)).functions[0]?.url).toEqual({ authType: 'NONE', invokeMode: 'BUFFERED', cors: { AllowOrigins: ['*'] } });
});

test.each([
  ['a function that the template does not have', cloudFormation('other')],
  ['an alias', cloudFormation('!Ref F', '      Qualifier: live')],
])('a URL for %s is told and not served', (_what, text) => {
  expect(problemsOf(text)).toEqual(['information URL_NOT_SERVED <Link>']);
  expect(parse(text).functions[0]).not.toHaveProperty('url');
});

test('a URL whose condition does not hold is not there', () => {
  const conditions = '    Condition: Never\n';
  const text = cloudFormation('!Ref F').replace('    Type: AWS::Lambda::Url\n', `    Type: AWS::Lambda::Url\n${conditions}`);
  expect(parse(`Conditions:\n  Never: !Equals [a, b]\n${text}`).functions[0]).not.toHaveProperty('url');
});
