import { expect, test } from 'vitest';
import { PresenceWatcher, sameName } from '../../../../../src/runner/workspace/watch/presenceWatcher.ts';
import { folderWith, platforms, write } from '../support.ts';

test.each([
  ['linux', 'App.js', 'app.js', false],
  ['darwin', 'App.js', 'app.js', true],
  ['win32', 'App.js', 'app.js', true],
  ['darwin', 'e\u0301', '\u00e9', true],
  ['linux', 'e\u0301', '\u00e9', false],
] as const)('on %s %s and %s are one name: %s', (platform, a, b, expected) => {
  expect(sameName(platform, a, b)).toBe(expected);
});

test.each(platforms)('on %s a path is seen to appear, however much of it is missing', async (platform) => {
  const folder = await folderWith();
  const events: string[] = [];
  const appeared = new Promise<void>((resolve) => {
    const watcher = new PresenceWatcher(`${folder}/a/b/c/file`, {
      platform,
      onEvent(event) {
        events.push(event);
        resolve();
      },
      onError: (error) => events.push(String(error)),
    });
    events.push(typeof watcher.dispose);
  });
  await write(`${folder}/unrelated`, '');
  await write(`${folder}/a/b/c/file`, '');
  await appeared;
  expect(events.slice(0, 2)).toEqual(['function', 'rename']);
});
