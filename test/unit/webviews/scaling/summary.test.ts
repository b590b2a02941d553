import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { summaryOf } from '../../../../webviews/scaling/summary.ts';
import type { View } from '../../../../webviews/scaling/view.ts';
import { Figures } from '../../../../webviews/scaling/sources/figures.ts';
import { Formats } from '../../../../webviews/shared/format.ts';
import { frameOf, seriesOf } from './frames.ts';
import { words } from './words.ts';

const strings = new Proxy(words, { get: (target, key) => (key === 'summary' ? '{0}|{1}|{2}|{3}|{4}|{5}|{6}|{7}|{8}|{9}' : Reflect.get(target, key)) });

function said(frame: ReturnType<typeof frameOf> | undefined): string {
  const model: Pick<View['model'], 'frame'> = { frame: signal(frame) };
  return summaryOf({ model, strings, formats: new Formats('en') });
}

it('tells of the first source, in one sentence', () => {
  const figures = new Figures(
    seriesOf('local', { concurrency: [3, 9, 4, 2], environments: [9, 9, 9, 9], invocations: [5, 5, 5, 5], throttles: [0, 2, 0, 0], errors: [1, 0, 0, 0], coldStarts: [9, 0, 0, 0], p90: [10, 20, 30, 40] }),
  );
  expect(said(frameOf([figures]))).toBe('local, orders|2|9|9|20|2|1|9|40.0 ms|0.07');
});

it('tells that there is nothing', () => expect(said(undefined)).toBe('emptyTitle'));
