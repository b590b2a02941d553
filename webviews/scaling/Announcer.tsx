import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { throttledIn, totalOf } from './frameLookup.ts';
import type { View } from './view.ts';

/** No more often than this a screen reader is told of anything that it was not asked for. */
const quietMs = 15_000;

/** Says what one would otherwise only see: that throttling has begun. And whatever was asked for. */
export function Announcer({ view }: { readonly view: View }): JSX.Element {
  const { model, strings, announcement } = view;
  const throttling = useRef(false);
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  useSignalEffect(() => {
    const frame = model.frame.value;
    if (frame === undefined) return;
    const now = totalOf(frame.flows.slice(-2), throttledIn) > 0;
    const began = now && !throttling.current;
    throttling.current = now;
    if (!began || performance.now() - saidAt.current < quietMs) return;
    saidAt.current = performance.now();
    announcement.value = strings.throttlingBegan;
  });
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
