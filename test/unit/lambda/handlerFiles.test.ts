import { expect, test } from 'vitest';
import { handlerFiles } from '../../../src/lambda/handlerFiles.ts';

test.each<[string, string, readonly string[], readonly string[]]>([
  [
    'nodejs24.x',
    'src/orders.handler',
    [...['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', ''].map((ending) => `src/orders${ending}`), 'node_modules/orders'],
    ['nodejs/node_modules/orders', 'nodejs/node24/node_modules/orders'],
  ],
  [
    'python3.13',
    'app.handler',
    ['app.py', 'app/__init__.py'],
    ['python', 'python/lib/python3.13/site-packages'].flatMap((folder) => [`${folder}/app.py`, `${folder}/app/__init__.py`]),
  ],
  ['ruby3.4', 'lib/app.Orders::Api.handler', ['lib/app.rb'], ['ruby/lib/lib/app.rb']],
  ['provided.al2023', 'anything', ['bootstrap'], ['bootstrap']],
])('%s looks for %s', (runtime, handler, inCode, inLayers) => {
  expect(handlerFiles(runtime, handler)).toEqual({ type: 'files', inCode, inLayers });
});

/** The first file that is looked for. */
test.each([
  ['nodejs24.x', 'index.handler', 'index.js'],
  ['nodejs24.x', 'index.nested.handler', 'index.js'],
  ['nodejs24.x', './src/index.handler', 'src/index.js'],
  ['nodejs24.x', 'src.d/index.handler', 'src.d/index.js'],
  ['nodejs24.x', '/var/task/src/index.handler', 'src/index.js'],
  ['ruby3.4', 'app.handler', 'app.rb'],
  ['python3.13', 'pkg/app.handler', 'pkg/app.py'],
  ['python3.13', 'pkg.sub.app.handler', 'pkg/sub/app.py'],
  ['python3.13', '/var/task/app.handler', 'app.py'],
])('%s: %s is in %s', (runtime, handler, expected) => {
  const files = handlerFiles(runtime, handler);
  expect(files.type === 'files' && files.inCode[0]).toBe(expected);
});

test.each([
  ['nodejs24.x', '/opt/nodejs/wrapper.handler', 'nodejs/wrapper.js'],
  ['python3.13', '/opt/python/wrapper.handler', 'python/wrapper.py'],
  ['ruby3.4', '/opt/ruby/wrapper.handler', 'ruby/wrapper.rb'],
])('%s: %s is in a layer', (runtime, handler, expected) => {
  const files = handlerFiles(runtime, handler);
  expect(files).toMatchObject({ type: 'files', inCode: [] });
  expect(files.type === 'files' && files.inLayers[0]).toBe(expected);
});

test.each([
  ['nodejs24.x', 'index'],
  ['nodejs24.x', 'index.'],
  ['nodejs24.x', '.handler'],
  ['nodejs24.x', 'src/.handler'],
  ['nodejs24.x', '../index.handler'],
  ['nodejs24.x', ''],
  ['python3.13', 'app'],
  ['python3.13', '.handler'],
  ['python3.13', 'app.'],
  ['python3.13', 'a..b'],
  ['python3.13', '../app.handler'],
  ['ruby3.4', 'app'],
  ['ruby3.4', 'app.'],
  ['ruby3.4', 'app.a.b.c'],
])('%s: %j is malformed', (runtime, handler) => {
  expect(handlerFiles(runtime, handler).type).toBe('malformed');
});

test.each(['java21', 'dotnet8', 'cobol1', ''])('%s is not told', (runtime) => {
  expect(handlerFiles(runtime, 'a.b')).toEqual({ type: 'untold' });
});
