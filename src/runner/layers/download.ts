import { fileURLToPath } from 'node:url';
import type { Clock } from '../../common/clock.ts';
import { readRegularFile } from '../store/readRegularFile.ts';

export interface DownloadOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly maximumBytes: number;
  /** Whether a `file:` URL may be read: only what stands for AWS on this machine answers one. */
  readonly files: boolean;
  /** After each quarter. `share`: 0.25 to 1. */
  readonly onQuarter: (share: number) => void;
}

/** It is larger than it may be, or than was told. */
export class DownloadTooLarge extends Error {
  override readonly name = 'DownloadTooLarge';
}

/** How long nothing may come. */
const stallMs = 30_000;

/** Fetches the whole of a URL into memory. Rejects with DownloadTooLarge, and as `fetch` does; an aborted signal ends it. */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { protocol } = new URL(url);
  if (protocol === 'file:' && options.files) return readWhole(fileURLToPath(url), options.maximumBytes);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error(`It is offered at a ${protocol} URL.`);
  const stalled = new AbortController();
  const { clock } = options;
  let timer = clock.after(stallMs, () => stalled.abort(new Error(`Nothing came for ${stallMs / 1000} s.`)));
  const alive = (): void => {
    timer.dispose();
    timer = clock.after(stallMs, () => stalled.abort(new Error(`Nothing came for ${stallMs / 1000} s.`)));
  };
  try {
    const response = await fetch(url, { signal: AbortSignal.any([options.signal, stalled.signal]) });
    if (!response.ok || response.body === null) throw new Error(`Its content was answered with status ${response.status}.`);
    return await collect(response.body, Number(response.headers.get('content-length') ?? 0), options, alive);
  } finally {
    timer.dispose();
    // Whatever is still coming is not wanted.
    stalled.abort();
  }
}

async function collect(
  body: AsyncIterable<Uint8Array>,
  expected: number,
  { maximumBytes, onQuarter }: DownloadOptions,
  alive: () => void,
): Promise<Uint8Array> {
  if (expected > maximumBytes) throw new DownloadTooLarge(`It has ${expected} bytes.`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let quarter = 0;
  for await (const chunk of body) {
    alive();
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maximumBytes) throw new DownloadTooLarge(`It has more than ${maximumBytes} bytes.`);
    const reached = expected === 0 ? 0 : Math.floor((size / expected) * 4);
    if (reached > quarter) onQuarter(reached / 4);
    quarter = reached;
  }
  return Buffer.concat(chunks);
}

async function readWhole(path: string, maximumBytes: number): Promise<Uint8Array> {
  const content = await readRegularFile(path, maximumBytes);
  if (content === 'tooLarge') throw new DownloadTooLarge(`It has more than ${maximumBytes} bytes.`);
  if (content === 'notFile') throw new Error('It is no file.');
  return content;
}
