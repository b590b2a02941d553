import { expect, it } from 'vitest';
import type { Page } from '../../../../src/aws/lambdaApi.ts';
import { PagedList } from '../../../../src/extension/trees/pagedList.ts';

const pages: Readonly<Record<string, Page<string>>> = {
  first: { items: ['a', 'b'], next: 'second' },
  second: { items: ['c'] },
};

it('reads each page on demand and once', async () => {
  const markers: (string | undefined)[] = [];
  const list = new PagedList<string>(async (marker = 'first') => {
    markers.push(marker);
    return pages[marker] ?? { items: [] };
  });
  await Promise.all([list.loaded(), list.loaded()]);
  expect(await list.loaded()).toEqual({ items: ['a', 'b'], more: true });
  await Promise.all([list.loadMore(), list.loadMore()]);
  await list.loadMore();
  expect(await list.loaded()).toEqual({ items: ['a', 'b', 'c'], more: false });
  expect(markers).toEqual(['first', 'second']);
  list.reset();
  expect(await list.loaded()).toEqual({ items: ['a', 'b'], more: true });
});

it('is read as far as wanted, and no further than it goes', async () => {
  const letters = ['a', 'b', 'c', 'd', 'e'];
  const list = new PagedList<string>(async (marker = '0') => {
    const end = Number(marker) + 2;
    return { items: letters.slice(Number(marker), end), ...(end < letters.length && { next: String(end) }) };
  });
  expect(await list.loaded(3)).toEqual({ items: ['a', 'b', 'c', 'd'], more: true });
  letters.length = 1;
  list.reset();
  expect(await list.loaded(3)).toEqual({ items: ['a'], more: false });
});

it('keeps what it has when a page fails, and tries again when asked', async () => {
  const failure = new Error('no network');
  let fails = true;
  const list = new PagedList<string>(async (marker = 'first') => {
    if (marker === 'second' && fails) throw failure;
    return pages[marker] ?? { items: [] };
  });
  await list.loaded();
  await list.loadMore();
  expect(await list.loaded()).toEqual({ items: ['a', 'b'], more: true, error: failure });
  fails = false;
  await list.loadMore();
  expect(await list.loaded()).toEqual({ items: ['a', 'b', 'c'], more: false });
});

it('does not ask again by itself after a failure', async () => {
  let calls = 0;
  const list = new PagedList<string>(async () => {
    calls += 1;
    throw new Error('denied');
  });
  await list.loaded();
  await list.loaded();
  expect(calls).toBe(1);
});

it('takes no answer to a question from before it was reset', async () => {
  const answers: ((page: Page<string>) => void)[] = [];
  const signals: AbortSignal[] = [];
  const list = new PagedList<string>((_marker, signal) => {
    signals.push(signal);
    return new Promise((resolve) => answers.push(resolve));
  });
  const before = list.loaded();
  list.reset();
  const after = list.loaded();
  answers[1]?.({ items: ['new'] });
  answers[0]?.({ items: ['old'] });
  await before;
  expect(await after).toEqual({ items: ['new'], more: false });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});
