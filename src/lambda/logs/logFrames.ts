import type { LogLevel } from './platformRecord.ts';

export interface LogFrame {
  /** Milliseconds since the epoch, with fractions. */
  readonly at: number;
  readonly text: string;
  /** Absent: the runtime gave none. */
  readonly level?: LogLevel;
}

/** What a UTF-8 decoder is; Node and browsers have it. */
interface Decoder {
  decode(bytes: Uint8Array): string;
}
declare const TextDecoder: new (label: 'utf-8') => Decoder;

const headerBytes = 16;
/** A frame is at most as long as an event of CloudWatch Logs; what claims more is no frame. */
const largestText = 1024 * 1024;
const levels: readonly (LogLevel | undefined)[] = [undefined, 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * Takes apart what a runtime writes to `_LAMBDA_TELEMETRY_LOG_FD`: frames of type (4 bytes: 0xa55a0002 JSON, 0xa55a0003 text, the level
 * in bits 2 to 4), length of the text (4), microseconds since the epoch (8), text; all big-endian. Bytes between frames are skipped; no
 * more is held than one frame. Source: AWS's runtime interface clients.
 */
export class LogFrames {
  readonly #decoder = new TextDecoder('utf-8');
  #rest: Uint8Array = new Uint8Array();
  #skipped = 0;

  /** Bytes so far that were no frames. */
  get skippedBytes(): number {
    return this.#skipped;
  }

  /** The frames that are whole by now. */
  push(bytes: Uint8Array): LogFrame[] {
    const all = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const frames: LogFrame[] = [];
    let offset = 0;
    while (offset < all.length) {
      const start = frameStart(all, offset);
      this.#skipped += start - offset;
      offset = start;
      if (all.length - offset < headerBytes) break;
      const length = view.getUint32(offset + 4);
      if (!isType(view.getUint32(offset)) || length > largestText) {
        offset += 1;
        this.#skipped += 1;
        continue;
      }
      const end = offset + headerBytes + length;
      if (end > all.length) break;
      frames.push(this.#frame(view, offset, all.subarray(offset + headerBytes, end)));
      offset = end;
    }
    // A copy: the bytes belong to who gave them.
    this.#rest = new Uint8Array(all.subarray(offset));
    return frames;
  }

  #frame(view: DataView, offset: number, text: Uint8Array): LogFrame {
    const level = levels[(view.getUint32(offset) >>> 2) & 7];
    return {
      at: Number(view.getBigUint64(offset + 8)) / 1000,
      text: this.#decoder.decode(text),
      ...(level !== undefined && { level }),
    };
  }
}

/** Bits 2 to 4 are the level. */
function isType(type: number): boolean {
  const kind = (type & ~0b11100) >>> 0;
  return kind === 0xa55a_0002 || kind === 0xa55a_0003;
}

/** Where a frame may begin, from `offset` on; the end where none does. */
function frameStart(bytes: Uint8Array, offset: number): number {
  for (let at = bytes.indexOf(0xa5, offset); at !== -1; at = bytes.indexOf(0xa5, at + 1)) {
    if (at + 1 === bytes.length || bytes[at + 1] === 0x5a) return at;
  }
  return bytes.length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
