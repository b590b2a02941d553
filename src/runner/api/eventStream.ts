import { crc32 } from 'node:zlib';

import type { NormalizedSchema } from '@smithy/core/schema';

import { isRecord } from '../../lambda/model/record.ts';
import { jsonWriter } from './jsonWriter.ts';

export type EventStreamEncoder = (events: unknown) => AsyncIterable<Uint8Array>;

/** Compiles the framing of a stream of events, each an object with one member of `union`: AWS's `vnd.amazon.eventstream`. */
export function eventStreamEncoder(union: NormalizedSchema): EventStreamEncoder {
  const encoders = new Map(Array.from(union.structIterator(), ([name, schema]) => [name, eventEncoder(name, schema)]));
  return async function* encode(events) {
    if (!isAsyncIterable(events)) return;
    for await (const event of events) {
      if (!isRecord(event)) continue;
      for (const [name, encoder] of encoders) {
        const value = event[name];
        if (value === undefined || value === null) continue;
        yield encoder(value);
      }
    }
  };
}

function eventEncoder(name: string, schema: NormalizedSchema): (event: unknown) => Uint8Array {
  const raw = Array.from(schema.structIterator()).find(([, member]) => member.getMergedTraits().eventPayload !== undefined)?.[0];
  const write = jsonWriter(schema);
  const contentType = raw === undefined ? 'application/json' : 'application/octet-stream';
  const frame = frameEncoder({ ':message-type': 'event', ':event-type': name, ':content-type': contentType });
  return (event) => {
    if (raw === undefined) return frame(Buffer.from(JSON.stringify(write(event))));
    const payload = isRecord(event) ? event[raw] : undefined;
    return frame(payload instanceof Uint8Array ? payload : new Uint8Array());
  };
}

const preludeBytes = 12;
const checksumBytes = 4;
const stringHeader = 7;

/**
 * Compiles frames with these headers, for use with every payload.
 * A frame: prelude (total length, length of headers, checksum), headers, payload, checksum; numbers big-endian.
 */
export function frameEncoder(headers: Readonly<Record<string, string>>): (payload: Uint8Array) => Uint8Array {
  const headerBytes = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  return (payload) => {
    const frame = Buffer.allocUnsafe(preludeBytes + headerBytes.length + payload.length + checksumBytes);
    frame.writeUInt32BE(frame.length, 0);
    frame.writeUInt32BE(headerBytes.length, 4);
    frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
    frame.set(headerBytes, preludeBytes);
    frame.set(payload, preludeBytes + headerBytes.length);
    frame.writeUInt32BE(crc32(frame.subarray(0, -checksumBytes)), frame.length - checksumBytes);
    return frame;
  };
}

function encodeHeader(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const lengths = Buffer.from([stringHeader, valueBytes.length >> 8, valueBytes.length & 0xff]);
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, lengths, valueBytes]);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return isRecord(value) && Symbol.asyncIterator in value;
}
