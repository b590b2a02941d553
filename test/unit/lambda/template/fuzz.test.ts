import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './support.ts';

const timeout = 60_000;
const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/templates/${name}`, import.meta.url), 'utf8');
const templates = [fixture('orders.yaml'), fixture('cdk.template.json')];

/** Reads any text without throwing, and every position lies in it. */
function readsSafely(text: string): void {
  const { functions, problems, readable } = parse(text);
  expect(readable || functions.length === 0).toBe(true);
  if (!readable) expect(problems.length).toBeGreaterThan(0);
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const { position, message } of problems) {
    expect(message).not.toBe('');
    expect(position.endLine > position.line || position.endColumn >= position.column).toBe(true);
    expect(position.endColumn).toBeLessThanOrEqual(lines[position.endLine]?.length ?? -1);
  }
  expect(new Set(functions.map(({ settings }) => settings.FunctionName)).size).toBe(functions.length);
}

test('any text', { timeout }, () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), readsSafely), { numRuns: 200 });
});

test('texts made of what templates are made of', { timeout }, () => {
  const words = ['Resources:', 'Globals:', '  F:', '    Type: AWS::Serverless::Function', '    Properties:', '      ', 'Timeout', 'F', '9'];
  const signs = ['\n', ' ', '[', ']', '{', '}', ', ', ': ', '- ', '"', "'", '|\n', '#', '\t', '---\n', '%', '? ', 'null', '~'];
  const calls = ['!Ref ', '!Sub ', '!If ', '!GetAtt ', '&a ', '*a ', '<<: ', '${', '${F}'];
  const text = fc.array(fc.constantFrom(...words, ...signs, ...calls), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(fc.property(text, readsSafely), { numRuns: 500 });
});

test('templates with pieces cut out, doubled or replaced', { timeout }, () => {
  const insert = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('!Ref ', '[', '{', '*a', '&a ', ': ', '\n', 'Ref', 'Fn::Join'),
  );
  const edit = fc.record({ at: fc.nat(4000), length: fc.nat(40), insert });
  const mutation = fc.record({ template: fc.constantFrom(...templates), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) });
  fc.assert(
    fc.property(mutation, ({ template, edits }) => {
      readsSafely(edits.reduce((text, { at, length, insert }) => text.slice(0, at) + insert + text.slice(at + length), template));
    }),
    { numRuns: 100 },
  );
});

const intrinsics = ['Ref', 'Fn::Sub', 'Fn::Join', 'Fn::If', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::GetAtt', 'Fn::Base64'];
const properties = [
  'Architectures',
  'Code',
  'CodeUri',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FunctionName',
  'Handler',
  'InlineCode',
  'Layers',
  'MemorySize',
  'PackageType',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Timeout',
];

test('templates of any values', { timeout }, () => {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...intrinsics, 'Size', 'Variables', 'ZipFile', 'x'), tie('value'), { maxKeys: 2 }),
    ),
  }));
  const settings = fc.dictionary(fc.constantFrom(...properties), value, { maxKeys: 8 });
  const resource = fc.record({
    Type: fc.constantFrom('AWS::Serverless::Function', 'AWS::Lambda::Function', 'AWS::Serverless::LayerVersion'),
    Properties: settings,
    Metadata: value,
    Condition: fc.oneof(value, fc.constant('C')),
  });
  const template = fc.record({
    Resources: fc.dictionary(fc.constantFrom('A', 'B', 'C'), resource),
    Globals: fc.oneof(value, fc.record({ Function: settings })),
    Parameters: value,
    Conditions: fc.oneof(value, fc.record({ C: value })),
    Mappings: value,
  });
  fc.assert(fc.property(template, (object) => readsSafely(JSON.stringify(object))), { numRuns: 300 });
});
