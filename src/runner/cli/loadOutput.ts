import type { Writable } from 'node:stream';

/** Until it is written: the process may end then. A reader that is gone misses nothing. */
export function print(out: Writable, text: string): Promise<void> {
  return new Promise((written) => {
    const done = (): void => {
      out.off('error', done);
      written();
    };
    out.on('error', done);
    out.write(text, done);
  });
}
