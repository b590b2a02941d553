import type { TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import type { ScalingStrings } from '../../src/protocol/webview/scaling.ts';
import type { ChartData, ChartLine, Painter } from '../shared/chart.ts';
import { fill, type Formats } from '../shared/format.ts';
import { roundMax } from '../shared/ticks.ts';
import { levelAt, peakOf } from './frameLookup.ts';
import type { LegendItem } from './legendItem.ts';
import { drawOffScale } from './offScale.ts';

const limits = ['account', 'unreserved', 'reserved'] as const;
type Limit = (typeof limits)[number];

const limitLooks: Readonly<Record<Limit, { readonly dash: readonly number[]; readonly text: (strings: ScalingStrings) => string }>> = {
  account: { dash: [10, 4], text: ({ accountLimit }) => accountLimit },
  unreserved: { dash: [2, 3], text: ({ unreservedLimit }) => unreservedLimit },
  reserved: { dash: [6, 4], text: ({ reservedLimit }) => reservedLimit },
};

export const concurrencyLines: readonly ChartLine[] = [
  { color: 'foreground', width: 1, alpha: 0.7 },
  { color: 'blue', width: 1.5, area: 0.28 },
  ...limits.map((limit) => ({ color: 'red' as const, width: 1.25, dash: limitLooks[limit].dash })),
];

/** A function has its reservation, or else draws on what is unreserved; all together have the account's limit. */
export function limitsShown(frame: TimelineFrame): Limit[] {
  const { functionName } = frame.view;
  const { limits: now } = frame;
  if (functionName !== undefined) return now?.reserved === undefined ? ['unreserved'] : ['reserved'];
  return now === undefined || now.unreserved === now.account ? ['account'] : ['account', 'unreserved'];
}

/** Whether a limit is drawn. One far above what happens is only named: what happens would lie flat on the axis. */
export function limitFits(limit: number, executing: number, environments: number): boolean {
  return limit <= Math.max(10, executing * 3, environments * 1.3);
}

function split(frame: TimelineFrame): { readonly highest: number; readonly drawn: Limit[]; readonly named: Limit[] } {
  const { levels } = frame;
  const [executing, environments] = [peakOf(levels.executing), peakOf(levels.environments)];
  const shown = limitsShown(frame);
  const drawn = shown.filter((limit) => limitFits(peakOf(levels[limit]), executing, environments));
  return { highest: Math.max(executing, environments), drawn, named: shown.filter((limit) => !drawn.includes(limit)) };
}

export function concurrencyData(frame: TimelineFrame): ChartData {
  const { levels, from, to } = frame;
  const { highest, drawn } = split(frame);
  const nothing = levels.at.map(() => null);
  return {
    at: levels.at,
    columns: [levels.environments, levels.executing, ...limits.map((limit) => (drawn.includes(limit) ? levels[limit] : nothing))],
    from,
    to,
    min: 0,
    max: roundMax(Math.max(highest, ...drawn.map((limit) => peakOf(levels[limit])))),
  };
}

export function concurrencyLegend(frame: TimelineFrame, at: number | undefined, strings: ScalingStrings, formats: Formats): LegendItem[] {
  const text = (value: number | undefined): string => (value === undefined ? '–' : formats.count(value));
  return [
    {
      label: strings.executing,
      swatch: { kind: 'area', color: 'blue' },
      value: text(levelAt(frame, 'executing', at)),
      note: fill(strings.peak, formats.count(peakOf(frame.levels.executing))),
    },
    { label: strings.environments, swatch: { kind: 'line', color: 'foreground' }, value: text(levelAt(frame, 'environments', at)) },
    ...limitsShown(frame).map((limit): LegendItem => ({
      label: limitLooks[limit].text(strings),
      swatch: { kind: 'line', color: 'red', dash: limitLooks[limit].dash },
      value: text(levelAt(frame, limit, at)),
    })),
  ];
}

/** Names the limits that lie above the chart. */
export function drawConcurrency(painter: Painter, frame: TimelineFrame, strings: ScalingStrings, formats: Formats): void {
  const texts = split(frame).named.map((limit) => `${limitLooks[limit].text(strings)} ${formats.count(levelAt(frame, limit, undefined) ?? 0)}`);
  drawOffScale(painter, texts);
}
