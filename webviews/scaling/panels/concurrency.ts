import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Formats } from '../../shared/format.ts';
import { fill } from '../../shared/format.ts';
import type { BandLook, Layer } from '../../shared/layers.ts';
import { roundMax } from '../../shared/ticks.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import type { PanelDrawing } from './chartSpec.ts';
import { itemOf, type LegendItem, shows, valuesOf } from './legendItem.ts';
import { drawLimitLabels, limitFits, limitLabel, limitLines, type LimitLine, limitLookOf } from './limits.ts';
import { drawOffScale } from './offScale.ts';
import { drawThrottleRibbons, throttleLooks, throttleMetrics } from './throttleLooks.ts';

/** From the lowest band up. Spillover is on demand, too: of its colour, hatched. */
const bands = ['provisionedInUse', 'onDemand', 'spillover'] as const;
export const bandLooks: Readonly<Record<(typeof bands)[number], BandLook>> = {
  provisionedInUse: { color: 'green' },
  onDemand: { color: 'blue' },
  spillover: { color: 'blue', hatch: 'rising' },
};

interface Split {
  readonly highest: number;
  readonly drawn: readonly LimitLine[];
  readonly named: readonly LimitLine[];
}

function split(frame: Frame): Split {
  const { sources, primary, from, to } = frame;
  const highest = Math.max(0, ...sources.map((figures) => figures.peak('concurrency', from, to) ?? 0));
  const environments = primary.peak('environments', from, to) ?? 0;
  const lines = limitLines(frame);
  const drawn = lines.filter((line) => limitFits(line.highest, highest, environments));
  return { highest: Math.max(highest, environments), drawn, named: lines.filter((line) => !drawn.includes(line)) };
}

export function concurrencyDrawing(frame: Frame, strings: ScalingStrings, formats: Formats): PanelDrawing {
  const { highest, drawn, named } = split(frame);
  const [primary, ...others] = frame.sources;
  return {
    min: 0,
    max: roundMax(Math.max(highest, ...drawn.map((line) => line.highest))),
    layers: [
      ...(primary === undefined ? [] : levelLayers(primary)),
      ...others.flatMap(overlayLayers),
      ...drawn.map((line): Layer => ({ kind: 'line', track: line.track, look: limitLookOf(line, frame) })),
      { kind: 'paint', paint: (painter) => drawThrottleRibbons(painter, frame) },
      { kind: 'paint', paint: (painter) => drawLimitLabels(painter, frame, drawn, strings, formats) },
      { kind: 'paint', paint: (painter) => drawOffScale(painter, named.map(({ metric, value }) => `${limitLabel(metric, strings)} ${formats.count(value)}`)) },
    ],
  };
}

/** Areas on one another, where the source tells them apart; or one. */
function levelLayers(figures: Figures): Layer[] {
  const environments = figures.level('environments');
  const known = bands.flatMap((metric) => {
    const track = figures.level(metric);
    return track === undefined ? [] : [{ track, look: bandLooks[metric] }];
  });
  const whole = figures.level('concurrency');
  const { color, dash } = sourceLooks[figures.source];
  const complete = figures.level('onDemand') !== undefined;
  const stacked = complete ? known : whole === undefined ? [] : [{ track: whole, look: { color } }];
  return [
    ...(stacked.length === 0 ? [] : [{ kind: 'stack', bands: stacked, edge: { color, width: 1.5, dash } } as const]),
    ...(environments === undefined ? [] : [{ kind: 'line', track: environments, look: { color: 'foreground', width: 1, alpha: 0.7 } } as const]),
  ];
}

function overlayLayers(figures: Figures): Layer[] {
  const track = figures.level('concurrency');
  return track === undefined ? [] : [{ kind: 'line', track, look: { ...sourceLooks[figures.source], width: 2 } }];
}

export function concurrencyLegend(frame: Frame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const { primary, from, to } = frame;
  const count = (value: number): string => formats.count(value);
  const peak = primary.peak('concurrency', from, to);
  const parts = bands.filter((metric) => metric !== 'onDemand' && shows(frame, metric));
  const { color, dash } = sourceLooks[primary.source];
  return [
    {
      label: strings.executing,
      swatch: { kind: 'line', color, dash },
      ...valuesOf(frame, at, 'concurrency', count),
      ...(peak !== undefined && { note: fill(strings.peak, count(peak)) }),
    },
    ...(parts.length === 0 ? [] : bands).map((metric): LegendItem => {
      const { color: band, hatch } = bandLooks[metric];
      const swatch = hatch === undefined ? ({ kind: 'area', color: band } as const) : ({ kind: 'hatch', color: band, hatch } as const);
      return itemOf({ label: strings.bands[metric], swatch }, valuesOf(frame, at, metric, count));
    }),
    ...(primary.track('environments') === undefined ? [] : [{ label: strings.environments, swatch: { kind: 'line', color: 'foreground' }, ...valuesOf(frame, at, 'environments', count) } as const]),
    ...limitLines(frame).map((line): LegendItem => ({
      label: line.figures === primary ? limitLabel(line.metric, strings) : `${limitLabel(line.metric, strings)} (${strings.sources[line.figures.source]})`,
      swatch: { kind: 'line', ...limitLookOf(line, frame) },
      value: count(line.figures.at(line.metric, at, to) ?? line.value),
    })),
    ...throttleItems(frame, at, strings, formats),
  ];
}

/** What was throttled, by kind; nothing where nothing was. */
export function throttleItems(frame: Frame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const amount = (value: number): string => formats.amount(value);
  const byKind = (['throttledByLimit', 'throttledByRate'] as const)
    .filter((metric) => shows(frame, metric))
    .map((metric) => itemOf({ label: strings.throttlesBy[metric], swatch: { kind: 'hatch', ...throttleLooks[metric] } }, valuesOf(frame, at, metric, amount)));
  const unknown = frame.sources
    .filter((figures) => throttleMetrics(figures).includes('throttles') && (figures.peak('throttles', frame.from, frame.to) ?? 0) > 0)
    .map((figures): LegendItem => {
      const value = figures.at('throttles', at, frame.to);
      return { label: `${strings.throttlesBy.throttles} (${strings.sources[figures.source]})`, swatch: { kind: 'hatch', ...throttleLooks.throttles }, value: value === undefined ? '–' : amount(value) };
    });
  return [...byKind, ...unknown];
}
