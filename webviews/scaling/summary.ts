import { fill } from '../shared/format.ts';
import { levelAt, peakOf, throttledIn, totalOf } from './frameLookup.ts';
import type { View } from './view.ts';

/** The frame in one sentence, for those who do not see it. */
export function summaryOf({ model, strings, formats }: Pick<View, 'model' | 'strings' | 'formats'>): string {
  const frame = model.frame.value;
  if (frame === undefined) return strings.emptyTitle;
  const { flows, levels } = frame;
  const latest = flows.findLast(({ durations }) => durations !== undefined)?.durations;
  return fill(
    strings.summary,
    frame.view.functionName ?? strings.allFunctions,
    formats.count(levelAt(frame, 'executing', undefined) ?? 0),
    formats.count(peakOf(levels.executing)),
    formats.count(levelAt(frame, 'environments', undefined) ?? 0),
    formats.count(totalOf(flows, ({ started }) => started)),
    formats.count(totalOf(flows, throttledIn)),
    formats.count(totalOf(flows, ({ errors }) => errors)),
    formats.count(totalOf(flows, ({ cold }) => cold)),
    latest === undefined ? '–' : formats.duration(latest.p90),
    frame.view.window.minutes,
  );
}
