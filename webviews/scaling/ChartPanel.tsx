import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { TimelineFrame } from '../../src/lambda/scaling/timeline/timelineFrame.ts';
import { Chart, type ChartData, type ChartLine, type Painter } from '../shared/chart.ts';
import { Legend } from './Legend.tsx';
import type { LegendItem } from './legendItem.ts';
import { CursorSlider, Plot } from './Plot.tsx';
import { gutter, paddingRight, timeGrid, type View } from './view.ts';

/** A chart of the page, as data: what it is called, what it draws of a frame, and what its legend says. */
export interface ChartSpec {
  readonly name: string;
  readonly title: string;
  readonly unit: (frame: TimelineFrame) => string;
  readonly lines: readonly ChartLine[];
  readonly logarithmic?: boolean;
  readonly ticks: (min: number, max: number, height: number) => number[];
  readonly label: (value: number) => string;
  readonly data: (frame: TimelineFrame) => ChartData;
  readonly legend: (frame: TimelineFrame, at: number | undefined) => LegendItem[];
  readonly under?: (painter: Painter, frame: TimelineFrame) => void;
  readonly over?: (painter: Painter, frame: TimelineFrame) => void;
  /** Said in place of what is not there. */
  readonly absent?: (frame: TimelineFrame) => string | undefined;
}

export function ChartPanel({ view, spec }: { readonly view: View; readonly spec: ChartSpec }): JSX.Element {
  const { model } = view;
  const heading = useId();
  const frame = model.frame.value;
  const items = frame === undefined ? [] : spec.legend(frame, model.cursor.value === undefined ? undefined : model.cursorAt.value);
  const absent = frame === undefined ? undefined : spec.absent?.(frame);
  return (
    <section class={`panel ${spec.name}`} aria-labelledby={heading}>
      <div class="panel-head">
        <h2 id={heading}>
          {spec.title} <span class="unit">{frame === undefined ? '' : spec.unit(frame)}</span>
        </h2>
        <Legend items={items} />
      </div>
      <figure aria-labelledby={heading}>
        <Plot view={view}>
          <ChartCanvas view={view} spec={spec} />
          {absent !== undefined && <p class="absent">{absent}</p>}
          <CursorSlider view={view} label={spec.title} text={() => items.map(({ label, value }) => `${label} ${value}`).join(', ')} />
        </Plot>
      </figure>
    </section>
  );
}

function ChartCanvas({ view, spec }: { readonly view: View; readonly spec: ChartSpec }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current === null ? undefined : draw(host.current, view, spec)), [view, spec]);
  return <div class="chart" ref={host} aria-hidden="true" />;
}

/** Keeps a chart in `host` up to date; the answer ends that. */
function draw(host: HTMLElement, { model, theme }: View, spec: ChartSpec): () => void {
  const paint = (own: ChartSpec['under']) => (painter: Painter) => {
    const frame = model.frame.peek();
    if (frame !== undefined) own?.(painter, frame);
  };
  const { lines, ticks, label, logarithmic } = spec;
  const chart = new Chart(
    host,
    {
      lines, gutter, paddingRight, ticks, label,
      ...(logarithmic !== undefined && { logarithmic }),
      timeTicks: (from, to, width) => timeGrid(from, to, width).ticks,
      ...(spec.under && { under: paint(spec.under) }),
      ...(spec.over && { over: paint(spec.over) }),
    },
    theme.peek(),
  );
  const fit = (): void => chart.resize(host.clientWidth, host.clientHeight);
  fit();
  const sizes = new ResizeObserver(fit);
  sizes.observe(host);
  const endUpdates = effect(() => {
    const frame = model.frame.value;
    if (frame !== undefined) chart.update(spec.data(frame));
  });
  const endThemes = effect(() => chart.setTheme(theme.value));
  return () => {
    endUpdates();
    endThemes();
    sizes.disconnect();
    chart.destroy();
  };
}
