import { describe, expect, test } from 'vitest';
import { codeOf, messageOf } from '../../../../src/common/codedError.ts';
import { parseRuntime, type RuntimeFamily } from '../../../../src/lambda/runtimes.ts';
import { dotnetToolchain } from '../../../../src/runner/runtimes/toolchain/dotnetToolchain.ts';
import { ExecutableFinder } from '../../../../src/runner/runtimes/toolchain/executableFinder.ts';
import { javaToolchain } from '../../../../src/runner/runtimes/toolchain/javaToolchain.ts';
import { nodeToolchain } from '../../../../src/runner/runtimes/toolchain/nodeToolchain.ts';
import { pythonToolchain } from '../../../../src/runner/runtimes/toolchain/pythonToolchain.ts';
import { rubyToolchain } from '../../../../src/runner/runtimes/toolchain/rubyToolchain.ts';
import type { Executable, Toolchain } from '../../../../src/runner/runtimes/toolchain/toolchain.ts';
import { type FakeHost, fakeHost } from './fakeHost.ts';

const toolchains: Readonly<Partial<Record<RuntimeFamily, Toolchain>>> = {
  nodejs: nodeToolchain,
  python: pythonToolchain,
  java: javaToolchain,
  ruby: rubyToolchain,
  dotnet: dotnetToolchain,
};

function find(host: FakeHost, name: string, overrides: Readonly<Record<string, string>> = {}): Promise<Executable> {
  const runtime = parseRuntime(name);
  if (runtime === undefined) throw new Error(name);
  const toolchain = toolchains[runtime.family];
  if (toolchain === undefined) throw new Error(name);
  const version = runtime.family === 'java' ? runtime.version.split('.')[0] ?? '' : runtime.version;
  return new ExecutableFinder(host, () => overrides).find(toolchain, { ...runtime, version });
}

/** Finds `expected` where it is one of the files, besides one of another version on PATH. */
async function check(platform: NodeJS.Platform, runtime: string, file: string, environment: Readonly<Record<string, string>> = {}) {
  const windows = platform === 'win32';
  const python = runtime.startsWith('python');
  const version = python ? '3.11.7' : '24.3.0';
  const prefix = python ? '' : 'v';
  const other = windows ? 'C:\\other' : '/other';
  const files = {
    [file]: `${prefix}${version}${file}`,
    [`${other}${windows ? '\\' : '/'}${python ? 'python3' : 'node'}${windows ? '.exe' : ''}`]: `${prefix}3.2.1${other}`,
  };
  expect(await find(fakeHost(platform, files, { ...environment, PATH: other }), runtime)).toEqual({ version, path: file });
}

describe('where version managers keep Node.js', () => {
  test.each<[NodeJS.Platform, string, Record<string, string>?]>([
    ['linux', '/home/me/.nvm/versions/node/v24.3.0/bin/node'],
    ['linux', '/nvm/versions/node/v24.3.0/bin/node', { NVM_DIR: '/nvm' }],
    ['linux', '/home/me/.local/share/fnm/node-versions/v24.3.0/installation/bin/node'],
    ['linux', '/home/me/.fnm/node-versions/v24.3.0/installation/bin/node'],
    ['linux', '/data/fnm/node-versions/v24.3.0/installation/bin/node', { XDG_DATA_HOME: '/data' }],
    ['darwin', '/Users/me/fnm/node-versions/v24.3.0/installation/bin/node', { FNM_DIR: '/Users/me/fnm' }],
    ['darwin', '/home/me/Library/Application Support/fnm/node-versions/v24.3.0/installation/bin/node'],
    ['linux', '/home/me/.volta/tools/image/node/24.3.0/bin/node'],
    ['linux', '/home/me/.local/share/mise/installs/node/24.3.0/bin/node'],
    ['linux', '/home/me/.asdf/installs/nodejs/24.3.0/bin/node'],
    ['linux', '/home/me/.nodenv/versions/24.3.0/bin/node'],
    ['linux', '/usr/local/n/versions/node/24.3.0/bin/node'],
    ['linux', '/home/linuxbrew/.linuxbrew/opt/node@24/bin/node'],
    ['darwin', '/opt/homebrew/opt/node@24/bin/node'],
    ['win32', 'C:\\nvm4w\\v24.3.0\\node.exe', { NVM_HOME: 'C:\\nvm4w' }],
    ['win32', 'C:\\Users\\me\\AppData\\Roaming\\fnm\\node-versions\\v24.3.0\\installation\\node.exe'],
    ['win32', 'D:\\Local\\Volta\\tools\\image\\node\\24.3.0\\node.exe', { LocalAppData: 'D:\\Local' }],
    ['win32', 'C:\\Program Files\\nodejs\\node.exe'],
  ])('%s: %s', (platform, file, environment) => check(platform, 'nodejs24.x', file, environment));
});

describe('where version managers keep Python', () => {
  test.each<[NodeJS.Platform, string, Record<string, string>?]>([
    ['linux', '/home/me/.pyenv/versions/3.11.7/bin/python3.11'],
    ['linux', '/pyenv/versions/3.11.7/bin/python3.11', { PYENV_ROOT: '/pyenv' }],
    ['linux', '/home/me/.local/share/mise/installs/python/3.11.7/bin/python3.11'],
    ['linux', '/home/me/.asdf/installs/python/3.11.7/bin/python3.11'],
    ['linux', '/home/me/.local/share/uv/python/cpython-3.11.7-linux-x86_64-gnu/bin/python3.11'],
    ['darwin', '/opt/homebrew/opt/python@3.11/bin/python3.11'],
    ['darwin', '/Library/Frameworks/Python.framework/Versions/3.11/bin/python3.11'],
    ['win32', 'C:\\Users\\me\\.pyenv\\pyenv-win\\versions\\3.11.7\\python.exe'],
    ['win32', 'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python311\\python.exe'],
    ['win32', 'C:\\Users\\me\\AppData\\Roaming\\uv\\data\\python\\cpython-3.11.7-windows-x86_64-none\\python.exe'],
  ])('%s: %s', (platform, file, environment) => check(platform, 'python3.11', file, environment));
});

describe('where version managers keep Ruby', () => {
  test.each<[NodeJS.Platform, string, Record<string, string>?]>([
    ['linux', '/home/me/.rbenv/versions/3.4.2/bin/ruby'],
    ['linux', '/rbenv/versions/3.4.2/bin/ruby', { RBENV_ROOT: '/rbenv' }],
    ['linux', '/home/me/.rvm/rubies/ruby-3.4.2/bin/ruby'],
    ['linux', '/home/me/.local/share/mise/installs/ruby/3.4.2/bin/ruby'],
    ['linux', '/home/me/.asdf/installs/ruby/3.4.2/bin/ruby'],
    ['linux', '/opt/rubies/ruby-3.4.2/bin/ruby'],
    ['linux', '/home/me/.rubies/3.4.2/bin/ruby'],
    ['darwin', '/opt/homebrew/opt/ruby@3.4/bin/ruby'],
    ['win32', 'C:\\Ruby34-x64\\bin\\ruby.exe'],
  ])('%s: %s', async (platform, file, environment) => {
    const host = fakeHost(platform, { [file]: `3.4.2${file}` }, environment);
    expect(await find(host, 'ruby3.4')).toEqual({ version: '3.4.2', path: file });
  });
});

describe('where Java is kept', () => {
  test.each<[NodeJS.Platform, string, string, string, Record<string, string>?]>([
    ['linux', 'java17', '/usr/lib/jvm/java-17-openjdk-amd64/bin/java', '17'],
    ['linux', 'java17', '/usr/lib/jvm/java-1.17.0-openjdk-amd64/bin/java', '17.0'],
    ['linux', 'java8.al2', '/usr/lib/jvm/java-1.8.0-openjdk-amd64/bin/java', '8.0'],
    ['linux', 'java25', '/usr/lib/jvm/temurin-25-jdk-amd64/bin/java', '25'],
    ['linux', 'java21', '/home/me/.sdkman/candidates/java/21.0.2-tem/bin/java', '21.0.2'],
    ['linux', 'java21', '/sdk/candidates/java/21.0.2-tem/bin/java', '21.0.2', { SDKMAN_DIR: '/sdk' }],
    ['linux', 'java17.al2023', '/home/me/.local/share/mise/installs/java/temurin-17.0.9/bin/java', '17.0.9'],
    ['linux', 'java11', '/home/me/.asdf/installs/java/corretto-11.0.22.7.1/bin/java', '11.0.22.7.1'],
    ['linux', 'java17', '/home/me/.jenv/versions/openjdk64-17.0.1/bin/java', '17.0.1'],
    ['linux', 'java21', '/home/me/.jdks/corretto-21.0.2/bin/java', '21.0.2'],
    ['darwin', 'java21', '/Library/Java/JavaVirtualMachines/temurin-21.jdk/Contents/Home/bin/java', '21'],
    ['darwin', 'java8.al2', '/Library/Java/JavaVirtualMachines/jdk1.8.0_402.jdk/Contents/Home/bin/java', '8.0_402'],
    ['win32', 'java17', 'C:\\Program Files\\Eclipse Adoptium\\jdk-17.0.9.9-hotspot\\bin\\java.exe', '17.0.9.9'],
    ['win32', 'java8.al2', 'C:\\Program Files\\Amazon Corretto\\jdk1.8.0_402\\bin\\java.exe', '8.0_402'],
  ])('%s: %s is %s', async (platform, runtime, file, version, environment) => {
    const host = fakeHost(platform, { [file]: undefined }, environment);
    expect(await find(host, runtime)).toEqual({ version, path: file });
  });

  const said = (home: string, version: string) =>
    `Property settings:\n    java.home = ${home}\n    java.version = ${version}\n    java.vm = x\n`;

  test.each<[NodeJS.Platform, string, string, Record<string, string>, string, Executable]>([
    [
      'linux',
      'java17',
      '/usr/bin/java',
      { PATH: '/usr/bin' },
      said('/usr/lib/jvm/java-17', '17.0.15'),
      { version: '17.0.15', path: '/usr/lib/jvm/java-17/bin/java' },
    ],
    [
      'linux',
      'java8.al2',
      '/usr/bin/java',
      { PATH: '/usr/bin' },
      said('/jdk8/jre', '1.8.0_402'),
      { version: '8.0_402', path: '/jdk8/jre/bin/java' },
    ],
    ['linux', 'java25', '/x/bin/java', { JAVA_HOME: '/x' }, said('/x', '25'), { version: '25', path: '/x/bin/java' }],
    ['linux', 'java21', '/t/bin/java', { JAVA_HOME_21_X64: '/t' }, said('/t', '21.0.2'), { version: '21.0.2', path: '/t/bin/java' }],
    [
      'win32',
      'java21',
      'C:\\j\\bin\\java.exe',
      { JAVA_HOME: 'C:\\j' },
      said('C:\\j', '21.0.2').replaceAll('\n', '\r\n'),
      { version: '21.0.2', path: 'C:\\j\\bin\\java.exe' },
    ],
    [
      'darwin',
      'java21',
      '/opt/homebrew/opt/openjdk@21/bin/java',
      {},
      said('/cellar', '21.0.2'),
      { version: '21.0.2', path: '/cellar/bin/java' },
    ],
  ])('%s: %s by what %s says on standard error', async (platform, runtime, file, environment, text, expected) => {
    expect(await find(fakeHost(platform, { [file]: text }, environment), runtime)).toEqual(expected);
  });
});

describe('.NET', () => {
  const listed = (root: string, sep: string) =>
    [
      'Microsoft.AspNetCore.App 8.0.2',
      'Microsoft.NETCore.App 6.0.36',
      'Microsoft.NETCore.App 8.0.2',
      'Microsoft.NETCore.App 8.0.11',
      'Microsoft.NETCore.App 10.0.0-rc.1',
    ]
      .map((line) => `${line} [${root}${sep}shared${sep}${line.split(' ')[0]}]`)
      .join('\n');

  test.each<[NodeJS.Platform, string, string, Record<string, string>, string]>([
    ['linux', 'dotnet8', '8.0.11', { '/usr/bin/dotnet': listed('/usr/lib/dotnet', '/') }, '/usr/lib/dotnet/dotnet'],
    ['linux', 'dotnet6', '6.0.36', { '/usr/bin/dotnet': listed('/usr/lib/dotnet', '/') }, '/usr/lib/dotnet/dotnet'],
    ['linux', 'dotnet10', '10.0.0', { '/home/me/.dotnet/dotnet': listed('/home/me/.dotnet', '/') }, '/home/me/.dotnet/dotnet'],
    [
      'win32',
      'dotnet8',
      '8.0.11',
      { 'C:\\Program Files\\dotnet\\dotnet.exe': listed('C:\\Program Files\\dotnet', '\\') },
      'C:\\Program Files\\dotnet\\dotnet.exe',
    ],
  ])('%s: %s is the newest %s of what one executable runs', async (platform, runtime, version, files, path) => {
    expect(await find(fakeHost(platform, files, { PATH: '/usr/bin' }), runtime)).toEqual({ version, path });
  });

  test('another version is named', async () => {
    const files = { '/usr/bin/dotnet': 'Microsoft.NETCore.App 8.0.2 [/usr/lib/dotnet/shared/Microsoft.NETCore.App]' };
    await expect(find(fakeHost('linux', files, { PATH: '/usr/bin' }), 'dotnet10')).rejects.toThrow(
      /dotnet10 needs \.NET 10, which was not found.*Found other versions: 8\.0\.2 \(\/usr\/lib\/dotnet\/dotnet\)/,
    );
  });
});

describe('on PATH', () => {
  test.each<[string, NodeJS.Platform, string, Record<string, string | undefined>, string, Executable]>([
    [
      'the first of the version',
      'linux',
      'nodejs24.x',
      { '/a/node': 'v22.1.0/a/node', '/b/node': 'v24.1.0/b/node', '/c/node': 'v24.9.0/c/node' },
      '/a:/b:/c',
      { version: '24.1.0', path: '/b/node' },
    ],
    [
      'the one that is named by the version',
      'linux',
      'nodejs24.x',
      { '/a/node': 'v24.1.0/a/node', '/b/node24': 'v24.9.0/b/node24' },
      '/a:/b',
      { version: '24.9.0', path: '/b/node24' },
    ],
    [
      'what a shim runs',
      'linux',
      'python3.11',
      { '/shims/python3.11': '3.11.7/real/bin/python3.11' },
      '/shims',
      { version: '3.11.7', path: '/real/bin/python3.11' },
    ],
    [
      'the one behind a shim that fails',
      'linux',
      'python3.11',
      { '/shims/python3.11': undefined, '/usr/bin/python3': '3.11.2/usr/bin/python3' },
      '/shims:/usr/bin',
      { version: '3.11.2', path: '/usr/bin/python3' },
    ],
    [
      'not 3.1 for 3.11, nor the other way round',
      'linux',
      'python3.1',
      { '/a/python3': '3.11.2/a/python3', '/b/python3': '3.1.4/b/python3' },
      '/a:/b',
      { version: '3.1.4', path: '/b/python3' },
    ],
    [
      'a program of Windows',
      'win32',
      'nodejs24.x',
      { 'C:\\a\\node.exe': 'v24.1.0C:\\a\\node.exe' },
      'C:\\none;C:\\a',
      { version: '24.1.0', path: 'C:\\a\\node.exe' },
    ],
    [
      'what a batch file of Windows runs',
      'win32',
      'nodejs24.x',
      { 'C:\\bin\\node.cmd': 'v24.1.0C:\\real dir\\node.exe' },
      'C:\\bin',
      { version: '24.1.0', path: 'C:\\real dir\\node.exe' },
    ],
    [
      'a version before its release',
      'linux',
      'nodejs24.x',
      { '/a/node': 'v24.0.0-nightly20250101abc/a/node' },
      '/a',
      { version: '24.0.0', path: '/a/node' },
    ],
    [
      'no relative folder',
      'linux',
      'nodejs24.x',
      { './node': 'v24.1.0/evil/node', 'node': 'v24.1.0/evil/node', '/b/node': 'v24.1.0/b/node' },
      '.::/b',
      { version: '24.1.0', path: '/b/node' },
    ],
  ])('%s', async (_title, platform, runtime, files, path, expected) => {
    expect(await find(fakeHost(platform, files, { [platform === 'win32' ? 'Path' : 'PATH']: path }), runtime)).toEqual(expected);
  });
});

test('the newest of a version manager is taken, by its folder alone', async () => {
  const node = (version: string) => `/home/me/.nvm/versions/node/v${version}/bin/node`;
  const host = fakeHost(
    'linux',
    { [node('24.9.0')]: '', [node('24.10.1')]: '', [node('24.2.0')]: '', [node('22.1.0')]: '', [node('240.0.0')]: '' },
  );
  expect(await find(host, 'nodejs24.x')).toEqual({ version: '24.10.1', path: node('24.10.1') });
  expect(host.asked).toEqual([]);
});

test('the Node.js of the service itself is the last resort', async () => {
  const host = fakeHost('linux', { '/own/node': 'v24.1.0/own/node' }, { PATH: '/bin' }, '/own/node');
  expect(await find(host, 'nodejs24.x')).toEqual({ version: '24.1.0', path: '/own/node' });
  await expect(find(host, 'python3.11')).rejects.toThrow('python3.11 needs Python 3.11, which was not found.');
});

describe('what was found is remembered', () => {
  test('for as long as the file stays as it is', async () => {
    const files: Record<string, string | undefined> = { '/a/node': 'v24.1.0/a/node' };
    const host = fakeHost('linux', files, { PATH: '/a:/b' });
    const finder = new ExecutableFinder(host, () => ({}));
    const runtime = { name: 'nodejs24.x', family: 'nodejs', version: '24' } as const;
    const found = await Promise.all([finder.find(nodeToolchain, runtime), finder.find(nodeToolchain, runtime)]);
    expect([...found, await finder.find(nodeToolchain, runtime)].map(({ version }) => version)).toEqual(['24.1.0', '24.1.0', '24.1.0']);
    expect(host.asked).toEqual(['/a/node']);

    files['/a/node'] = 'v24.2.0/a/node';
    expect(await finder.find(nodeToolchain, runtime)).toEqual({ version: '24.2.0', path: '/a/node' });
    delete files['/a/node'];
    files['/b/node'] = 'v24.3.0/b/node';
    expect(await finder.find(nodeToolchain, runtime)).toEqual({ version: '24.3.0', path: '/b/node' });
    expect(host.asked).toEqual(['/a/node', '/a/node', '/b/node']);
  });

  test('and what was missing is not', async () => {
    const files: Record<string, string | undefined> = {};
    const finder = new ExecutableFinder(fakeHost('linux', files, { PATH: '/a' }), () => ({}));
    const runtime = { name: 'nodejs24.x', family: 'nodejs', version: '24' } as const;
    await expect(finder.find(nodeToolchain, runtime)).rejects.toThrow('not found');
    files['/a/node'] = 'v24.1.0/a/node';
    expect(await finder.find(nodeToolchain, runtime)).toEqual({ version: '24.1.0', path: '/a/node' });
  });
});

describe('the setting', () => {
  const files = {
    '/my/node': 'v24.1.0/my/node',
    '/home/me/node': 'v24.2.0/home/me/node',
    '/old/node': 'v20.1.0/old/node',
    '/broken/node': undefined,
    '/odd/node': 'hello',
  };
  const host = () => fakeHost('linux', { ...files, '/a/node': 'v24.9.0/a/node' }, { PATH: '/a' });

  test.each<[string, Executable]>([
    ['/my/node', { version: '24.1.0', path: '/my/node' }],
    ['~/node', { version: '24.2.0', path: '/home/me/node' }],
  ])('%s is taken rather than what is on PATH', async (override, expected) => {
    expect(await find(host(), 'nodejs24.x', { 'nodejs24.x': override })).toEqual(expected);
  });

  test.each([
    ['/none/node', 'where there is no executable file.'],
    ['node', 'which is not an absolute path.'],
    ['/old/node', 'which is Node.js 20.1.0; it needs Node.js 24.'],
    ['/broken/node', 'which does not run as Node.js: /broken/node exited with 1'],
    ['/odd/node', 'which does not run as Node.js: it answered "hello\\n"'],
  ])('%s is refused', async (override, reason) => {
    const error: unknown = await find(host(), 'nodejs24.x', { 'nodejs24.x': override }).catch((error: unknown) => error);
    expect(codeOf(error)).toBe('RUNTIME_NOT_FOUND');
    expect(messageOf(error)).toBe(`The setting lambdaWorkbench.runtimes names ${override} for nodejs24.x, ${reason}`);
  });
});

test('where none is found, the error names what was looked for, everywhere it was, what else is there, and the setting', async () => {
  const host = fakeHost(
    'linux',
    { '/usr/bin/node': 'v20.1.0/usr/bin/node', '/home/me/.nvm/versions/node/v22.1.0/bin/node': '' },
    { PATH: '/usr/bin:/bin' },
  );
  const error: unknown = await find(host, 'nodejs24.x').catch((error: unknown) => error);
  expect(codeOf(error)).toBe('RUNTIME_NOT_FOUND');
  expect(messageOf(error)).toBe(
    'nodejs24.x needs Node.js 24, which was not found. Looked for node24, node on PATH (/usr/bin, /bin), and in ' +
      'nvm (/home/me/.nvm/versions/node), fnm (/home/me/.local/share/fnm/node-versions), fnm (/home/me/.fnm/node-versions), ' +
      'Volta (/home/me/.volta/tools/image/node), mise (/home/me/.local/share/mise/installs/node), ' +
      'asdf (/home/me/.asdf/installs/nodejs), nodenv (/home/me/.nodenv/versions), n (/usr/local/n/versions/node), ' +
      'Homebrew (/home/linuxbrew/.linuxbrew/opt/node@24/bin/node). ' +
      'Found other versions: 20.1.0 (/usr/bin/node), 22.1.0 (/home/me/.nvm/versions/node/v22.1.0). ' +
      'Install Node.js 24, or name its executable in the setting lambdaWorkbench.runtimes: { "nodejs24.x": "/path/to/node" }.',
  );
});
