import { effect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import { Chart } from '../../shared/chart.ts';
import { drawAnnotations } from '../annotations/drawAnnotations.ts';
import { CursorSlider, Plot } from '../time/Plot.tsx';
import { gutter, paddingRight, timeGrid, type View } from '../view.ts';
import type { Frame } from '../frame.ts';
import type { ChartSpec } from './chartSpec.ts';
import { Legend } from './Legend.tsx';
import { type LegendItem, unknownValue } from './legendItem.ts';

interface ChartPanelProps {
  readonly view: View;
  readonly spec: ChartSpec;
  /** Controls of this panel, beside its title. */
  readonly children?: ComponentChildren;
}

export function ChartPanel({ view, spec, children }: ChartPanelProps): JSX.Element {
  const { model, strings } = view;
  const heading = useId();
  const frame = model.told.value;
  const items = legendItems(view, spec, frame);
  const absent = frame === undefined ? undefined : spec.absent?.(frame);
  return (
    <section class={`panel ${spec.name}`} aria-labelledby={heading}>
      <div class="panel-head">
        <h2 id={heading}>
          {spec.title} <span class="unit">{spec.unit()}</span>
        </h2>
        {children}
        <Legend items={items} strings={strings} />
      </div>
      <figure aria-labelledby={heading}>
        <Plot view={view}>
          <ChartCanvas view={view} spec={spec} />
          {absent !== undefined && <p class="absent">{absent}</p>}
          <CursorSlider view={view} label={spec.title} text={() => items.filter(({ value }) => value !== '').map((item) => inWords(item, strings)).join(', ')} />
        </Plot>
      </figure>
    </section>
  );
}

/** Each source's value, by the source's name. */
function inWords({ label, value, others = [] }: LegendItem, { sources }: ScalingStrings): string {
  return [`${label} ${value}`, ...others.filter((other) => other.value !== unknownValue).map((other) => `${sources[other.source]} ${other.value}`)].join(' ');
}

function legendItems({ model }: View, spec: ChartSpec, frame: Frame | undefined): LegendItem[] {
  return frame === undefined ? [] : spec.legend(frame, model.cursor.value === undefined ? undefined : model.cursorAt.value);
}

function ChartCanvas({ view, spec }: { readonly view: View; readonly spec: ChartSpec }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current === null ? undefined : draw(host.current, view, spec)), [view, spec]);
  return <div class="chart" ref={host} aria-hidden="true" />;
}

/** Keeps a chart in `host` up to date; the answer ends that. */
function draw(host: HTMLElement, view: View, spec: ChartSpec): () => void {
  const { model, theme, pictures } = view;
  const { ticks, label, logarithmic } = spec;
  const timeTicks = (from: number, to: number, width: number): number[] => timeGrid(from, to, width).ticks;
  const chart = new Chart(host, { gutter, paddingRight, ticks, label, timeTicks, ...(logarithmic !== undefined && { logarithmic }) }, theme.peek());
  const fit = (): void => chart.resize(host.clientWidth, host.clientHeight);
  fit();
  const sizes = new ResizeObserver(fit);
  sizes.observe(host);
  const ends = [
    effect(() => {
      const frame = model.frame.value;
      if (frame === undefined) return;
      const { min, max, layers } = spec.drawing(frame);
      const { from, to, annotations } = frame;
      chart.update({ from, to, min, max, layers: [...layers, { kind: 'paint', paint: (painter) => drawAnnotations(painter, annotations) }] });
    }),
    effect(() => chart.setTheme(theme.value)),
    pictures.add(spec.name, () => ({ title: spec.title, unit: spec.unit(), items: legendItems(view, spec, model.frame.peek()), canvas: chart.canvas, width: host.clientWidth, height: host.clientHeight })),
  ];
  return () => {
    for (const end of ends) end();
    sizes.disconnect();
    chart.destroy();
  };
}
