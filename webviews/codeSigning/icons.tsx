import type { JSX } from 'preact';

/** Told apart by their outlines alone: colour only adds to them. */
const shapes = {
  passed: 'M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zm0 1.2a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zM4.9 7.9l.85-.85 1.55 1.55 3-3 .85.85-3.85 3.85z',
  cross: 'M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zM5.8 4.95l-.85.85L7.15 8l-2.2 2.2.85.85L8 8.85l2.2 2.2.85-.85L8.85 8l2.2-2.2-.85-.85L8 7.15z',
  warning: 'M8 1.3l7 12.9H1zM8 3.8L3 13h10zM7.4 6.6h1.2v3.4H7.4zM7.4 10.9h1.2v1.2H7.4z',
  skipped: 'M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zm0 1.2a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zM5 7.4h6v1.2H5z',
  question: 'M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zm0 1.2a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zM7.4 11h1.2v1.2H7.4zM5.9 6.2C5.95 4.85 6.85 4.1 8.05 4.1c1.25 0 2.1.8 2.1 1.9 0 .8-.4 1.3-1 1.7-.5.35-.6.55-.6 1v.9H7.4V8.6c0-.8.35-1.25.95-1.65.45-.3.6-.5.6-.9 0-.5-.35-.8-.9-.8s-.9.35-.95.95z',
  clock: 'M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zm0 1.2a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zM7.4 4.2h1.2v3.45l2.3 1.35-.6 1.05L7.4 8.35z',
  refresh: 'M8 2.4a5.6 5.6 0 0 1 4.4 2.1V2.2h1.2v4.4H9.2V5.4h2.4a4.4 4.4 0 1 0 .7 3.6l1.2.25A5.6 5.6 0 1 1 8 2.4z',
  back: 'M7.3 3.2l.85.85L4.8 7.4H14v1.2H4.8l3.35 3.35-.85.85L2.5 8z',
  copy: 'M5 2h8.5v9.5H11V14H2.5V4.5H5zm1.2 1.2v1.3H11v5.8h1.3V3.2zM3.7 5.7v7.1h6.1V5.7z',
  csv: 'M3 1.5h6.6L13 4.9V14.5H3zM4.2 2.7v10.6h7.6V6H8.6V2.7zM5.5 8h5v1h-5zM5.5 10.3h5v1h-5z',
  package: 'M8 1.2l6 3v7.6l-6 3-6-3V4.2zm0 1.35L4.3 4.4 8 6.25 11.7 4.4zM3.2 5.2v5.85l4.2 2.1V7.3zm9.6 0L8.6 7.3v5.85l4.2-2.1z',
  layer: 'M8 2l6.5 3.25L8 8.5 1.5 5.25zm0 1.35L4.2 5.25 8 7.15l3.8-1.9zM2.5 7.7L8 10.45l5.5-2.75 1 .5L8 11.8 1.5 8.2zm0 2.7L8 13.15l5.5-2.75 1 .5L8 14.5 1.5 10.9z',
  shield: 'M8 1.2l5.5 2v4.3c0 3.5-2.3 6-5.5 7.3-3.2-1.3-5.5-3.8-5.5-7.3V3.2zm0 1.28L3.7 4.05V7.5c0 2.75 1.7 4.8 4.3 6 2.6-1.2 4.3-3.25 4.3-6V4.05z',
  up: 'M8 4l4.5 6h-9z',
  down: 'M8 12L3.5 6h9z',
  close: 'M4.15 3.3L8 7.15l3.85-3.85.85.85L8.85 8l3.85 3.85-.85.85L8 8.85 4.15 12.7l-.85-.85L7.15 8 3.3 4.15z',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path fill="currentColor" fill-rule="evenodd" d={shapes[name]} />
    </svg>
  );
}
