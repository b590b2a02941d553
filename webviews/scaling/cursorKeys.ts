import type { ScalingModel } from './model.ts';

/** How far a key moves the cursor: whole flow steps, or with Shift one level step. */
const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };

/** The keys that all panels share. True where the key meant something. */
export function onCursorKey(model: ScalingModel, { key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const frame = model.frame.value;
  if (frame === undefined || ctrlKey || altKey || metaKey) return false;
  const { from, to, view } = frame;
  const move = moves[key];
  if (move !== undefined) {
    const step = shiftKey ? view.window.levelMs : view.window.flowMs;
    const at = (model.cursorAt.value ?? to) + move * step;
    model.cursor.value = { by: 'keys', at: Math.min(to, Math.max(from, at)) };
    return true;
  }
  const action = actions[key];
  action?.(model, from, to);
  return action !== undefined;
}

const actions: Readonly<Record<string, (model: ScalingModel, from: number, to: number) => void>> = {
  Home: (model, from) => void (model.cursor.value = { by: 'keys', at: from }),
  End: (model, _from, to) => void (model.cursor.value = { by: 'keys', at: to }),
  Escape: (model) => void (model.cursor.value = undefined),
  ' ': (model) => model.togglePause(),
  '+': (model) => model.zoom(1),
  '=': (model) => model.zoom(1),
  '-': (model) => model.zoom(-1),
};
