import { expect, test } from 'vitest';

import { GroupCommit } from '../../../../src/runner/store/groupCommit.ts';

interface Commit {
  readonly items: readonly string[];
  finish(error?: Error): void;
}

/** Commits that end when the test says so. */
function scripted(groupBytes?: number): { readonly commits: Commit[]; readonly group: GroupCommit<string> } {
  const commits: Commit[] = [];
  const group = new GroupCommit<string>(
    (items) =>
      new Promise((resolve, reject) => {
        commits.push({ items, finish: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
    groupBytes,
  );
  return { commits, group };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('what comes while a commit runs goes together into the next, in order', async () => {
  const { commits, group } = scripted();
  const first = group.add(['a'], 1);
  await turn();
  const others = [group.add(['b', 'c'], 2), group.add(['d'], 1)];
  expect(commits.map(({ items }) => items)).toEqual([['a']]);
  commits[0]?.finish();
  await first;
  await turn();
  expect(commits.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd']]);
  commits[1]?.finish();
  await Promise.all(others);
  await group.idle();
});

test('what is handed in within one turn is one group', async () => {
  const { commits, group } = scripted();
  const all = [group.add(['a'], 1), group.add(['b'], 1)];
  await turn();
  expect(commits.map(({ items }) => items)).toEqual([['a', 'b']]);
  commits[0]?.finish();
  await Promise.all(all);
});

test('a failure is told to those of its group, and the next group is tried', async () => {
  const { commits, group } = scripted();
  const failing = group.add(['a'], 1);
  await turn();
  const next = group.add(['b'], 1);
  commits[0]?.finish(new Error('no space'));
  await expect(failing).rejects.toThrow('no space');
  await turn();
  commits[1]?.finish();
  await next;
});

test('a group ends before it is too large; one that is larger by itself goes alone', async () => {
  const { commits, group } = scripted(10);
  const all = [group.add(['a'], 6), group.add(['b'], 6), group.add(['c'], 100), group.add(['d'], 1)];
  for (let index = 0; index < 4; index += 1) {
    await turn();
    commits[index]?.finish();
  }
  await Promise.all(all);
  expect(commits.map(({ items }) => items)).toEqual([['a'], ['b'], ['c'], ['d']]);
});
