import { describe, expect, test } from 'vitest';
import { codeOf, messageOf } from '../../../../src/common/codedError.ts';
import { createRuntimes } from '../../../../src/runner/runtimes/createRuntimes.ts';
import type { Runtimes } from '../../../../src/runner/runtimes/launchPlan.ts';
import { functionVersion } from '../../../runner/runtimes/launchedRuntime.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { fakeHost } from './fakeHost.ts';

const executables = {
  linux: { '/usr/bin/node': 'v24.1.0/usr/bin/node', '/python/bin/python3.11': '3.11.7/python/bin/python3.11' },
  win32: { 'C:\\node\\node.exe': 'v24.1.0C:\\node\\node.exe', 'C:\\python\\python.exe': '3.11.7C:\\python\\python.exe' },
};
const environments = {
  linux: { PATH: '/usr/bin:/python/bin', SECRET: 'of the host' },
  win32: { Path: 'C:\\node;C:\\python', SYSTEMROOT: 'D:\\Windows', SECRET: 'of the host' },
};

function runtimes(platform: 'linux' | 'win32', cache?: string): Runtimes {
  const windows = platform === 'win32';
  const host = fakeHost(platform, executables[platform], environments[platform]);
  const assets = windows ? 'C:\\assets' : '/assets';
  return createRuntimes(
    { platform, environment: {}, home: '', overrides: () => ({}), assets, host, ...(cache !== undefined && { cache }) },
  );
}

describe('on Linux', () => {
  const layers = { layers: ['/layers/1', '/layers/2'] };

  test('Node.js runs AWS’s client behind the shim', async () => {
    const plan = await runtimes('linux', '/a cache').plan(functionVersion('nodejs24.x', 'index.handler', '/code', layers));
    expect(plan).toEqual({
      command: '/usr/bin/node',
      args: [
        '--expose-gc',
        '--max-http-header-size=81920',
        '--max-semi-space-size=6',
        '--max-old-space-size=116',
        '--import',
        'file:///assets/nodejs/shim.mjs?cache=%2Fa+cache%2Fnodejs&layer=%2Flayers%2F2&layer=%2Flayers%2F1',
        '/assets/nodejs/index.mjs',
      ],
      variables: {
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        LAMBDA_RUNTIME_DIR: '/assets/nodejs',
        NODE_PATH: [
          '/layers/2/nodejs/node24/node_modules',
          '/layers/1/nodejs/node24/node_modules',
          '/layers/2/nodejs/node_modules',
          '/layers/1/nodejs/node_modules',
          '/code',
        ].join(':'),
        PATH: '/layers/2/bin:/layers/1/bin:/usr/local/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/code:/code/lib:/layers/2/lib:/layers/1/lib',
      },
    });
  });

  test('Python runs our client', async () => {
    const plan = await runtimes('linux').plan(functionVersion('python3.11', 'app.handler', '/code', layers));
    const modules = [
      '/layers/2/python/lib/python3.11/site-packages',
      '/layers/1/python/lib/python3.11/site-packages',
      '/layers/2/python',
      '/layers/1/python',
    ];
    expect(plan).toEqual({
      command: '/python/bin/python3.11',
      args: ['-u', '-X', 'utf8', '/assets/python/bootstrap.py', '', ...modules],
      variables: {
        AWS_EXECUTION_ENV: 'AWS_Lambda_python3.11',
        LAMBDA_RUNTIME_DIR: '/assets/python',
        PYTHONPATH: modules.join(':'),
        PATH: '/python/bin:/layers/2/bin:/layers/1/bin:/usr/local/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/code:/code/lib:/layers/2/lib:/layers/1/lib',
      },
    });
  });
});

describe('on Windows', () => {
  test('paths are those of Windows, and what the system needs is there', async () => {
    const plan = await runtimes(
      'win32',
      'C:\\cache').plan(functionVersion('nodejs24.x', 'index.handler', 'C:\\code', { layers: ['C:\\layer'] }),
    );
    expect(plan.command).toBe('C:\\node\\node.exe');
    expect(plan.args.slice(-2)).toEqual([
      'file:///C:/assets/nodejs/shim.mjs?cache=C%3A%5Ccache%5Cnodejs&layer=C%3A%5Clayer',
      'C:\\assets\\nodejs\\index.mjs',
    ]);
    expect(plan.variables).toEqual({
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_RUNTIME_DIR: 'C:\\assets\\nodejs',
      NODE_PATH: 'C:\\layer\\nodejs\\node24\\node_modules;C:\\layer\\nodejs\\node_modules;C:\\code',
      PATH: 'C:\\node;C:\\layer\\bin;D:\\Windows\\System32;D:\\Windows;D:\\Windows\\System32\\Wbem',
      SystemRoot: 'D:\\Windows',
      ComSpec: 'D:\\Windows\\System32\\cmd.exe',
      PATHEXT: '.COM;.EXE;.BAT;.CMD',
    });
  });

  test('a bootstrap is a program of Windows', async () => {
    const plan = runtimes('win32').plan(functionVersion('provided.al2023', 'x', 'C:\\code'));
    await expect(plan).rejects.toThrow(
      'f (provided.al2023) has no bootstrap.exe. Looked for C:\\code\\bootstrap.exe. ' +
        'Windows runs no bootstrap that was built for Linux: build it as bootstrap.exe, or run the Local region in WSL.',
    );
  });
});

test.each([
  [
    'java21',
    'The Local region does not run java21: it runs nodejs, python and provided runtimes. ' +
      'Invoke this function on AWS, or build it for a provided runtime.',
  ],
  ['ruby3.4', /^The Local region does not run ruby3\.4/],
  ['dotnet10', /^The Local region does not run dotnet10/],
  ['cobol85', 'cobol85 is not the name of a Lambda runtime.'],
  ['', 'An empty text is not the name of a Lambda runtime.'],
])('%s is unsupported, and says so', async (runtime, message) => {
  const error: unknown = await runtimes('linux').plan(functionVersion(runtime, 'x', '/code')).catch((error: unknown) => error);
  expect(codeOf(error)).toBe('RUNTIME_UNSUPPORTED');
  expect(messageOf(error)).toMatch(message);
});

test('TypeScript on a Node.js that does not strip types is unsupported, and says what to do', async () => {
  await using workspace = await temporaryWorkspace({ 'src/orders.ts': '' });
  const host = fakeHost('linux', { '/usr/bin/node': 'v20.20.0/usr/bin/node' }, { PATH: '/usr/bin' });
  const old = createRuntimes({ platform: 'linux', environment: {}, home: '', overrides: () => ({}), assets: '/assets', host });
  const error: unknown = await old.plan(
    functionVersion('nodejs20.x', 'src/orders.handler', workspace.folder)).catch((error: unknown) => error,
  );
  expect(codeOf(error)).toBe('RUNTIME_UNSUPPORTED');
  expect(messageOf(error)).toBe(
    'The handler src/orders.handler is TypeScript, which nodejs20.x on Node.js 20.20.0 (/usr/bin/node) does not load: ' +
      'use Node.js 22.6 or later, or build the handler to JavaScript.',
  );
});
