import type { Clock } from '../../common/clock.ts';
import type { ResponseStream } from '../environment/responseStream.ts';
import type { StreamBandwidth } from '../regionSettings.ts';

/** So often a second the rest goes on: small enough that it flows. */
const piecesPerSecond = 20;

/** A response stream at Lambda's speed: a burst as fast as it comes, and the rest evenly. */
export function shapedStream(stream: ResponseStream, bandwidth: StreamBandwidth, clock: Clock): ResponseStream {
  if (bandwidth.bytesPerSecond === Infinity) return stream;
  return new ShapedStream(stream, bandwidth, clock);
}

class ShapedStream implements ResponseStream {
  readonly #stream: ResponseStream;
  readonly #clock: Clock;
  readonly #bytesPerMs: number;
  readonly #pieceBytes: number;
  /** What is left of the burst. */
  #burst: number;
  /** When the next piece may go, on the monotonic scale. */
  #due = 0;

  constructor(stream: ResponseStream, { burstBytes, bytesPerSecond }: StreamBandwidth, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
    this.#burst = burstBytes;
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#pieceBytes = Math.max(1, Math.floor(bytesPerSecond / piecesPerSecond));
  }

  begin(contentType: string | undefined): void {
    this.#stream.begin(contentType);
  }

  async write(chunk: Buffer): Promise<void> {
    const free = Math.min(this.#burst, chunk.length);
    if (free > 0) {
      this.#burst -= free;
      await this.#stream.write(chunk.subarray(0, free));
    }
    for (let at = free; at < chunk.length; at += this.#pieceBytes) {
      const piece = chunk.subarray(at, at + this.#pieceBytes);
      await this.#turn(piece.length);
      await this.#stream.write(piece);
    }
  }

  /** Waits until so many bytes may go. Time in which nothing was sent is not made up for. */
  async #turn(bytes: number): Promise<void> {
    const now = this.#clock.monotonic();
    const at = Math.max(this.#due, now);
    this.#due = at + bytes / this.#bytesPerMs;
    if (at > now) await new Promise<void>((resolve) => void this.#clock.after(at - now, resolve));
  }
}
