import type { ScalingModel } from '../model.ts';

/** How far a key moves the cursor, in seconds; with a longer range in steps of a hundredth of it. */
const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };
/** With Shift, what shows moves. */
const pans: Readonly<Record<string, number>> = { ArrowLeft: -0.2, ArrowRight: 0.2 };
const second = 1000;

/** The keys that all panels share. True where the key meant something. */
export function onCursorKey(model: ScalingModel, { key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const frame = model.frame.value;
  if (frame === undefined || ctrlKey || altKey || metaKey) return false;
  const { from, to } = frame;
  const pan = shiftKey ? pans[key] : undefined;
  if (pan !== undefined) {
    model.time.pan(pan);
    return true;
  }
  const move = moves[key];
  if (move !== undefined) {
    const length = to - from;
    const step = length > 120 * second ? Math.ceil(length / 100 / second) * second : length < 10 * second ? length / 100 : second;
    model.cursor.value = { by: 'keys', at: Math.min(to, Math.max(from, (model.cursorAt.value ?? to) + move * step)) };
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
  '+': (model) => model.time.zoom(0.5),
  '=': (model) => model.time.zoom(0.5),
  '-': (model) => model.time.zoom(2),
  '0': (model) => model.time.reset(),
};
