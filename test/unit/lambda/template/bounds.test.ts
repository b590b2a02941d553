import { expect, test } from 'vitest';
import { maximumTemplateCharacters } from '../../../../src/lambda/template/parseTemplate.ts';
import { minimal, parse, samFunction } from './support.ts';

/** Far more than any of these takes, far less than what they would take without bounds. */
const timeout = 20_000;

function codesOf(text: string): readonly string[] {
  return [...new Set(parse(text).problems.map(({ code }) => code))];
}

/** `VALUE` set to an alias, after these anchors. */
function aliased(anchors: string, alias: string): string {
  return `Anchors:\n${anchors}\n${samFunction(`${minimal}\nEnvironment: { Variables: { VALUE: ${alias} } }`)}`;
}

test('aliases that double at every level', { timeout }, () => {
  const levels = Array.from({ length: 60 }, (_, index) =>
    index === 0 ? '  a0: &a0 [x, x]' : `  a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
  );
  expect(codesOf(aliased(levels.join('\n'), '*a59'))).toEqual(['ENVIRONMENT_VALUE_INVALID']);
});

test('texts that double at every level', { timeout }, () => {
  const levels = Array.from({ length: 60 }, (_, index) =>
    index === 0 ? '  a0: &a0 xxxxxxxxxx' : `  a${index}: &a${index} { "Fn::Join": ["", [*a${index - 1}, *a${index - 1}]] }`,
  );
  expect(codesOf(aliased(levels.join('\n'), '*a59'))).toContain('TEMPLATE_TOO_COMPLEX');
});

test('an alias inside its own anchor', () => {
  expect(codesOf(aliased('  a: &a [*a]', '*a'))).toContain('TEMPLATE_ALIAS');
  expect(codesOf(aliased('  a: &a { b: { c: *a } }', '*a'))).toContain('TEMPLATE_ALIAS');
  expect(codesOf(aliased('  a: 1', '*unknown'))).toContain('TEMPLATE_ALIAS');
});

test('aliases of aliases, thousands deep', { timeout }, () => {
  const levels = Array.from({ length: 5000 }, (_, index) => (index === 0 ? '  a0: &a0 [x]' : `  a${index}: &a${index} [*a${index - 1}]`));
  expect(codesOf(aliased(levels.join('\n'), '*a4999'))).toContain('TEMPLATE_TOO_DEEP');
});

test('merge keys that copy a large map again and again', { timeout }, () => {
  const large = `  big: &big { ${Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join(', ')} }`;
  const copies = Array.from({ length: 5000 }, (_, index) => `  c${index}: { <<: *big }`);
  expect(codesOf(aliased([large, ...copies].join('\n'), 'x'))).toEqual(['TEMPLATE_TOO_COMPLEX']);
});

test('nesting', { timeout }, () => {
  expect(codesOf(`Resources: ${'['.repeat(100_000)}`)).toContain('TEMPLATE_TOO_DEEP');
  expect(codesOf(`Resources:\n  F:\n    Metadata: ${'['.repeat(150)}${']'.repeat(150)}`)).toContain('TEMPLATE_TOO_DEEP');
});

test('functions whose names refer to one another in a row', { timeout }, () => {
  const properties = (next: number) => `{ FunctionName: !Ref F${next}, Code: src, Handler: a.b, Runtime: nodejs24.x }`;
  const functions = Array.from(
    { length: 1000 },
    (_, index) => `  F${index}: { Type: "AWS::Lambda::Function", Properties: ${properties(index + 1)} }`,
  );
  const { problems } = parse(`Resources:\n${functions.join('\n')}\n`);
  expect(problems.map(({ code }) => code)).toContain('TEMPLATE_TOO_DEEP');
});

test('conditions that refer to one another in a ring or in a row', { timeout }, () => {
  const ring = 'Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n';
  expect(codesOf(samFunction(`${minimal}\nTimeout: !If [A, 5, 6]`, ring))).toEqual(['REFERENCE_CYCLIC']);
  const row = Array.from({ length: 1000 }, (_, index) => `  C${index}: !Not [!Condition C${index + 1}]`).join('\n');
  expect(codesOf(samFunction(`${minimal}\nTimeout: !If [C0, 5, 6]`, `Conditions:\n${row}\n`))).toContain('TEMPLATE_TOO_DEEP');
});

test('a long list that is joined many times', { timeout }, () => {
  const parameters = `Parameters:\n  Long: { Type: CommaDelimitedList, Default: "${'a,'.repeat(20_000)}" }\n`;
  const joins = Array.from({ length: 2000 }, (_, index) => `    V${index}: !Join ["", !Ref Long]`).join('\n');
  expect(codesOf(samFunction(`${minimal}\nEnvironment:\n  Variables:\n${joins}`, parameters))).toContain('TEMPLATE_TOO_COMPLEX');
});

test('a map of many keys, and many functions', { timeout }, () => {
  const keys = Array.from({ length: 50_000 }, (_, index) => `    k${index}: 1`).join('\n');
  expect(codesOf(`Metadata:\n  M:\n${keys}\n${samFunction(minimal)}`)).toEqual([]);
  const wrong = '{ Type: "AWS::Serverless::Function", Properties: { Handler: a.b, Runtime: nodejs24.x, Timeout: 0 } }';
  const functions = Array.from({ length: 3000 }, (_, index) => `  F${index}: ${wrong}`);
  const { problems, functions: read } = parse(`Resources:\n${functions.join('\n')}\n`);
  expect(read).toHaveLength(3000);
  expect(problems).toHaveLength(201);
  expect(problems.at(-1)?.code).toBe('TEMPLATE_TOO_MANY_PROBLEMS');
});

test('a template larger than CloudFormation takes is not read', { timeout }, () => {
  expect(codesOf(`Resources: {}\n${'#'.repeat(maximumTemplateCharacters)}`)).toEqual(['TEMPLATE_TOO_LARGE']);
  expect(codesOf('x'.repeat(10 * maximumTemplateCharacters))).toEqual(['TEMPLATE_TOO_LARGE']);
});

test('garbage of the largest size', { timeout: 60_000 }, () => {
  const { problems, readable } = parse('}'.repeat(200_000));
  expect(readable).toBe(false);
  expect(problems).toHaveLength(1);
});

test('messages stay short', () => {
  const name = 'n'.repeat(100_000);
  const variables = `{ ${name}-: x, AB: !Ref ${name}, CD: !GetAtt ${name}.${name} }`;
  const text = samFunction(`${minimal}\nFunctionName: ${name}\nRole: ${name}\nEnvironment: { Variables: ${variables} }`);
  for (const { message } of parse(text).problems) expect(message.length).toBeLessThan(400);
});
