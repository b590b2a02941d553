import { expect, it } from 'vitest';
import { FoundTemplates } from '../../../../src/extension/localRegion/foundTemplates.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

function templatesOf(...searches: readonly (readonly string[] | Error)[]) {
  const clock = new ManualClock();
  let looks = 0;
  let told = 0;
  const search = async () => {
    const answer = searches[Math.min(looks, searches.length - 1)] ?? [];
    looks += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const templates = new FoundTemplates(search, clock, () => {
    told += 1;
  });
  const later = async () => {
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { templates, clock, later, looks: () => looks, told: () => told };
}

it('finds each once, in a stable order', async () => {
  const { templates } = templatesOf(['/w/b.yaml', '/w/a.yaml', '/w/b.yaml']);
  expect(await templates.find()).toEqual(['/w/a.yaml', '/w/b.yaml']);
  expect(templates.has('/w/b.yaml')).toBe(true);
  expect(templates.has('/w/c.yaml')).toBe(false);
});

it('tells of what has appeared since the first search, without anybody having been told by the system', async () => {
  const { templates, later, told } = templatesOf([], ['/w/a.yaml']);
  expect(await templates.find()).toEqual([]);
  await later();
  expect(told()).toBe(1);
  expect(await templates.find()).toEqual(['/w/a.yaml']);
});

it.each([
  ['the same', ['/w/a.yaml']],
  ['a search that fails', new Error('no ripgrep')],
])('does not tell of %s', async (_what, second) => {
  const { templates, later, looks, told } = templatesOf(['/w/a.yaml'], second);
  await templates.find();
  await later();
  expect(looks()).toBe(2);
  expect(told()).toBe(0);
});

it('looks a second time once, however often it is asked, and not when it is gone', async () => {
  const { templates, clock, later, looks } = templatesOf([]);
  await templates.find();
  await templates.find();
  expect(clock.pending).toBe(1);
  await later();
  await templates.find();
  expect(clock.pending).toBe(0);
  expect(looks()).toBe(4);

  const gone = templatesOf([]);
  await gone.templates.find();
  gone.templates.dispose();
  await gone.later();
  expect(gone.looks()).toBe(1);
});
