import { useComputed, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { onCursorKey } from './cursorKeys.ts';
import { gutter, paddingRight, type View } from './view.ts';

interface PlotProps {
  readonly view: View;
  readonly children: ComponentChildren;
}

/** The share of the plot's width under a pointer. */
export function shareOf(view: View, event: PointerEvent): number {
  const target = event.currentTarget;
  if (!(target instanceof HTMLElement)) return 0;
  const x = event.clientX - target.getBoundingClientRect().left - gutter;
  return Math.min(1, Math.max(0, x / Math.max(1, view.width.value - gutter - paddingRight)));
}

/** A drawing with the crosshair over it, which pointer and keys move in all panels at once. */
export function Plot({ view, children }: PlotProps): JSX.Element {
  return (
    <div class="plot">
      {children}
      <Crosshair view={view} />
    </div>
  );
}

export function Crosshair({ view }: { readonly view: View }): JSX.Element {
  const line = useRef<HTMLDivElement>(null);
  const x = useComputed(() => crosshairX(view));
  useSignalEffect(() => {
    if (line.current === null) return;
    line.current.hidden = x.value === undefined;
    line.current.style.transform = `translateX(${Math.round(x.value ?? 0)}px)`;
  });
  return <div class="crosshair" ref={line} hidden />;
}

/** CSS pixels from the left of the panels; undefined where there is no cursor. */
export function crosshairX({ model, width }: View): number | undefined {
  const [at, frame] = [model.cursorAt.value, model.frame.value];
  if (at === undefined || frame === undefined) return undefined;
  return gutter + ((at - frame.from) / (frame.to - frame.from)) * (width.value - gutter - paddingRight);
}

function seconds(at = 0): number {
  return Math.round(at / 1000);
}

interface CursorSliderProps {
  readonly view: View;
  readonly label: string;
  /** What there is at the cursor, in words. */
  readonly text: () => string;
}

/** Takes pointer and keys for a chart. To assistive technology it is a slider along time. */
export function CursorSlider({ view, label, text }: CursorSliderProps): JSX.Element {
  const { model, strings, formats } = view;
  const frame = model.frame.value;
  const at = model.cursor.value === undefined ? undefined : model.cursorAt.value;
  // Without a cursor the values change ten times a second, which nobody wants read out.
  const valueText = at === undefined ? strings.now : `${formats.fineClock(at)}: ${text()}`;
  return (
    <div
      class="cursor-slider"
      role="slider"
      tabIndex={0}
      aria-label={`${label}: ${strings.timeCursor}`}
      aria-description={strings.keyboardHelp}
      aria-orientation="horizontal"
      aria-valuemin={seconds(frame?.from)}
      aria-valuemax={seconds(frame?.to)}
      aria-valuenow={seconds(at ?? frame?.to)}
      aria-valuetext={valueText}
      onPointerMove={(event) => void (model.cursor.value = { by: 'pointer', share: shareOf(view, event) })}
      onPointerLeave={() => void (model.cursor.value = undefined)}
      onKeyDown={(event) => {
        if (onCursorKey(model, event)) event.preventDefault();
      }}
    />
  );
}
