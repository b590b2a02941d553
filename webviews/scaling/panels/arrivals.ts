import { countedRules } from '../../../src/lambda/scaling/timeline/throttleKinds.ts';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Painter } from '../../shared/painter.ts';
import type { Formats } from '../../shared/format.ts';
import type { Layer } from '../../shared/layers.ts';
import { roundAmount } from '../../shared/ticks.ts';
import { peakWithin, stepsWithin, type Track } from '../../shared/track.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import type { PanelDrawing } from './chartSpec.ts';
import { throttleItems } from './concurrency.ts';
import { type LegendItem, shows, valuesOf } from './legendItem.ts';
import { drawMarks } from './marks.ts';
import { drawOffScale } from './offScale.ts';
import { throttleLooks, throttleMetrics } from './throttleLooks.ts';

/** More errors than these are drawn as a cloud. */
const cloud = 150;
/** A queue that is so many times as deep as the highest rate is named, not drawn. */
const deepest = 4;

/** What came, accepted and throttled, a second. */
export function arrivalTrack(figures: Figures): Track | undefined {
  const arrivals = figures.track('arrivals');
  const [invocations, throttles] = [figures.track('invocations'), figures.track('throttles')];
  if (arrivals !== undefined || invocations === undefined || throttles === undefined) return arrivals ?? invocations;
  return { ...invocations, values: invocations.values.map((value, index) => value + (throttles.values[index] ?? 0)) };
}

export function arrivalsDrawing(frame: Frame, strings: ScalingStrings, formats: Formats): PanelDrawing {
  const { from, to, sources } = frame;
  const [primary, ...others] = sources;
  const totals = sources.flatMap((figures) => arrivalTrack(figures) ?? []);
  const highest = Math.max(0, ...totals.map((track) => peakWithin(track, from, to) ?? 0));
  const depth = Math.max(0, ...sources.map((figures) => figures.peak('queueDepth', from, to) ?? 0));
  const queueFits = depth > 0 && depth <= Math.max(10, highest * deepest);
  return {
    min: 0,
    max: roundAmount(Math.max(highest, queueFits ? depth : 0)),
    layers: [
      ...(primary === undefined ? [] : stackOf(primary)),
      ...others.flatMap((figures): Layer[] => {
        const track = arrivalTrack(figures);
        return track === undefined ? [] : [{ kind: 'line', track, look: { ...sourceLooks[figures.source], width: 2 } }];
      }),
      ...(queueFits ? sources.flatMap(queueLayers) : []),
      { kind: 'paint', paint: (painter) => sources.forEach((figures) => drawErrors(painter, figures)) },
      { kind: 'paint', paint: (painter) => void (depth > 0 && !queueFits && drawOffScale(painter, [`${strings.queueDepth} ${formats.count(depth)}`])) },
    ],
  };
}

function stackOf(figures: Figures): Layer[] {
  const { color, dash } = sourceLooks[figures.source];
  const accepted = figures.track('invocations');
  const bands = [
    ...(accepted === undefined ? [] : [{ track: accepted, look: { color } }]),
    ...throttleMetrics(figures).flatMap((metric) => {
      const track = figures.track(metric);
      return track === undefined ? [] : [{ track, look: throttleLooks[metric] }];
    }),
  ];
  return bands.length === 0 ? [] : [{ kind: 'stack', bands, edge: { color, width: 1.25, dash } }];
}

function queueLayers(figures: Figures): Layer[] {
  const track = figures.track('queueDepth');
  return track === undefined ? [] : [{ kind: 'line', track, look: { color: 'green', width: 1.5, dash: sourceLooks[figures.source].dash } }];
}

function drawErrors(painter: Painter, figures: Figures): void {
  const track = figures.track('errors');
  if (track === undefined) return;
  const { from, to } = painter.projection;
  const [first, last] = stepsWithin(track, from, to);
  const places: [number, number][] = [];
  for (let index = first; index <= last; index++) {
    const value = track.values[index] ?? 0;
    if (value > 0) places.push([painter.x(track.start + (index + 0.5) * track.periodMs), painter.y(value)]);
  }
  drawMarks(painter, places.length > cloud ? 'speck' : 'cross', figures.source === 'local' ? 'orange' : sourceLooks[figures.source].color, places);
}

export function arrivalsLegend(frame: Frame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const amount = (value: number): string => formats.amount(value);
  const { color } = sourceLooks[frame.primary.source];
  return [
    { label: strings.accepted, swatch: { kind: 'area', color }, ...valuesOf(frame, at, 'invocations', amount) },
    ...throttleItems(frame, at, strings, formats).map((item) => noted(frame, item, strings, formats)),
    ...(shows(frame, 'errors') ? [{ label: strings.errors, swatch: { kind: 'mark', color: 'orange', mark: 'cross' }, ...valuesOf(frame, at, 'errors', amount) } as const] : []),
    ...(shows(frame, 'queueDepth')
      ? [
          { label: strings.queueDepth, swatch: { kind: 'line', color: 'green' }, ...valuesOf(frame, at, 'queueDepth', (value) => formats.count(value)) } as const,
          { label: strings.queueAge, swatch: { kind: 'line', color: 'green' }, ...valuesOf(frame, at, 'queueAge', (value) => formats.duration(value * 1000)), wide: true } as const,
        ]
      : []),
  ];
}

/** Which rules throttled in the frame, how often. */
function noted({ primary, from, to }: Frame, item: LegendItem, strings: ScalingStrings, formats: Formats): LegendItem {
  const kinds = { [strings.throttlesBy.throttledByLimit]: ['reservedConcurrency', 'unreservedConcurrency'], [strings.throttlesBy.throttledByRate]: ['scalingRate', 'reservedRequests', 'unreservedRequests', 'other'] };
  const rules = countedRules
    .filter((rule) => kinds[item.label]?.includes(rule) === true)
    .map((rule) => ({ rule, count: Math.round(primary.total(`throttles.${rule}`, from, to)) }))
    .filter(({ count }) => count > 0);
  return rules.length === 0 ? item : { ...item, note: `(${rules.map(({ rule, count }) => `${strings.rules[rule]} ${formats.count(count)}`).join(', ')})` };
}
