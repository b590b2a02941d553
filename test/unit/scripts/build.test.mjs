import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isAccepted } from '../../../scripts/lib/build/licences.mjs';
import { prune } from '../../../scripts/lib/build/prune.mjs';

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['Apache-2.0 AND ISC', true],
  ['MIT AND GPL-3.0', false],
  ['GPL-3.0', false],
  [undefined, false],
])('licence %s: %s', (expression, expected) => {
  expect(isAccepted(expression)).toBe(expected);
});

test('pruning removes what is not kept, and folders that are empty then', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lambda-workbench-prune-'));
  try {
    for (const file of ['kept/a', 'kept/old', 'gone/b']) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), '');
    }
    prune(folder, [path.join(folder, 'kept', 'a')]);
    expect(new Set(readdirSync(folder, { recursive: true }))).toEqual(new Set(['kept', path.join('kept', 'a')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
