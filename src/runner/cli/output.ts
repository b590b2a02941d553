import type { Writable } from 'node:stream';

/** Until it is written: the process may end then. A reader that is gone misses nothing. */
export function print(out: Writable, text: string): Promise<void> {
  forgive(out);
  return new Promise((written) => out.write(text, () => written()));
}

/** A reader may be gone. Streams tell of it later than of the write that failed, which is why nobody listens for so long only. */
export function forgive(out: Writable): void {
  if (!out.listeners('error').includes(nothing)) out.on('error', nothing);
}

function nothing(): void {}
