import { expect, it } from 'vitest';
import { newestFirst } from '../../../../src/extension/trees/functions/newestFirst.ts';
import { PagedList } from '../../../../src/extension/trees/pagedList.ts';

/** Lists versions as Lambda does: `$LATEST`, then rising, fifty at once. */
function lambdaWith(count: number) {
  const all = ['$LATEST', ...Array.from({ length: count }, (_, index) => String(index + 1))].map((Version) => ({ Version }));
  const markers: (string | undefined)[] = [];
  const load = async (marker: string | undefined) => {
    markers.push(marker);
    const begin = Number(marker ?? 0);
    return { items: all.slice(begin, begin + 50), ...(begin + 50 < all.length && { next: String(begin + 50) }) };
  };
  return { markers, list: new PagedList(newestFirst(load)) };
}

const names = async (list: PagedList<{ Version: string }>) => (await list.loaded()).items.map(({ Version }) => Version);

it('begins with $LATEST and the newest, over all pages', async () => {
  const { list, markers } = lambdaWith(120);
  const first = await names(list);
  expect(first.slice(0, 3)).toEqual(['$LATEST', '120', '119']);
  expect(first).toHaveLength(50);
  await list.loadMore();
  await list.loadMore();
  const all = await list.loaded();
  expect(all.items).toHaveLength(121);
  expect(all.items.at(-1)).toEqual({ Version: '1' });
  expect(all.more).toBe(false);
  expect(markers).toEqual([undefined, '50', '100']);
});

it('ends with the only page', async () => {
  const { list } = lambdaWith(2);
  expect(await list.loaded()).toEqual({ items: [{ Version: '$LATEST' }, { Version: '2' }, { Version: '1' }], more: false });
});

it('reads no further once nobody waits for it', async () => {
  const abort = new AbortController();
  let calls = 0;
  const load = newestFirst<{ Version: string }>(async () => {
    calls += 1;
    abort.abort();
    return { items: [{ Version: '1' }], next: 'more' };
  });
  await load(undefined, abort.signal);
  expect(calls).toBe(1);
});
