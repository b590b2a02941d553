import { describe, expect, test } from 'vitest';
import { type BubblewrapHost, findBubblewrap } from '../../../../src/runner/sandbox/bubblewrap/bubblewrapTools.ts';
import { bwrapArguments } from '../../../../src/runner/sandbox/bubblewrap/bwrapArguments.ts';
import { enterCommand } from '../../../../src/runner/sandbox/bubblewrap/enterArguments.ts';
import { systemFiles } from '../../../../src/runner/sandbox/bubblewrap/systemFiles.ts';
import { toolchainFolders } from '../../../../src/runner/sandbox/bubblewrap/toolchainFolders.ts';

test('a sandbox’s options: nothing of the network’s, code read-only, /tmp with its size, the root shut last', () => {
  const args = bwrapArguments({
    task: '/w/code',
    opt: '/d/layers/1',
    runtime: '/dist/runtimes',
    cache: '/d/compiled',
    systemFolders: [{ path: '/usr' }, { path: '/bin', target: 'usr/bin' }],
    systemFiles: { passwd: '/d/etc/passwd' },
    toolchain: ['/home/me/.nvm/v24'],
    mounts: [{ folder: '/d/fs', mountPath: '/mnt/data' }],
    temporaryBytes: 1024,
  });
  const text = args.join(' ');
  for (const part of [
    '--ro-bind /usr /usr --symlink usr/bin /bin',
    '--ro-bind /d/etc/passwd /etc/passwd',
    '--perms 0700 --size 1024 --tmpfs /tmp --ro-bind /home/me/.nvm/v24 /home/me/.nvm/v24 --ro-bind /w/code /var/task --ro-bind /d/layers/1 /opt',
    '--ro-bind /dist/runtimes /var/runtime --bind /d/compiled /var/cache/compiled --bind /d/fs /mnt/data',
    '--die-with-parent',
  ]) {
    expect(text).toContain(part);
  }
  expect(args.slice(-2)).toEqual(['--remount-ro', '/']);
  expect(text).not.toMatch(/--unshare-net|shadow|--bind \/w/);
});

test('a command enters the namespaces with its values in no argument, and the linker’s variables aside', () => {
  const command = { command: '/var/task/bootstrap', args: ['a b'], cwd: '/var/task', environment: { LD_PRELOAD: 'secret', MINE: 'secret' } };
  const entered = enterCommand('/usr/bin/nsenter', 7, command);
  expect(entered.environment).toEqual({ _SANDBOXED_LD_PRELOAD: 'secret', MINE: 'secret' });
  expect([entered.command, ...entered.args].join(' ')).not.toContain('secret');
  expect(entered.args.slice(0, 3)).toEqual(['--preserve-credentials', '--target', '7']);
  expect(entered.args.slice(-5, -3)).toEqual(['/bin/sh', '-c']);
  expect(entered.args.slice(-2)).toEqual(['/var/task/bootstrap', 'a b']);
  expect(entered.args.at(-3)).toMatch(/^ulimit -n 1024; cd \/var\/task; export LD_PRELOAD="\$_SANDBOXED_LD_PRELOAD"; unset _SANDBOXED_LD_PRELOAD; unset PWD OLDPWD SHLVL _; exec 9>&2/);
  expect(entered.args).toContain('--no-fork');
});

test('who there is, and what machines are called', () => {
  const files = systemFiles('127.0.0.1 localhost\n10.0.0.1 db\n');
  expect(files['passwd']).toContain('sbx_user1051:x:993:990:');
  expect(files['hosts']).toBe('127.0.0.1 localhost\n10.0.0.1 db\n127.0.0.1 sandbox.localdomain sandbox\n');
});

test.each([
  { what: 'of the system', command: '/usr/bin/python3', toolchain: ['/usr'], shown: [] },
  { what: 'of a version manager', command: '/home/me/.nvm/v24/bin/node', toolchain: ['/home/me/.nvm/v24'], shown: ['/home/me/.nvm/v24'] },
  { what: 'whose folder would be the home', command: '/home/me/bin/node', toolchain: ['/home/me'], shown: ['/home/me/bin'] },
  { what: 'whose folder would be the root', command: '/tools/node', toolchain: ['/'], shown: ['/tools'] },
  { what: 'right in the home', command: '/home/me/node', toolchain: ['/home'], shown: [] },
])('a toolchain $what shows $shown', async ({ command, toolchain, shown }) => {
  expect(await toolchainFolders({ command, args: [], variables: {}, toolchain }, '/home/me')).toEqual(shown);
});

describe('where sandboxes cannot be', () => {
  const works: BubblewrapHost = {
    platform: 'linux',
    search: (name) => Promise.resolve(`/usr/bin/${name}`),
    setting: () => Promise.resolve(undefined),
    run: () => Promise.resolve(),
  };
  const fails = { run: () => Promise.reject(Object.assign(new Error('failed'), { stderr: 'bwrap: No permission\n' })) };
  const setting = (wanted: string, value: string): Pick<BubblewrapHost, 'setting'> => ({
    setting: (name) => Promise.resolve(name === wanted ? value : undefined),
  });
  const without = (missing: string): Pick<BubblewrapHost, 'search'> => ({
    search: (name) => Promise.resolve(name === missing ? undefined : `/usr/bin/${name}`),
  });

  test.each<[string, Partial<BubblewrapHost>, string]>([
    ['another system', { platform: 'darwin' }, 'needs Linux'],
    ['no bubblewrap', without('bwrap'), 'apt-get install bubblewrap'],
    ['no nsenter', without('nsenter'), 'apt-get install util-linux'],
    ['Debian’s switch', { ...fails, ...setting('kernel/unprivileged_userns_clone', '0') }, 'sysctl -w kernel.unprivileged_userns_clone=1'],
    ['none allowed', { ...fails, ...setting('user/max_user_namespaces', '0') }, 'sysctl -w user.max_user_namespaces='],
    ['Ubuntu’s profile', { ...fails, ...setting('kernel/apparmor_restrict_unprivileged_userns', '1') }, 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'],
    ['anything else', fails, 'bwrap: No permission'],
  ])('%s: it is said what to do', async (_what, changes, says) => {
    await expect(findBubblewrap({ ...works, ...changes })).rejects.toMatchObject({ code: 'ISOLATION_UNAVAILABLE', message: expect.stringContaining(says) });
  });

  test('a setting that hinders nobody is not complained of', async () => {
    expect(await findBubblewrap({ ...works, ...setting('kernel/apparmor_restrict_unprivileged_userns', '1') })).toEqual({ bwrap: '/usr/bin/bwrap', nsenter: '/usr/bin/nsenter' });
  });
});
