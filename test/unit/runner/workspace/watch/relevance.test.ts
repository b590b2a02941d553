import { expect, test } from 'vitest';
import { isEntered, isRelevant } from '../../../../../src/runner/workspace/watch/relevance.ts';

test.each([
  ['app.js', true],
  ['src/deep/app.ts', true],
  ['src\\deep\\app.ts', true],
  ['data/table.json', true],
  ['bootstrap', true],
  ['', true],
  ['__pycache__', false],
  ['src/__pycache__/app.cpython-311.pyc', false],
  ['app.pyc', false],
  ['.git/index', false],
  ['.venv/lib/x.py', false],
  ['.aws-sam/cache/x', false],
  ['.app.js.swp', false],
  ['app.js~', false],
  ['4913', false],
  ['.DS_Store', false],
  ['.#app.js', false],
  ['debug.log', false],
  ['.env', true],
  ['node_modules', true],
  ['node_modules/.package-lock.json', true],
  ['node_modules/left-pad', true],
  ['node_modules/left-pad/index.js', false],
  ['node_modules\\left-pad\\index.js', false],
])('a change of %j in code counts: %s', (path, expected) => {
  expect(isRelevant(path, 'code')).toBe(expected);
});

test.each([
  ['nodejs/node_modules/shared/index.js', true],
  ['nodejs/node_modules/shared/node_modules', true],
  ['nodejs/node_modules/shared/node_modules/x/index.js', false],
  ['python/lib/python3.13/site-packages/x.py', true],
  ['python/__pycache__/x.pyc', false],
])('a change of %j in a layer counts: %s', (path, expected) => {
  expect(isRelevant(path, 'layer')).toBe(expected);
});

test.each([
  ['src', 'code', true],
  ['node_modules', 'code', true],
  ['node_modules/left-pad', 'code', false],
  ['.git', 'code', false],
  ['src/.git/objects', 'code', false],
  ['nodejs/node_modules/shared/lib', 'layer', true],
  ['nodejs/node_modules/shared/node_modules/x', 'layer', false],
] as const)('%j of %s is entered: %s', (path, kind, expected) => {
  expect(isEntered(path, kind)).toBe(expected);
});
