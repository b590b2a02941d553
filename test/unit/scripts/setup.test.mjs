import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describesSameTree } from '../../../scripts/lib/setup/dependencies.mjs';
import { withLock } from '../../../scripts/lib/setup/lock.mjs';
import { isOlder } from '../../../scripts/lib/setup/prepare.mjs';

describe('installed dependencies', () => {
  const library = (version, more = {}) => ({ version, integrity: `sha-${version}`, ...more });

  test.each([
    ['equal', { '': {}, a: library('1') }, { a: library('1') }, true],
    ['another version', { a: library('1') }, { a: library('2') }, false],
    ['another content', { a: library('1') }, { a: library('1', { integrity: 'other' }) }, false],
    ['one is missing', { a: library('1'), b: library('1') }, { a: library('1') }, false],
    ['one too many', { a: library('1') }, { a: library('1'), b: library('1') }, false],
    ['one for another system is missing', { a: library('1', { optional: true }) }, {}, true],
    ['one for this system that the lock file does not know', {}, { a: library('1', { optional: true }) }, true],
  ])('%s', (_name, wanted, installed, expected) => {
    expect(describesSameTree(wanted, installed)).toBe(expected);
  });
});

describe('Node versions', () => {
  test.each([
    ['20.20.2', '24.21.0', true],
    ['24.3.0', '24.21.0', true],
    ['24.21.0', '24.21.0', false],
    ['26.0.0', '24.21.0', false],
  ])('%s is older than %s: %s', (version, wanted, expected) => {
    expect(isOlder(version, wanted)).toBe(expected);
  });
});

describe('lock', () => {
  let folder;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'lambda-workbench-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is given back, also after a failure', async () => {
    const file = path.join(folder, 'lock');
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });

  test('one after another', async () => {
    const file = path.join(folder, 'lock');
    const order = [];
    const release = Promise.withResolvers();
    const first = withLock(file, async () => {
      order.push('first begins');
      await release.promise;
      order.push('first ends');
    });
    const second = withLock(
      file,
      () => order.push('second'),
      () => {
        order.push('second waits');
        release.resolve();
      },
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'second waits', 'first ends', 'second']);
  });

  test('is taken over from a process that died', async () => {
    const file = path.join(folder, 'lock');
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    writeFileSync(file, String(dead.pid));
    expect(await withLock(file, () => 'done')).toBe('done');
  });
});
