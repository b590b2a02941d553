import { gutter, paddingRight, type View } from '../view.ts';

/** The share of the plot's width under a pointer. */
export function shareOf(view: View, event: MouseEvent): number {
  const target = event.currentTarget;
  if (!(target instanceof HTMLElement)) return 0;
  const x = event.clientX - target.getBoundingClientRect().left - gutter;
  return Math.min(1, Math.max(0, x / Math.max(1, view.width.value - gutter - paddingRight)));
}
