import { amountTicks, countTicks, logTicks } from '../../shared/ticks.ts';
import { figuresOf } from '../frame.ts';
import type { View } from '../view.ts';
import { arrivalsDrawing, arrivalsLegend } from './arrivals.ts';
import type { ChartSpec } from './chartSpec.ts';
import { concurrencyDrawing, concurrencyLegend } from './concurrency.ts';
import { costDrawing, costLegend } from './cost.ts';
import { latencyDrawing, latencyLegend } from './latency.ts';
import { shows } from './legendItem.ts';

const labelSpacing = 26;

export type ChartName = 'concurrency' | 'arrivals' | 'latency' | 'cost';

/** The page's charts. */
export function chartSpecs({ model, strings, formats }: Pick<View, 'model' | 'strings' | 'formats'>): Readonly<Record<ChartName, ChartSpec>> {
  const amounts = {
    ticks: (_min: number, max: number, height: number) => amountTicks(max, height, labelSpacing),
    label: (value: number) => formats.amount(value),
  };
  const isMoney = (): boolean => model.cost.value === 'money';
  return {
    concurrency: {
      name: 'concurrency',
      title: strings.concurrency,
      unit: () => '',
      ticks: (_min, max, height) => countTicks(max, height, labelSpacing),
      label: (value) => formats.amount(value),
      drawing: (frame) => concurrencyDrawing(frame, strings, formats),
      legend: (frame, at) => concurrencyLegend(frame, at, strings, formats),
    },
    arrivals: {
      name: 'arrivals',
      title: strings.arrivals,
      unit: () => strings.perSecond,
      ...amounts,
      drawing: (frame) => arrivalsDrawing(frame, strings, formats),
      legend: (frame, at) => arrivalsLegend(frame, at, strings, formats),
    },
    latency: {
      name: 'latency',
      title: strings.latency,
      unit: () => '',
      logarithmic: true,
      ticks: (min, max, height) => logTicks(min, max, height, labelSpacing),
      label: (value) => formats.roundDuration(value),
      drawing: (frame) => latencyDrawing(frame, model.timeline, model.heatmap.value, strings, formats),
      legend: (frame, at) => latencyLegend(frame, at, strings, formats),
      absent: (frame) => (shows(frame, 'p50') || (figuresOf(frame, 'local')?.peak('maxDuration', frame.from, frame.to) ?? 0) > 0 ? undefined : strings.nothingEnded),
    },
    cost: {
      name: 'cost',
      title: strings.utilizationAndCost,
      unit: () => (isMoney() ? strings.dollarsPerHour : strings.gigabyteSecondsPerSecond),
      ticks: amounts.ticks,
      label: (value) => (isMoney() ? formats.money(value) : formats.amount(value)),
      drawing: (frame) => costDrawing(frame, model.cost.value, formats),
      legend: (frame, at) => costLegend(frame, at, model.cost.value, strings, formats),
    },
  };
}
