import { describe, expect, test } from 'vitest';
import { readScenario } from '../../../../../src/lambda/scaling/simulation/readScenario.ts';

const yaml = `# Two functions
seed: 1
functions:
  - name: orders
    traffic:
      shape: { type: constant, rps: ten }
  - name: mail
`;
const json = '{\n  "seed": 1,\n  "functions": [\n    { "name": "orders",\n\t"memoryMegabytes": -1 }\n  ]\n}';

test('YAML and JSON are read to the same values', () => {
  expect(readScenario('s.yaml', yaml).value).toEqual({
    seed: 1,
    functions: [{ name: 'orders', traffic: { shape: { type: 'constant', rps: 'ten' } } }, { name: 'mail' }],
  });
  expect(readScenario('s.json', json).value).toEqual({ seed: 1, functions: [{ name: 'orders', memoryMegabytes: -1 }] });
});

describe('the place of a part', () => {
  test.each([
    [['seed'], 's.yaml:2:7'],
    [['functions', 0, 'traffic', 'shape', 'rps'], 's.yaml:6:37'],
    [['functions', 1], 's.yaml:7:5'],
    // What is missing is shown where it should be.
    [['functions', 1, 'traffic', 'shape'], 's.yaml:7:5'],
    [['seconds'], 's.yaml:2:1'],
    [[], 's.yaml:2:1'],
  ])('%j', (path, expected) => {
    expect(readScenario('s.yaml', yaml).placeOf(path)).toBe(expected);
  });

  test('in JSON', () => {
    expect(readScenario('s.json', json).placeOf(['functions', 0, 'memoryMegabytes'])).toBe('s.json:5:21');
  });
});

test.each([
  ['a: [1, 2', 's.yaml:1:9: '],
  ['a: 1\nb: {c: ]}', 's.yaml:2:8: '],
  ['a: 1\na: 2', 's.yaml:2:1: '],
  ['a: *nobody', 's.yaml:1:'],
  ['a: &a [1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]', 's.yaml:1:1: '],
])('%j is no scenario, and that is told with its place', (text, place) => {
  expect(() => readScenario('s.yaml', text)).toThrow(expect.objectContaining({ code: 'SCENARIO_SYNTAX', message: expect.stringContaining(place) }));
});
