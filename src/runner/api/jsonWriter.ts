import type { NormalizedSchema } from '@smithy/core/schema';

import { isRecord } from '../../lambda/model/record.ts';

/** Turns a value that is there into what JSON.stringify takes. */
export type Writer = (value: unknown) => unknown;

/** Compiles the writing of a value as JSON: members that the schema does not have, or that are undefined or null, are left out. */
export function jsonWriter(schema: NormalizedSchema): Writer {
  if (schema.isStructSchema()) {
    return structureWriter(Array.from(schema.structIterator(), ([name, member]) => [name, jsonWriter(member)]));
  }
  if (schema.isListSchema()) return listWriter(jsonWriter(schema.getValueSchema()));
  if (schema.isMapSchema()) return mapWriter(jsonWriter(schema.getValueSchema()));
  if (schema.isBlobSchema()) return writeBase64;
  return schema.isTimestampSchema() ? writeEpochSeconds : writeAsItIs;
}

export function structureWriter(members: readonly (readonly [string, Writer])[]): Writer {
  return (value) => {
    const structure: Record<string, unknown> = {};
    if (!isRecord(value)) return structure;
    for (const [name, write] of members) {
      const member = value[name];
      if (member !== undefined && member !== null) structure[name] = write(member);
    }
    return structure;
  };
}

function listWriter(write: Writer): Writer {
  return (value) => (Array.isArray(value) ? value.filter(isThere).map((item) => write(item)) : []);
}

function mapWriter(write: Writer): Writer {
  return (value) => {
    const entries = isRecord(value) ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter(([, item]) => isThere(item)).map(([key, item]) => [key, write(item)]));
  };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function writeAsItIs(value: unknown): unknown {
  return value;
}

function writeBase64(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new TypeError('A blob of an answer is not bytes.');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

/** Lambda's timestamps in JSON: seconds since the epoch, with a fraction. */
function writeEpochSeconds(value: unknown): number {
  if (!(value instanceof Date)) throw new TypeError('A timestamp of an answer is not a Date.');
  return value.getTime() / 1000;
}
