import type { ScalingStrings } from '../../../../src/protocol/webview/scaling.ts';

const nested = new Set(['states', 'outcomes', 'sources', 'badges', 'toggles', 'bands', 'limits', 'throttlesBy', 'rules', 'columns', 'shapes', 'shapeFigures']);

/** Words of which each is its own key. */
export const words: ScalingStrings = new Proxy<ScalingStrings>(Object.create(null), {
  get: (_, key) => (nested.has(String(key)) ? words : String(key)),
});
