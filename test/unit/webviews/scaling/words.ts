import type { ScalingStrings } from '../../../../src/protocol/webview/scaling.ts';

/** Words of which each is its own key. */
export const words: ScalingStrings = new Proxy<ScalingStrings>(Object.create(null), {
  get: (_, key) => (key === 'throttledBy' || key === 'states' || key === 'outcomes' ? words : String(key)),
});
