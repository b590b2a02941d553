import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Painter } from '../../shared/painter.ts';
import type { Formats } from '../../shared/format.ts';
import type { BandLook, Layer } from '../../shared/layers.ts';
import { roundAmount } from '../../shared/ticks.ts';
import type { Track } from '../../shared/track.ts';
import { traceLine } from '../../shared/trackPaths.ts';
import type { Frame } from '../frame.ts';
import type { Figures } from '../sources/figures.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import type { PanelDrawing } from './chartSpec.ts';
import { eachOf, type LegendItem, shows, valuesOf } from './legendItem.ts';

export type CostAxis = 'memory' | 'money';

const wastedLook: BandLook = { color: 'muted', hatch: 'falling' };

/** Memory at work and wasted, or money; and over either, on an axis of its own from 0 to 100 %, how much of what is provisioned is at work. */
export function costDrawing(frame: Frame, axis: CostAxis, formats: Formats): PanelDrawing {
  const { sources, from, to } = frame;
  const [primary, ...others] = sources;
  const metric = axis === 'money' ? 'costPerHour' : 'gigabyteSeconds';
  const peak = (figures: Figures, own: 'costPerHour' | 'gigabyteSeconds' | 'wastedGigabyteSeconds'): number => figures.peak(own, from, to) ?? 0;
  const highest = Math.max(0, ...sources.map((figures) => peak(figures, metric) + (axis === 'memory' ? peak(figures, 'wastedGigabyteSeconds') : 0)));
  const shares = sources.flatMap((figures) => {
    const track = figures.track('provisionedUtilization');
    return track === undefined || figures.peak('provisionedUtilization', from, to) === undefined ? [] : [{ track, dash: sourceLooks[figures.source].dash }];
  });
  return {
    min: 0,
    max: roundAmount(highest),
    layers: [
      ...(primary === undefined ? [] : stackOf(primary, axis)),
      ...others.flatMap((figures): Layer[] => {
        const track = figures.track(metric);
        return track === undefined ? [] : [{ kind: 'line', track, look: { ...sourceLooks[figures.source], width: 2 } }];
      }),
      { kind: 'paint', paint: (painter) => drawUtilization(painter, shares, formats) },
    ],
  };
}

function stackOf(figures: Figures, axis: CostAxis): Layer[] {
  const { color, dash } = sourceLooks[figures.source];
  const used = figures.track(axis === 'money' ? 'costPerHour' : 'gigabyteSeconds');
  const wasted = axis === 'money' ? undefined : figures.track('wastedGigabyteSeconds');
  if (used === undefined) return [];
  const bands = [{ track: used, look: { color } }, ...(wasted === undefined ? [] : [{ track: wasted, look: wastedLook }])];
  return [{ kind: 'stack', bands, edge: { color, width: 1.25, dash } }];
}

function drawUtilization(painter: Painter, shares: readonly { readonly track: Track; readonly dash: readonly number[] }[], formats: Formats): void {
  if (shares.length === 0) return;
  const { context, theme, plot, projection } = painter;
  const y = (share: number): number => plot.top + plot.height - share * plot.height;
  for (const { track, dash } of shares) {
    const path = new Path2D();
    traceLine(track, { ...projection, y }, path);
    context.setLineDash([...dash]);
    context.strokeStyle = theme.colors.green;
    context.lineWidth = 1.5;
    context.stroke(path);
    context.setLineDash([]);
  }
  context.font = theme.smallFont;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const right = plot.left + plot.width - 4;
  for (const share of [1, 0.5]) {
    const text = formats.share(share);
    const middle = y(share) + (share === 1 ? 7 : 0);
    const { width } = context.measureText(text);
    context.globalAlpha = 0.8;
    context.fillStyle = theme.colors.background;
    context.fillRect(right - width - 2, middle - 6, width + 4, 12);
    context.globalAlpha = 1;
    context.fillStyle = theme.colors.green;
    context.fillText(text, right, middle);
  }
}

export function costLegend(frame: Frame, at: number | undefined, axis: CostAxis, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const amount = (value: number): string => formats.amount(value);
  const money = (value: number): string => formats.money(value);
  const { from, to, primary } = frame;
  const { color } = sourceLooks[primary.source];
  const spent = (figures: Figures): number | undefined => (figures.track('costPerHour') === undefined ? undefined : figures.total('costPerHour', from, to) / 3600);
  const drawn = (own: CostAxis): Pick<LegendItem, 'swatch'> => (own === axis ? { swatch: { kind: 'area', color } } : {});
  return [
    ...(shows(frame, 'provisionedUtilization') || shows(frame, 'provisioned')
      ? [{ label: strings.utilization, swatch: { kind: 'line', color: 'green' }, ...valuesOf(frame, at, 'provisionedUtilization', (value) => formats.share(value)) } as const]
      : []),
    { label: strings.gigabyteSeconds, ...drawn('memory'), ...valuesOf(frame, at, 'gigabyteSeconds', amount) },
    ...(shows(frame, 'wastedGigabyteSeconds')
      ? [{ label: strings.wasted, ...(axis === 'memory' && { swatch: { kind: 'hatch', color: wastedLook.color, hatch: 'falling' } as const }), ...valuesOf(frame, at, 'wastedGigabyteSeconds', amount) }]
      : []),
    { label: strings.dollarsPerHour, ...drawn('money'), ...valuesOf(frame, at, 'costPerHour', money), wide: true },
    { label: strings.spent, ...eachOf(frame, spent, money), wide: true },
  ];
}
