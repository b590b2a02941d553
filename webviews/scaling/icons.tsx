import type { JSX } from 'preact';

const shapes = {
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  play: 'M4 2.5v11l9-5.5z',
  table: 'M1.5 2.5h13v11h-13zM2.5 5.5v7h3v-7zM6.5 5.5v3h7v-3zM6.5 9.5v3h7v-3z',
  graph: 'M1.5 1.5h1v12h12v1h-13zM4 11V8h3V5h3v3h1V3h3v1h-2v5h-3V6H8v3H5v2z',
} as const;

export function Icon({ name }: { readonly name: keyof typeof shapes }): JSX.Element {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path fill="currentColor" fill-rule="evenodd" d={shapes[name]} />
    </svg>
  );
}
