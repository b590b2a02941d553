import { expect, test } from 'vitest';
import { minimal, parse, problemsOf, samFunction } from './support.ts';

function merged(globals: string, own: string) {
  const text = samFunction(own, `Globals:\n  Function:\n${globals.split('\n').map((line) => `    ${line}`).join('\n')}\n`);
  return { ...parse(text).functions[0], problems: problemsOf(text) };
}

test('a function has what is global, and its own over it', () => {
  const { settings } = merged('Runtime: python3.13\nTimeout: 20\nMemorySize: 512\nCodeUri: lib', 'Handler: a.b\nTimeout: 5');
  expect(settings).toMatchObject({ Runtime: 'python3.13', Timeout: 5, MemorySize: 512, Handler: 'a.b' });
});

test('maps are merged', () => {
  const { settings } = merged(
    'Environment:\n  Variables:\n    SHARED: global\n    STAGE: global',
    `${minimal}\nEnvironment:\n  Variables:\n    STAGE: own\n    MINE: own`,
  );
  expect(settings?.Environment).toEqual({ SHARED: 'global', STAGE: 'own', MINE: 'own' });
});

test('lists follow one another, global ones first', () => {
  const { layers } = merged('Layers: [one, two]', `${minimal}\nLayers: [three]`);
  expect(layers?.map((layer) => (layer.type === 'folder' ? layer.path : layer.arn))).toEqual(['one', 'two', 'three']);
});

test('a function has one architecture: its own', () => {
  expect(merged('Architectures: [arm64]', minimal).settings?.Architecture).toBe('arm64');
  expect(merged('Architectures: [arm64]', `${minimal}\nArchitectures: [x86_64]`).settings?.Architecture).toBe('x86_64');
});

test('an intrinsic function is overridden as one value', () => {
  const { settings } = merged('Timeout: !Ref AWS::NoValue', `${minimal}\nTimeout: 9`);
  expect(settings?.Timeout).toBe(9);
  const removed = merged('Timeout: 30', `${minimal}\nTimeout: !Ref AWS::NoValue`);
  expect(removed.settings?.Timeout).toBe(3);
});

test('a value of another kind replaces what is global', () => {
  const { code } = merged('CodeUri: { Bucket: b, Key: k }', 'Handler: a.b\nRuntime: nodejs24.x\nCodeUri: own');
  expect(code).toMatchObject({ type: 'folder', path: 'own' });
});

test('what SAM takes from functions only is told, and not taken', () => {
  const { settings, problems } = merged('FunctionName: same\nTimeout: 8', minimal);
  expect(settings).toMatchObject({ FunctionName: 'F', Timeout: 8 });
  expect(problems).toEqual(['error GLOBALS_INVALID <FunctionName>']);
});

test('functions of CloudFormation have no globals', () => {
  const text = `Globals: { Function: { Timeout: 60 } }
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: { Handler: a.b, Runtime: nodejs24.x, Code: src, Role: "arn:aws:iam::123456789012:role/r" }
`;
  expect(parse(text).functions[0]?.settings.Timeout).toBe(3);
});

test('what is wrong in Globals is told at its place for each function', () => {
  const { problems } = merged('Timeout: 9999', minimal);
  expect(problems).toEqual(['error PROPERTY_OUT_OF_RANGE <9999>']);
});

test('Globals that are no map', () => {
  expect(problemsOf(samFunction(minimal, 'Globals: { Function: [a] }\n'))).toEqual(['error GLOBALS_INVALID <[a]>']);
});
