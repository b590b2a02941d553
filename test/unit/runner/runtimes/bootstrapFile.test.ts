import { expect, test } from 'vitest';
import { whyItCannotRun } from '../../../../src/runner/runtimes/bootstrapFile.ts';

test.each<[string, head: string, mode: number, NodeJS.Platform, RegExp | undefined]>([
  ['a script', '#!/bin/sh\necho', 0o755, 'linux', undefined],
  ['a program of Linux', '\x7fELF\x02', 0o755, 'linux', undefined],
  ['a program of Linux on macOS', '\x7fELF\x02', 0o755, 'darwin', /is built for Linux, and this is macOS/],
  ['a program of macOS', '\xcf\xfa\xed\xfe', 0o755, 'darwin', undefined],
  ['a file that may not be executed', '#!/bin/sh\n', 0o644, 'linux', /is not executable: run chmod \+x/],
  ['a script with Windows line ends', '#!/bin/sh\r\necho\r\n', 0o755, 'linux', /Windows line ends/],
  ['a script with Windows line ends after its first', '#!/bin/sh\necho\r\n', 0o755, 'linux', undefined],
  ['a program of Windows', 'MZ', 0o666, 'win32', undefined],
])('%s', (_title, head, mode, platform, expected) => {
  const reason = whyItCannotRun({ mode, head: Buffer.from(head, 'latin1') }, platform);
  if (expected === undefined) expect(reason).toBeUndefined();
  else expect(reason).toMatch(expected);
});
