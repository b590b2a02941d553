import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition, looking every few ms; fails with what it last saw when `limitMs` have passed. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>, limitMs = 10_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`It did not come to be within ${limitMs} ms.`);
    await pause(5);
  }
}
