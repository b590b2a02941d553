import { type View } from '../view.ts';
import { shareOf } from './share.ts';

/** Marking less than this, in CSS pixels, is a click. */
const leastPixels = 5;
/** One notch of a wheel. */
const notch = 100;

/** The pointer's way to zoom and move: mark a stretch, with Shift drag it along; the wheel with Ctrl zooms, sideways or with Shift it moves. */
export function pointerRange(view: View) {
  const { model, marked } = view;
  let grip: { readonly share: number; readonly x: number; readonly panning: boolean; last: number } | undefined;
  return {
    down: (event: PointerEvent): void => {
      if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
      const share = shareOf(view, event);
      grip = { share, x: event.clientX, panning: event.shiftKey, last: share };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    move: (event: PointerEvent): void => {
      const share = shareOf(view, event);
      model.cursor.value = { by: 'pointer', share };
      if (grip === undefined) return;
      if (grip.panning) {
        model.time.pan(grip.last - share);
        grip.last = share;
      } else if (Math.abs(event.clientX - grip.x) >= leastPixels) marked.value = [Math.min(grip.share, share), Math.max(grip.share, share)];
    },
    up: (): void => {
      const [stretch, frame] = [marked.value, model.frame.value];
      grip = undefined;
      marked.value = undefined;
      if (stretch === undefined || frame === undefined) return;
      const { from, to } = frame;
      model.time.fit(from + stretch[0] * (to - from), from + stretch[1] * (to - from));
    },
    /** What keys have put stays where it is. */
    leave: (): void => {
      if (model.cursor.peek()?.by === 'pointer') model.cursor.value = undefined;
    },
    cancel: (): void => {
      grip = undefined;
      marked.value = undefined;
    },
    wheel: (event: WheelEvent): void => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) model.time.zoom(1.25 ** (event.deltaY / notch), shareOf(view, event));
      else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) model.time.pan((sideways / notch) * 0.08);
      else return;
      event.preventDefault();
    },
  };
}
