import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { CrispCanvas } from '../../shared/crispCanvas.ts';
import { fill } from '../../shared/format.ts';
import { crosshairX } from './Plot.tsx';
import { gutter, paddingRight, timeGrid, type View } from '../view.ts';

const height = 22;

/** The one time axis below all panels, with the cursor's moment on it. */
export function TimeAxis({ view }: { readonly view: View }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const crisp = new CrispCanvas(canvas.current);
    const ends = [
      effect(() => drawLabels(crisp, view)),
      view.pictures.add('time', () => ({ title: '', unit: '', items: [], canvas: crisp.element, width: view.width.value, height })),
    ];
    return () => ends.forEach((end) => end());
  }, [view]);
  return (
    <div class="time-axis">
      <canvas ref={canvas} aria-hidden="true" />
      <CursorTime view={view} />
    </div>
  );
}

function drawLabels(canvas: CrispCanvas, { model, theme, width, formats }: View): void {
  const frame = model.frame.value;
  const { colors, font } = theme.value;
  const context = canvas.begin(width.value, height);
  if (frame === undefined) return;
  const { from, to } = frame;
  const plotWidth = width.value - gutter - paddingRight;
  const { step, ticks } = timeGrid(from, to, plotWidth);
  context.font = font;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillStyle = colors.axis;
  context.fillRect(gutter, 0, plotWidth, 1);
  context.fillStyle = colors.muted;
  for (const tick of ticks) {
    const x = gutter + ((tick - from) / (to - from)) * plotWidth;
    const text = step < 1000 ? formats.fineClock(tick) : step < 60_000 ? formats.clock(tick) : formats.minuteClock(tick);
    const half = context.measureText(text).width / 2;
    // A label that would be cut off comes and goes with its line.
    if (x - half > 4 && x + half < width.value - 2) context.fillText(text, x, height / 2 + 1);
  }
}

/** The moment under the crosshair, and how long ago that is. */
function CursorTime({ view }: { readonly view: View }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const { model, strings, formats } = view;
  useLayoutEffect(() => {
    const [x, element] = [crosshairX(view), box.current];
    if (element === null) return;
    element.hidden = x === undefined;
    if (x === undefined) return;
    const half = element.offsetWidth / 2;
    element.style.transform = `translateX(${Math.round(Math.min(view.width.value - half * 2, Math.max(0, x - half)))}px)`;
  });
  const at = model.cursorAt.value;
  const frame = at === undefined ? undefined : model.frame.value;
  return (
    <div class="cursor-time" ref={box}>
      {at !== undefined && frame !== undefined && (
        <>
          {formats.fineClock(at)} <span class="ago">{fill(strings.ago, formats.ago(frame.to - at))}</span>
        </>
      )}
    </div>
  );
}
