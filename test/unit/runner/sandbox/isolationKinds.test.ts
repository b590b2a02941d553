import { expect, test } from 'vitest';
import type { IsolationSettings } from '../../../../src/runner/regionSettings.ts';
import { kindFor } from '../../../../src/runner/sandbox/createIsolation.ts';
import type { IsolationKind } from '../../../../src/runner/sandbox/housing.ts';
import { temporaryVariables } from '../../../../src/runner/sandbox/process/processHousing.ts';
import { withDescriptorLimit } from '../../../../src/runner/sandbox/process/startScript.ts';
import { windowsCommand } from '../../../../src/runner/sandbox/process/windowsExtension.ts';
import { versionIn } from '../../../shared/functionVersion.ts';

const settings = (chosen: IsolationKind | undefined, otherwise: IsolationKind = 'process'): IsolationSettings => ({
  default: otherwise,
  functions: chosen === undefined ? {} : { f: chosen },
  containerTool: undefined,
});
const image = { code: { type: 'image', uri: 'mine:1', path: '' } } as const;

test.each<[string, IsolationSettings, object, IsolationKind]>([
  ['the default', settings(undefined, 'sandbox'), {}, 'sandbox'],
  ['what is chosen for the function', settings('container', 'sandbox'), {}, 'container'],
  ['a container for an image', settings(undefined, 'sandbox'), image, 'container'],
  ['a container for an image that is chosen', settings('container'), image, 'container'],
  ['the default for a name that objects have', settings(undefined), { settings: { FunctionName: 'constructor' } }, 'process'],
])('%s', (_what, given, changes, kind) => {
  expect(kindFor(versionIn('/code', changes), given)).toBe(kind);
});

test.each<IsolationKind>(['process', 'sandbox'])('an image in the isolation %s is refused', (kind) => {
  expect(() => kindFor(versionIn('/code', image), settings(kind))).toThrow(expect.objectContaining({ code: 'ISOLATION_UNAVAILABLE' }));
});

test('the limit of descriptors is a shell’s, which passes on the environment as it is', () => {
  const command = { command: '/node', args: ['-e', '1'], cwd: '/code', environment: { PWD: '/mine', A: '1' } };
  expect(withDescriptorLimit(command, 'darwin')).toEqual({
    ...command,
    command: '/bin/sh',
    args: ['-c', 'ulimit -n 1024; unset OLDPWD SHLVL _; exec "$0" "$@"', '/node', '-e', '1'],
  });
  expect(withDescriptorLimit(command, 'win32')).toBe(command);
});

test('temporary files are found by the variables of each system', () => {
  expect(temporaryVariables('/t', 'linux')).toEqual({ TMPDIR: '/t' });
  expect(temporaryVariables('C:\\t', 'win32')).toEqual({ TMPDIR: 'C:\\t', TMP: 'C:\\t', TEMP: 'C:\\t' });
});

test('Windows starts batch files by its interpreter', () => {
  expect(windowsCommand('C:\\opt\\a.exe', 'cmd.exe')).toEqual({ command: 'C:\\opt\\a.exe', args: [] });
  expect(windowsCommand('C:\\opt\\a.CMD', 'cmd.exe')).toEqual({ command: 'cmd.exe', args: ['/d', '/c', 'C:\\opt\\a.CMD'] });
});
