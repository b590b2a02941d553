import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { figuresOf } from './frame.ts';
import type { View } from './view.ts';

/** No more often than this a screen reader is told of anything that it was not asked for. */
const quietMs = 15_000;
const recentMs = 2000;

/** Says what one would otherwise only see: that throttling has begun, that a limit was set. And whatever was asked for. */
export function Announcer({ view }: { readonly view: View }): JSX.Element {
  const { model, strings, announcement } = view;
  const throttling = useRef(false);
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  useSignalEffect(() => {
    const frame = model.frame.value;
    const local = frame && figuresOf(frame, 'local');
    if (frame === undefined || local === undefined) return;
    const now = local.total('throttles', frame.to - recentMs, frame.to) > 0;
    const began = now && !throttling.current;
    throttling.current = now;
    if (!began || performance.now() - saidAt.current < quietMs) return;
    saidAt.current = performance.now();
    announcement.value = strings.throttlingBegan;
  });
  useSignalEffect(() => {
    const outcome = model.limits.outcome.value;
    if (outcome !== undefined) announcement.value = outcome.refused ?? (outcome.done ? strings.applied : strings.notApplied);
  });
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
