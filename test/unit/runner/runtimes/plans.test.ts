import { describe, expect, test } from 'vitest';
import { codeOf, messageOf } from '../../../../src/common/codedError.ts';
import { createRuntimes } from '../../../../src/runner/runtimes/createRuntimes.ts';
import type { RuntimeEntry } from '../../../../src/runner/regionSettings.ts';
import type { FunctionVersion } from '../../../../src/runner/resources/functionVersion.ts';
import type { LaunchPlan } from '../../../../src/runner/runtimes/launchPlan.ts';
import type { RuntimeOverrides } from '../../../../src/runner/runtimes/toolchain/executableFinder.ts';
import { functionVersion, same } from '../../../runner/runtimes/launchedRuntime.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { fakeHost } from './fakeHost.ts';

const executables = {
  linux: {
    '/usr/bin/node': 'v24.1.0/usr/bin/node',
    '/node28/node28': 'v28.0.0/node28/node28',
    '/python/bin/python3.11': '3.11.7/python/bin/python3.11',
    '/ruby/bin/ruby': '3.4.2/ruby/bin/ruby',
  },
  win32: { 'C:\\node\\node.exe': 'v24.1.0C:\\node\\node.exe', 'C:\\python\\python.exe': '3.11.7C:\\python\\python.exe' },
};
const environments = {
  linux: { PATH: '/usr/bin:/python/bin:/ruby/bin:/node28', SECRET: 'of the host' },
  win32: { Path: 'C:\\node;C:\\python', SYSTEMROOT: 'D:\\Windows', SECRET: 'of the host' },
};

interface Runtimes {
  plan(version: FunctionVersion): Promise<LaunchPlan>;
}

function runtimes(platform: 'linux' | 'win32', cache?: string, overrides: RuntimeOverrides = {}): Runtimes {
  const windows = platform === 'win32';
  const host = fakeHost(platform, executables[platform], environments[platform]);
  const created = createRuntimes({ platform, environment: {}, home: '', overrides: () => overrides, host });
  return {
    plan: (version) =>
      created.plan(version, {
        task: { inside: windows ? 'C:\\code' : '/var/task', host: version.code.path },
        opt: same(windows ? 'C:\\layers' : '/opt'),
        assets: same(windows ? 'C:\\assets' : '/assets'),
        ...(cache !== undefined && { cache: same(cache) }),
      }),
  };
}

describe('on Linux', () => {
  test('Node.js runs AWS’s client behind the shim', async () => {
    const plan = await runtimes('linux', '/a cache').plan(functionVersion('nodejs24.x', 'index.handler', '/code'));
    expect(plan).toEqual({
      command: '/usr/bin/node',
      args: [
        '--expose-gc',
        '--max-http-header-size=81920',
        '--max-semi-space-size=6',
        '--max-old-space-size=116',
        '--import',
        'file:///assets/nodejs/shim.mjs?cache=%2Fa+cache%2Fnodejs&layers=%2Fopt',
        '/assets/nodejs/index.mjs',
      ],
      variables: {
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        LAMBDA_RUNTIME_DIR: '/assets/nodejs',
        NODE_PATH: '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/task',
        PATH: '/opt/bin:/usr/local/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/var/task:/var/task/lib:/opt/lib',
      },
      toolchain: ['/usr'],
    });
  });

  test('Python runs our client', async () => {
    const plan = await runtimes('linux').plan(functionVersion('python3.11', 'app.handler', '/code'));
    const modules = ['/opt/python/lib/python3.11/site-packages', '/opt/python'];
    expect(plan).toEqual({
      command: '/python/bin/python3.11',
      args: ['-u', '-X', 'utf8', '/assets/python/bootstrap.py', '', ...modules],
      variables: {
        AWS_EXECUTION_ENV: 'AWS_Lambda_python3.11',
        LAMBDA_RUNTIME_DIR: '/assets/python',
        PYTHONPATH: modules.join(':'),
        PATH: '/python/bin:/opt/bin:/usr/local/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/var/task:/var/task/lib:/opt/lib',
      },
      toolchain: ['/python'],
    });
  });

  test('Ruby runs our client', async () => {
    expect(await runtimes('linux').plan(functionVersion('ruby3.4', 'app.handler', '/code'))).toEqual({
      command: '/ruby/bin/ruby',
      args: ['-E', 'UTF-8:UTF-8', '/assets/ruby/bootstrap.rb'],
      variables: {
        AWS_EXECUTION_ENV: 'AWS_Lambda_ruby3.4',
        LAMBDA_RUNTIME_DIR: '/assets/ruby',
        RUBYLIB: '/var/task:/opt/ruby/lib',
        GEM_PATH: '/var/task/vendor/bundle/ruby/3.4.0:/opt/ruby/gems/3.4.0',
        PATH: '/ruby/bin:/opt/bin:/usr/local/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/var/task:/var/task/lib:/opt/lib',
      },
      toolchain: ['/ruby'],
    });
  });

  test('a name that nobody knows yet runs by its family', async () => {
    const plan = await runtimes('linux').plan(functionVersion('nodejs28.x', 'index.handler', '/code'));
    expect([plan.command, plan.variables['AWS_EXECUTION_ENV']]).toEqual(['/node28/node28', 'AWS_Lambda_nodejs28.x']);
  });
});

describe('on Windows', () => {
  test('paths are those of Windows, and what the system needs is there', async () => {
    const plan = await runtimes('win32', 'C:\\cache').plan(functionVersion('nodejs24.x', 'index.handler', 'C:\\code'));
    expect(plan.command).toBe('C:\\node\\node.exe');
    expect(plan.args.slice(-2)).toEqual([
      'file:///C:/assets/nodejs/shim.mjs?cache=C%3A%5Ccache%5Cnodejs&layers=C%3A%5Clayers',
      'C:\\assets\\nodejs\\index.mjs',
    ]);
    expect(plan.variables).toEqual({
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_RUNTIME_DIR: 'C:\\assets\\nodejs',
      NODE_PATH: 'C:\\layers\\nodejs\\node24\\node_modules;C:\\layers\\nodejs\\node_modules;C:\\code',
      PATH: 'C:\\node;C:\\layers\\bin;D:\\Windows\\System32;D:\\Windows;D:\\Windows\\System32\\Wbem',
      SystemRoot: 'D:\\Windows',
      ComSpec: 'D:\\Windows\\System32\\cmd.exe',
      PATHEXT: '.COM;.EXE;.BAT;.CMD',
    });
  });

  test('a bootstrap is a program of Windows', async () => {
    const plan = runtimes('win32').plan(functionVersion('provided.al2023', 'x', 'C:\\code'));
    await expect(plan).rejects.toThrow(
      'f (provided.al2023) has no bootstrap.exe. Looked in C:\\code, C:\\layers. ' +
        'Windows runs no bootstrap that was built for Linux: build it as bootstrap.exe, or run the Local region in WSL.',
    );
  });

  test.each([
    [
      'java21',
      /needs, has a native part for Linux only, and this is Windows: run this function in a container .*, or the Local region in WSL\.$/,
    ],
    [
      'nodejs24.x',
      /starts by AWS_LAMBDA_EXEC_WRAPPER=\/opt\/wrapper, a script that Windows does not run\. Run this function in a container/,
    ],
  ])('%s with a wrapper says where it runs', async (runtime, message) => {
    const plan = runtimes('win32').plan(functionVersion(runtime, 'x', 'C:\\code', { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' }));
    const error: unknown = await plan.catch((error: unknown) => error);
    expect([codeOf(error), messageOf(error)]).toEqual(['RUNTIME_UNSUPPORTED', expect.stringMatching(message)]);
  });
});

describe('the setting', () => {
  test('makes a name run that is no runtime of Lambda', async () => {
    const entry = { command: '/usr/bin/node', args: ['run', '${taskRoot}/main.ts', '${handler}'], variables: { DENO_DIR: '${opt}/deno', A: '$1' } };
    const plan = await runtimes('linux', undefined, { deno2: entry }).plan(functionVersion('deno2', 'main.handler', '/code'));
    expect(plan).toEqual({
      command: '/usr/bin/node',
      args: ['run', '/var/task/main.ts', 'main.handler'],
      variables: {
        AWS_EXECUTION_ENV: 'AWS_Lambda_deno2',
        LAMBDA_RUNTIME_DIR: '/usr/bin',
        DENO_DIR: '/opt/deno',
        A: '$1',
        PATH: '/opt/bin:/usr/local/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/var/task:/var/task/lib:/opt/lib',
      },
      toolchain: ['/usr'],
    });
  });

  test('starts a runtime otherwise, with its layers all the same', async () => {
    const overrides = { 'nodejs24.x': { command: '/usr/bin/node' } };
    const { args, variables } = await runtimes('linux', undefined, overrides).plan(functionVersion('nodejs24.x', 'x', '/code'));
    expect(args).toEqual([]);
    expect(variables['NODE_PATH']).toBe('/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/task');
  });

  test.each<[title: string, runtime: string, override: string | RuntimeEntry, code: string, message: RegExp]>([
    [
      'an executable for an unknown name',
      'deno2',
      '/usr/bin/deno',
      'RUNTIME_UNSUPPORTED',
      /names an executable for deno2, but how that runtime starts is not known: say it with \{ "deno2": \{ "command": "\/usr\/bin\/deno", /,
    ],
    [
      'an executable for a bootstrap',
      'provided.al2023',
      '/usr/bin/x',
      'RUNTIME_UNSUPPORTED',
      /which runs the function's own bootstrap: remove it/,
    ],
    [
      'a command that is not absolute',
      'deno2',
      { command: 'deno' },
      'RUNTIME_NOT_FOUND',
      /names the command deno for deno2, which is not an absolute path\.$/,
    ],
    [
      'a command that is not there',
      'deno2',
      { command: '/no/deno' },
      'RUNTIME_NOT_FOUND',
      /names the command \/no\/deno for deno2, where there is no executable file\.$/,
    ],
    [
      'a variable that is none',
      'deno2',
      { command: '/usr/bin/node', args: ['${home}'] },
      'RUNTIME_NOT_FOUND',
      /has \$\{home\} for deno2, which stands for nothing: there are \$\{handler\}, \$\{taskRoot\} and \$\{opt\}\.$/,
    ],
  ])('refuses %s', async (_title, runtime, override, code, message) => {
    const plan = runtimes('linux', undefined, { [runtime]: override }).plan(functionVersion(runtime, 'x', '/code'));
    const error: unknown = await plan.catch((error: unknown) => error);
    expect(codeOf(error)).toBe(code);
    expect(messageOf(error)).toMatch(message);
  });
});

test.each([
  [
    'cobol85',
    /^cobol85 is not the name of a Lambda runtime\. To run it all the same, say in the setting lambdaWorkbench\.runtimes how it starts: /,
  ],
  ['constructor', /^constructor is not the name of a Lambda runtime\./],
  ['', /^An empty text is not the name of a Lambda runtime\.$/],
])('%s is unsupported, and says so', async (runtime, message) => {
  const error: unknown = await runtimes('linux').plan(functionVersion(runtime, 'x', '/code')).catch((error: unknown) => error);
  expect(codeOf(error)).toBe('RUNTIME_UNSUPPORTED');
  expect(messageOf(error)).toMatch(message);
});

test('TypeScript on a Node.js that does not strip types is unsupported, and says what to do', async () => {
  await using workspace = await temporaryWorkspace({ 'src/orders.ts': '' });
  const host = fakeHost('linux', { '/usr/bin/node': 'v20.20.0/usr/bin/node' }, { PATH: '/usr/bin' });
  const old = createRuntimes({ platform: 'linux', environment: {}, home: '', overrides: () => ({}), host });
  const places = { task: same(workspace.folder), opt: same('/opt'), assets: same('/assets') };
  const plan = old.plan(functionVersion('nodejs20.x', 'src/orders.handler', workspace.folder), places);
  const error: unknown = await plan.catch((error: unknown) => error);
  expect(codeOf(error)).toBe('RUNTIME_UNSUPPORTED');
  expect(messageOf(error)).toBe(
    'The handler src/orders.handler is TypeScript, which nodejs20.x on Node.js 20.20.0 (/usr/bin/node) does not load: ' +
      'use Node.js 22.6 or later, install esbuild in the workspace (npm install --save-dev esbuild), or build the handler to JavaScript.',
  );
});

test('TypeScript on such a Node.js goes through the workspace’s esbuild', async () => {
  await using workspace = await temporaryWorkspace({ 'app/src/orders.ts': '', 'node_modules/esbuild/lib/main.js': '' });
  const host = fakeHost('linux', { '/usr/bin/node': 'v20.20.0/usr/bin/node' }, { PATH: '/usr/bin' });
  const old = createRuntimes({ platform: 'linux', environment: {}, home: '', overrides: () => ({}), host });
  const places = { task: same(workspace.path('app')), opt: same('/opt'), assets: same('/assets') };
  const { args, toolchain } = await old.plan(functionVersion('nodejs20.x', 'src/orders.handler', workspace.path('app')), places);
  const shim = new URL(args[args.indexOf('--import') + 1] ?? '');
  expect(shim.searchParams.get('esbuild')).toBe(workspace.path('node_modules/esbuild/lib/main.js'));
  expect(toolchain).toEqual(['/usr', workspace.path('node_modules')]);
});
