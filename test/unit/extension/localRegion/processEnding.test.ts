import { expect, it } from 'vitest';
import { processEnding } from '../../../../src/extension/localRegion/processEnding.ts';

function check(platform: NodeJS.Platform, way: 'ask' | 'force', expected: readonly string[], pid: number | undefined = 42) {
  const done: string[] = [];
  const child = {
    pid,
    stdin: { end: () => void done.push('input closed') },
    kill: (signal: string) => done.push(signal) > 0,
  };
  processEnding(platform, (command, args) => void done.push(`${command} ${args.join(' ')}`))[way](child);
  expect(done).toEqual(expected);
}

it.each(['linux', 'darwin'] as const)('signals and closes the input on %s', (platform) => {
  check(platform, 'ask', ['input closed', 'SIGTERM']);
  check(platform, 'force', ['SIGKILL']);
});

it('only closes the input on Windows, where a signal is the end', () => {
  check('win32', 'ask', ['input closed']);
});

it('forces the whole tree of processes on Windows', () => {
  check('win32', 'force', ['taskkill /pid 42 /T /F']);
});
