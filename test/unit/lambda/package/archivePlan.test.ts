import { expect, test } from 'vitest';

import type { ArchiveEntry } from '../../../../src/lambda/package/archiveEntry.ts';
import { checkLinkTarget, planArchive } from '../../../../src/lambda/package/archivePlan.ts';

const file = 0o100_644;
const folder = 0o040_755;
const link = 0o120_777;

function entry(name: string, more: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return { name, mode: file, size: name.endsWith('/') || more.mode === folder ? 0 : 1, encrypted: false, ...more };
}

/** `expected`: a part of the refusal, or undefined where the entries are taken. */
function check(entries: readonly ArchiveEntry[], expected: string | undefined, platform = 'linux'): void {
  const plan = () => planArchive(entries, platform);
  if (expected === undefined) expect(plan).not.toThrow();
  else expect(plan).toThrow(expected);
}

test('folders, files and links are told apart, with their permissions', () => {
  const entries = [
    entry('bin/tool', { mode: 0o100_755 }),
    entry('lib/', { mode: folder }),
    entry('lib/deep/er/x.js', { size: 5 }),
    entry('lib/current', { mode: link, size: 2 }),
    entry('from-dos', { mode: 0 }),
    entry('suid', { mode: 0o104_777 }),
    entry('unreadable', { mode: 0o100_111 }),
    entry('./dotted/./y.js'),
  ];
  const plan = planArchive(entries, 'linux');
  expect(plan.folders).toEqual(['bin', 'dotted', 'lib', 'lib/deep', 'lib/deep/er']);
  expect(plan.files.map(({ path, permissions }) => `${path} ${permissions.toString(8)}`)).toEqual([
    'bin/tool 755',
    'lib/deep/er/x.js 644',
    'from-dos 644',
    'suid 777',
    'unreadable 711',
    'dotted/y.js 644',
  ]);
  expect(plan.links.map(({ path }) => path)).toEqual(['lib/current']);
  expect(plan.size).toBe(12);
});

test.each([
  ['../x', 'leaves the folder'],
  ['a/../../x', 'leaves the folder'],
  ['a/../x', 'leaves the folder'],
  ['..', 'leaves the folder'],
  ['/etc/x', 'absolute path'],
  ['C:/x', 'absolute path'],
  ['c:x', 'absolute path'],
  ['a\\b', 'backslash'],
  ['..\\x', 'backslash'],
  ['a\0b', 'NUL'],
  ['a//b', 'empty name'],
  ['a..b/..c/d..', undefined],
  ['node_modules/@x/y.js', undefined],
  ['con/aux.js', undefined],
  ['ab:c', undefined],
])('the name %j on every system: %s', (name, expected) => {
  for (const platform of ['linux', 'darwin']) check([entry(name)], expected, platform);
  if (expected !== undefined) check([entry(name)], expected, 'win32');
});

test.each([
  ['a/b:stream', 'does not allow'],
  ['what?.js', 'does not allow'],
  ['a\u0001', 'does not allow'],
  ['nul', 'device'],
  ['a/COM1.txt', 'device'],
  ['console/common.js', undefined],
  ['a./b', 'dot or a space'],
  ['a ', 'dot or a space'],
])('the name %j on Windows: %s', (name, expected) => {
  check([entry(name)], expected, 'win32');
});

test.each([
  ['a name twice', [entry('a'), entry('a')], 'twice'],
  ['a name twice, written differently', [entry('a/b'), entry('./a/b')], 'twice'],
  ['a folder twice', [entry('a/'), entry('a/'), entry('a/b')], undefined],
  ['a file below a file', [entry('a'), entry('a/b')], 'no folder'],
  ['a file in place of a folder', [entry('a/b'), entry('a')], 'twice'],
  ['a folder in place of a file', [entry('a'), entry('a/')], 'twice'],
  ['a file below a link', [entry('a', { mode: link }), entry('a/b')], 'no folder'],
  ['a link in place of a folder', [entry('a/b'), entry('a', { mode: link })], 'twice'],
  ['folders whose names do not say so', [entry('a', { mode: folder }), entry('.', { mode: folder }), entry('a/b')], undefined],
  ['a folder with content', [entry('a/', { size: 1 }), entry('a/b')], 'has content'],
  ['a file that is called a folder, and would be dropped', [entry('a', { mode: folder, size: 1 }), entry('b')], 'has content'],
  ['a file with the name of the folder itself', [entry('.'), entry('b')], 'has content'],
  ['a device', [entry('a', { mode: 0o020_644 })], 'neither a file nor a folder'],
  ['an encrypted entry', [entry('a', { encrypted: true })], 'encrypted'],
  ['a link to a long path', [entry('x'), entry('a', { mode: link, size: 5000 })], 'too long'],
])('%s', (_name, entries, expected) => {
  check(entries, expected);
});

test('an archive without files is empty', () => {
  check([], 'Uploaded file must be a non-empty zip');
  check([entry('a/')], 'Uploaded file must be a non-empty zip');
});

test('what the files declare together is limited', () => {
  check([entry('a', { size: 262_143_999 }), entry('b', { size: 1 })], undefined);
  check([entry('a', { size: 262_144_000 }), entry('b', { size: 1 })], 'Unzipped size must be smaller than 262144000 bytes');
});

test.each([
  ['a', 'b', undefined],
  ['a', './b/', undefined],
  ['d/a', '../b', undefined],
  ['d/e/a', '../../b/c', undefined],
  ['d/a', '..', undefined],
  ['a', '..', 'out of the folder'],
  ['a', '../x', 'out of the folder'],
  ['d/a', '../../x', 'out of the folder'],
  ['d/a', './.././../x', 'out of the folder'],
  ['a', '/etc/passwd', 'out of the folder'],
  ['a', 'C:/x', 'out of the folder'],
  // Behind `b`, a link itself, `..` may be anywhere.
  ['d/e/a', 'b/../c', 'out of the folder'],
  ['a', 'b\\c', 'out of the folder'],
  ['a', '', 'out of the folder'],
  ['a', 'b\0', 'out of the folder'],
])('the link %j to %j: %s', (path, target, expected) => {
  const act = () => checkLinkTarget(path, target, 'linux');
  if (expected === undefined) expect(act).not.toThrow();
  else expect(act).toThrow(expected);
});
