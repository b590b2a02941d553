import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Formats } from '../../shared/format.ts';
import type { BandLook, Layer } from '../../shared/layers.ts';
import { roundMax } from '../../shared/ticks.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import type { PanelDrawing } from './chartSpec.ts';
import { eachOf, itemOf, type LegendItem, shows, valuesOf } from './legendItem.ts';
import { concerns, drawLimitLabels, latestLimit, limitFits, limitLabel, limitLines, lineLabel, type LimitLine, limitLookOf, limitLooks, limitMetrics } from './limits.ts';
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
      {
        kind: 'paint',
        paint: (painter) => {
          const once = named.filter(({ metric }, index) => named.findIndex((line) => line.metric === metric) === index);
          const left = drawOffScale(painter, once.map((line) => `${lineLabel(line, frame, strings)} ${formats.count(line.value)}`));
          drawLimitLabels(painter, frame, drawn, left, strings, formats);
        },
      },
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
  const parts = bands.filter((metric) => metric !== 'onDemand' && shows(frame, metric));
  const { color, dash } = sourceLooks[primary.source];
  return [
    { label: strings.executing, swatch: { kind: 'line', color, dash }, ...valuesOf(frame, at, 'concurrency', count) },
    { label: strings.peak, ...eachOf(frame, (figures) => figures.peak('concurrency', from, to), count) },
    ...(parts.length === 0 ? [] : bands).map((metric): LegendItem => {
      const { color: band, hatch } = bandLooks[metric];
      const swatch = hatch === undefined ? ({ kind: 'area', color: band } as const) : ({ kind: 'hatch', color: band, hatch } as const);
      return itemOf({ label: strings.bands[metric], swatch }, valuesOf(frame, at, metric, count));
    }),
    ...(primary.track('environments') === undefined ? [] : [{ label: strings.environments, swatch: { kind: 'line', color: 'foreground' }, ...valuesOf(frame, at, 'environments', count) } as const]),
    ...limitItems(frame, at, strings, count),
    // Of the ribbons, the panel of arrivals has the legend.
    ...throttleItems(frame, at, strings, formats, true),
  ];
}

/** Those far above what happens are named in the chart alone. */
function limitItems(frame: Frame, at: number | undefined, strings: ScalingStrings, count: (value: number) => string): LegendItem[] {
  const { drawn, named } = split(frame);
  return limitMetrics.flatMap((metric) => {
    const has = (lines: readonly LimitLine[]): boolean => lines.some((each) => each.metric === metric);
    if (!has(drawn) && !has(named)) return [];
    const values = eachOf(frame, (figures) => (concerns(frame, figures, metric) ? (figures.at(metric, at, frame.to) ?? latestLimit(figures, metric, frame.to)) : undefined), count);
    return [itemOf({ label: limitLabel(metric, strings), swatch: { kind: 'line', ...limitLooks[metric] }, quiet: !has(drawn) }, values)];
  });
}

/** What was throttled, by kind; nothing where nothing was. */
export function throttleItems(frame: Frame, at: number | undefined, strings: ScalingStrings, formats: Formats, quiet = false): LegendItem[] {
  return (['throttledByLimit', 'throttledByRate', 'throttles'] as const).flatMap((metric) => {
    // Of sources that do not tell the kinds apart, the sum; of the others, each kind.
    const own = (figures: Figures): boolean => throttleMetrics(figures).some((each) => each === metric);
    if (!frame.sources.some((figures) => own(figures) && (figures.peak(metric, frame.from, frame.to) ?? 0) > 0)) return [];
    const values = eachOf(frame, (figures) => (own(figures) ? figures.at(metric, at, frame.to) : undefined), (value) => formats.amount(value));
    return [itemOf({ label: strings.throttlesBy[metric], swatch: { kind: 'hatch', ...throttleLooks[metric] }, quiet }, values)];
  });
}
