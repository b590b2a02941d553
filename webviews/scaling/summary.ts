import { fill } from '../shared/format.ts';
import type { View } from './view.ts';

/** The frame in one sentence, for those who do not see it: of the first source that shows. */
export function summaryOf({ model, strings, formats }: Pick<View, 'strings' | 'formats'> & { readonly model: Pick<View['model'], 'frame'> }): string {
  const frame = model.frame.value;
  if (frame === undefined) return strings.emptyTitle;
  const { primary, from, to, functionName } = frame;
  const now = (metric: Parameters<typeof primary.at>[0]): number => primary.at(metric, undefined, to) ?? 0;
  const total = (metric: Parameters<typeof primary.total>[0]): string => formats.count(Math.round(primary.total(metric, from, to)));
  const p90 = primary.at('p90', undefined, to);
  return fill(
    strings.summary,
    `${strings.sources[primary.source]}, ${functionName ?? strings.allFunctions}`,
    formats.count(now('concurrency')),
    formats.count(primary.peak('concurrency', from, to) ?? 0),
    formats.count(now('environments')),
    total('invocations'),
    total('throttles'),
    total('errors'),
    total('coldStarts'),
    p90 === undefined ? '–' : formats.duration(p90),
    formats.amount((to - from) / 60_000),
  );
}
