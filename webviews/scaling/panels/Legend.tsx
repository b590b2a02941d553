import type { JSX } from 'preact';
import { assertNever } from '../../../src/common/assertNever.ts';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Hatch } from '../../shared/hatch.ts';
import type { LegendItem, Mark, Swatch } from './legendItem.ts';

export function Legend({ items, strings }: { readonly items: readonly LegendItem[]; readonly strings: ScalingStrings }): JSX.Element {
  return (
    <ul class="legend">
      {items.map(({ label, swatch, value, wide = false, note, others = [], quiet = false }) => (
        <li key={label} {...(quiet && { class: 'visually-hidden' })}>
          {swatch !== undefined && <SwatchPicture swatch={swatch} />}
          <span class="label">{label}</span>
          {value !== '' && <span class={wide ? 'value wide' : 'value'}>{value}</span>}
          {others.map((other) => (
            <span key={other.source} class={`${wide ? 'value wide' : 'value'} ${other.source}`} title={strings.sources[other.source]}>
              <span class="visually-hidden">{strings.sources[other.source]} </span>
              {other.value}
            </span>
          ))}
          {note !== undefined && <span class="note" title={note}>{note}</span>}
        </li>
      ))}
    </ul>
  );
}

export const hatchLines: Readonly<Record<Hatch, string>> = {
  rising: 'M0 4L4 0M1 11L12 0M7 12L14 5',
  falling: 'M0 8L4 12M1 1L12 12M8 0L14 6',
  level: 'M0 2.5H14M0 6H14M0 9.5H14',
  upright: 'M2.5 0V12M6.5 0V12M10.5 0V12',
};

export const markShapes: Readonly<Record<Mark, string>> = {
  speck: 'M5 4h4v4h-4z',
  dot: 'M4 6a3 3 0 1 0 6 0a3 3 0 1 0 -6 0',
  diamond: 'M7 2l4 4-4 4-4-4z',
  cross: 'M4 3l6 6M4 9l6-6',
};

export function SwatchPicture({ swatch }: { readonly swatch: Swatch }): JSX.Element {
  return (
    <svg class={`swatch ${swatch.color}`} width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
      {shapeOf(swatch)}
    </svg>
  );
}

function shapeOf(swatch: Swatch): JSX.Element {
  switch (swatch.kind) {
    case 'line':
      return <path d="M0 6H14" stroke="currentColor" stroke-width="2" stroke-dasharray={swatch.dash?.map((length) => Math.min(length, 5)).join(' ')} />;
    case 'area':
      return <rect x="1" y="1" width="12" height="10" rx="1.5" fill="currentColor" />;
    case 'hatch':
      return (
        <g>
          <rect x="0.5" y="0.5" width="13" height="11" rx="1.5" fill="currentColor" fill-opacity="0.28" stroke="currentColor" />
          <path d={hatchLines[swatch.hatch]} stroke="currentColor" stroke-width="1.3" />
        </g>
      );
    case 'mark':
      return <path d={markShapes[swatch.mark]} {...(swatch.mark === 'cross' ? crossLook : { fill: 'currentColor' })} />;
    default:
      return assertNever(swatch);
  }
}

const crossLook = { stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round' } as const;
