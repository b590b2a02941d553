import { useComputed, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { gutter, paddingRight, type View } from '../view.ts';
import { onCursorKey } from './cursorKeys.ts';
import { pointerRange } from './pointerRange.ts';

interface PlotProps {
  readonly view: View;
  readonly children: ComponentChildren;
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

/** The moment under the cursor; and the stretch that is being marked. */
export function Crosshair({ view }: { readonly view: View }): JSX.Element {
  const line = useRef<HTMLDivElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const x = useComputed(() => crosshairX(view));
  useSignalEffect(() => {
    if (line.current === null) return;
    line.current.hidden = x.value === undefined;
    line.current.style.transform = `translateX(${Math.round(x.value ?? 0)}px)`;
  });
  useSignalEffect(() => {
    const stretch = view.marked.value;
    if (band.current === null) return;
    band.current.hidden = stretch === undefined;
    if (stretch === undefined) return;
    const width = view.width.value - gutter - paddingRight;
    band.current.style.left = `${gutter + stretch[0] * width}px`;
    band.current.style.width = `${(stretch[1] - stretch[0]) * width}px`;
  });
  return (
    <>
      <div class="marked" ref={band} hidden />
      <div class="crosshair" ref={line} hidden />
    </>
  );
}

/** CSS pixels from the left of the panels; undefined where there is no cursor. */
export function crosshairX({ model, width }: View): number | undefined {
  const at = model.cursorAt.value;
  // Without a cursor the frames are of no interest.
  const frame = at === undefined ? undefined : model.frame.value;
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
  const pointer = useMemo(() => pointerRange(view), [view]);
  const element = useRef<HTMLDivElement>(null);
  // Not by a property: the page may keep a wheel from scrolling only where the listener says so.
  useEffect(() => {
    const slider = element.current;
    slider?.addEventListener('wheel', pointer.wheel, { passive: false });
    return () => slider?.removeEventListener('wheel', pointer.wheel);
  }, [pointer]);
  const frame = model.told.value;
  const at = model.cursor.value === undefined ? undefined : model.cursorAt.value;
  // Without a cursor the values change ten times a second, which nobody wants read out.
  const valueText = at === undefined ? strings.now : `${formats.fineClock(at)}: ${text()}`;
  return (
    <div
      class="cursor-slider"
      ref={element}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: ${strings.timeCursor}`}
      aria-description={strings.keyboardHelp}
      aria-orientation="horizontal"
      aria-valuemin={seconds(frame?.from)}
      aria-valuemax={seconds(frame?.to)}
      aria-valuenow={seconds(at ?? frame?.to)}
      aria-valuetext={valueText}
      onPointerDown={pointer.down}
      onPointerMove={pointer.move}
      onPointerUp={pointer.up}
      onPointerCancel={pointer.cancel}
      onPointerLeave={pointer.leave}
      onDblClick={() => model.time.reset()}
      onKeyDown={(event) => {
        if (onCursorKey(model, event)) event.preventDefault();
      }}
    />
  );
}
