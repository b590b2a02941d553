import { expect, test } from 'vitest';
import { nodeFlags } from '../../../../src/runner/runtimes/nodeFlags.ts';
import { functionVersion } from '../../../runner/runtimes/launchedRuntime.ts';

const memory = ['--expose-gc', '--max-http-header-size=81920', '--max-semi-space-size=6', '--max-old-space-size=116'];
const noRequire = '--no-experimental-require-module';
const noDetect = '--no-experimental-detect-module';
const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
const strip = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

test.each<[version: string, source: 'js' | 'ts', options: string, expected: readonly string[] | undefined]>([
  ['24.1.0', 'js', '', memory],
  ['24.1.0', 'ts', '', [...memory, quiet]],
  ['22.18.0', 'js', '', [...memory, noRequire, noDetect]],
  ['22.18.0', 'ts', '', [...memory, quiet]],
  ['22.17.9', 'ts', '', [...memory, quiet, ...strip]],
  ['22.6.0', 'ts', '', [...memory, quiet, ...strip]],
  ['22.5.1', 'ts', '', undefined],
  ['20.20.0', 'ts', '', undefined],
  ['20.20.0', 'js', '', [...memory, noRequire]],
  ['20.9.0', 'js', '', memory],
  ['26.0.0', 'ts', '', [...memory, quiet]],
  ['22.18.0', 'js', '--enable-source-maps --experimental-require-module', [...memory, noDetect]],
  ['22.18.0', 'js', '--experimental-detect-module', [...memory, noRequire]],
  ['24.1.0', 'js', '--max-old-space-size=2000', memory.slice(0, 2)],
  ['24.1.0', 'js', '--max_semi_space_size=10', memory.slice(0, 2)],
])('Node.js %s, %s, NODE_OPTIONS=%s', (version, source, options, expected) => {
  const { settings } = functionVersion('nodejs24.x', 'index.handler', '/code', { NODE_OPTIONS: options });
  expect(nodeFlags(version, settings, source === 'ts')).toEqual(expected);
});
