import type { JSX } from 'preact';

const shapes = {
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  play: 'M4 2.5v11l9-5.5z',
  table: 'M1.5 2.5h13v11h-13zM2.5 5.5v7h3v-7zM6.5 5.5v3h7v-3zM6.5 9.5v3h7v-3z',
  graph: 'M1.5 1.5h1v12h12v1h-13zM4 11V8h3V5h3v3h1V3h3v1h-2v5h-3V6H8v3H5v2z',
  zoomIn: 'M7 1.5a5.5 5.5 0 1 0 3.4 9.8l3.4 3.4.9-.9-3.4-3.4A5.5 5.5 0 0 0 7 1.5zm0 1.2a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6zM6.4 4.6h1.2v1.8h1.8v1.2H7.6v1.8H6.4V7.6H4.6V6.4h1.8z',
  zoomOut: 'M7 1.5a5.5 5.5 0 1 0 3.4 9.8l3.4 3.4.9-.9-3.4-3.4A5.5 5.5 0 0 0 7 1.5zm0 1.2a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6zM4.6 6.4h4.8v1.2H4.6z',
  reset: 'M8 2.2a5.8 5.8 0 1 1-5.6 7.3l1.2-.3A4.6 4.6 0 1 0 4.4 5h2.1v1.2H2.2V2h1.2v2.2A5.8 5.8 0 0 1 8 2.2z',
  csv: 'M3 1.5h6.6L13 4.9V14.5H3zM4.2 2.7v10.6h7.6V6H8.6V2.7zM5.5 8h5v1h-5zM5.5 10.3h5v1h-5z',
  picture: 'M1.5 2.5h13v11h-13zM2.7 3.7v7.1l3-3 2.2 2.2 2.9-2.9 2.5 2.5V3.7zM5 4.8a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z',
  whatIf: 'M2 3.4h6.2a1.9 1.9 0 0 1 3.6 0H14v1.2h-2.2a1.9 1.9 0 0 1-3.6 0H2zM2 7.4h1.2a1.9 1.9 0 0 1 3.6 0H14v1.2H6.8a1.9 1.9 0 0 1-3.6 0H2zM2 11.4h7.2a1.9 1.9 0 0 1 3.6 0H14v1.2h-1.2a1.9 1.9 0 0 1-3.6 0H2z',
} as const;
export type IconName = keyof typeof shapes;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path fill="currentColor" fill-rule="evenodd" d={shapes[name]} />
    </svg>
  );
}
