import { describe, expect, test } from 'vitest';
import { codeOf, messageOf } from '../../../../src/common/codedError.ts';
import { createRuntimes } from '../../../../src/runner/runtimes/createRuntimes.ts';
import { functionVersion, same } from '../../../runner/runtimes/launchedRuntime.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { fakeHost } from './fakeHost.ts';

const listed = 'Microsoft.NETCore.App 8.0.11 [/usr/lib/dotnet/shared/Microsoft.NETCore.App]';

async function plan(handler: string, files: readonly string[], mode = 0o755) {
  const workspace = await temporaryWorkspace();
  for (const file of files) await workspace.write(file, '', mode);
  const host = fakeHost('linux', { '/usr/bin/dotnet': listed }, { PATH: '/usr/bin' });
  const runtimes = createRuntimes({ platform: 'linux', environment: {}, home: '', overrides: () => ({}), host });
  const places = { task: { inside: '/var/task', host: workspace.folder }, opt: same('/opt'), assets: same('/assets') };
  try {
    return await runtimes.plan(functionVersion('dotnet8', handler, workspace.folder), places);
  } finally {
    await workspace[Symbol.asyncDispose]();
  }
}

describe('.NET runs', () => {
  test.each(['Orders', 'Orders.dll'])('the program that the handler %s names', async (handler) => {
    const { command, args, variables, toolchain } = await plan(handler, ['Orders.dll', 'Amazon.Lambda.RuntimeSupport.dll']);
    expect({ command, args, toolchain }).toEqual({ command: '/usr/lib/dotnet/dotnet', args: ['/var/task/Orders.dll'], toolchain: ['/usr/lib/dotnet'] });
    expect(variables).toMatchObject({ AWS_EXECUTION_ENV: 'AWS_Lambda_dotnet8', DOTNET_ROOT: '/usr/lib/dotnet' });
  });

  test('a bootstrap', async () => {
    const { command, args, toolchain } = await plan('anything', ['bootstrap']);
    expect({ command, args, toolchain }).toEqual({ command: '/var/task/bootstrap', args: [], toolchain: [] });
  });
});

test.each<[title: string, handler: string, files: readonly string[], code: string, message: RegExp]>([
  [
    'a class library',
    'Orders::Shop.Orders::Handle',
    ['Orders.dll'],
    'RUNTIME_UNSUPPORTED',
    /is a method of a class library, which only AWS's own dotnet8 loads\. Make the project a program .* and name the assembly alone as handler: Orders\./,
  ],
  ['no build', 'Orders', ['Orders.csproj'], 'BOOTSTRAP_MISSING', /^f \(dotnet8\) has neither Orders\.dll nor bootstrap in /],
  [
    'no client',
    'Orders',
    ['Orders.dll'],
    'RUNTIME_UNSUPPORTED',
    /^Orders\.dll in .* does not bring Lambda's client: add the package Amazon\.Lambda\.RuntimeSupport/,
  ],
])('.NET with %s says what to do', async (_title, handler, files, code, message) => {
  const error: unknown = await plan(handler, files).catch((error: unknown) => error);
  expect(codeOf(error)).toBe(code);
  expect(messageOf(error)).toMatch(message);
});

test('a bootstrap that is not executable is refused', async () => {
  await expect(plan('x', ['bootstrap'], 0o644)).rejects.toThrow('is not executable: run chmod +x on it.');
});
