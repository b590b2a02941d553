import type { JSX } from 'preact';
import { figuresOf } from '../frame.ts';
import type { View } from '../view.ts';

/** Switches the heatmap of the Local region's latencies on and off. */
export function HeatmapChoice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const frame = model.told.value;
  return (
    <button
      type="button" class="chip" aria-pressed={model.heatmap.value}
      disabled={frame === undefined || figuresOf(frame, 'local') === undefined}
      onClick={() => model.showHeatmap(!model.heatmap.value)}
    >
      {strings.heatmap}
    </button>
  );
}

/** What the axis of the lowest panel counts: memory, or money. */
export function CostChoice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const choices = [['memory', strings.gigabyteSeconds], ['money', strings.dollarsPerHour]] as const;
  return (
    <span class="chips" role="group" aria-label={strings.axis}>
      {choices.map(([axis, label]) => (
        <button key={axis} type="button" class="chip" aria-pressed={model.cost.value === axis} onClick={() => model.showCost(axis)}>
          {label}
        </button>
      ))}
    </span>
  );
}
