import { countTicks, logTicks } from '../shared/ticks.ts';
import { fill } from '../shared/format.ts';
import { arrivalsData, arrivalsLegend, drawArrivals } from './arrivals.ts';
import type { ChartSpec } from './ChartPanel.tsx';
import { concurrencyData, concurrencyLegend, concurrencyLines, drawConcurrency } from './concurrency.ts';
import { drawNotable, drawWarm, durationData, durationLegend, durationLines, type DurationPoints, pointsOf } from './durations.ts';
import type { View } from './view.ts';

const labelSpacing = 26;

/** The page's charts, from top to bottom. */
export function chartSpecs({ model, strings, formats }: Pick<View, 'model' | 'strings' | 'formats'>): readonly ChartSpec[] {
  const counts = {
    ticks: (_min: number, max: number, height: number) => countTicks(max, height, labelSpacing),
    label: (value: number) => formats.count(value),
  };
  let points: DurationPoints = { warm: [], notable: [] };
  let longest = 0;
  return [
    {
      name: 'concurrency',
      title: strings.concurrency,
      unit: () => '',
      lines: concurrencyLines,
      ...counts,
      data: concurrencyData,
      legend: (frame, at) => concurrencyLegend(frame, at, strings, formats),
      over: (painter, frame) => drawConcurrency(painter, frame, strings, formats),
    },
    {
      name: 'arrivals',
      title: strings.arrivals,
      unit: ({ view }) => perStep(view.window.flowMs / 1000),
      lines: [],
      ...counts,
      data: arrivalsData,
      legend: (frame, at) => arrivalsLegend(frame, at, strings, formats),
      under: drawArrivals,
    },
    {
      name: 'duration',
      title: strings.duration,
      unit: ({ view }) => perStep(view.window.flowMs / 1000),
      lines: durationLines,
      logarithmic: true,
      ticks: (min, max, height) => logTicks(min, max, height, labelSpacing),
      label: (value) => formats.roundDuration(value),
      data: (frame) => {
        points = model.timeline === undefined ? points : pointsOf(model.timeline, frame);
        const data = durationData(frame, points);
        longest = data.max;
        return data;
      },
      legend: (frame, at) => durationLegend(frame, at, strings, formats),
      under: (painter) => drawWarm(painter, points),
      over: (painter, frame) => drawNotable(painter, frame, points, longest, strings, formats),
      absent: ({ flows }) => (flows.some(({ durations }) => durations !== undefined) ? undefined : strings.nothingEnded),
    },
  ];

  function perStep(seconds: number): string {
    return seconds === 1 ? strings.perSecond : fill(strings.perSeconds, seconds);
  }
}
