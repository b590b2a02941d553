import { describe, expect, test } from 'vitest';
import { findDesktop } from '../../host/driver/desktop.ts';
import { workbenchUrl } from '../../host/driver/workbenchUrl.ts';
import { readFlags } from '../../host/launcher/flags.ts';

describe('desktop VS Code', () => {
  const check = (platform: NodeJS.Platform, env: Record<string, string>, files: readonly string[], links: Record<string, string> = {}) =>
    findDesktop({ platform, env, exists: (file) => files.includes(file), resolve: (file) => links[file] ?? file });

  test('Linux: the program beside the folder of the command that the link leads to', () => {
    const files = ['/usr/bin/code', '/usr/share/code/code'];
    const links = { '/usr/bin/code': '/usr/share/code/bin/code' };
    const expected = { command: '/usr/bin/code', executable: '/usr/share/code/code' };
    expect(check('linux', { PATH: '/bin:/usr/bin', DISPLAY: ':0' }, files, links)).toEqual(expected);
    expect(check('linux', { PATH: '/bin:/usr/bin', WAYLAND_DISPLAY: 'w' }, files, links)).toEqual(expected);
    expect(check('linux', { PATH: '/bin:/usr/bin' }, files, links)).toBeUndefined();
  });

  test('the command of a remote window has no program', () => {
    expect(check('linux', { PATH: '/remote/bin', DISPLAY: ':0' }, ['/remote/bin/code'])).toBeUndefined();
  });

  test('macOS', () => {
    const app = '/Applications/Visual Studio Code.app/Contents';
    const links = { '/usr/local/bin/code': `${app}/Resources/app/bin/code` };
    expect(check('darwin', { PATH: '/usr/local/bin' }, ['/usr/local/bin/code', `${app}/MacOS/Electron`], links)?.executable).toBe(
      `${app}/MacOS/Electron`,
    );
  });

  test('Windows', () => {
    const bin = String.raw`C:\Code\bin`;
    const files = [String.raw`C:\Code\bin\code.cmd`, String.raw`C:\Code\Code.exe`];
    expect(check('win32', { PATH: `C:\\Windows;${bin}` }, files)).toEqual({ command: files[0], executable: files[1] });
  });
});

describe('page address', () => {
  test('a workspace', () => {
    expect(workbenchUrl(80, '/a folder/w')).toBe('http://127.0.0.1:80/?folder=%2Fa+folder%2Fw');
  });

  test('an extension under development and its tests', () => {
    const url = new URL(workbenchUrl(80, '/w', { extension: '/e', tests: '/e/t.cjs' }));
    expect(JSON.parse(url.searchParams.get('payload') ?? '')).toEqual([
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:80/e'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:80/e/t.cjs'],
    ]);
  });
});

describe('launcher flags', () => {
  test('those of an extension test run, whatever else a desktop would take', () => {
    const flags = ['/w', '--no-sandbox', '--disable-workspace-trust', '--extensionTestsPath=/t', '--extensionDevelopmentPath=/e', '--user-data-dir=/u'];
    expect(readFlags(flags)).toEqual({ workspace: '/w', extension: '/e', tests: '/t', trust: 'given' });
  });

  test('a missing one is named', () => {
    expect(() => readFlags(['/w'])).toThrow('--extensionDevelopmentPath');
  });
});
