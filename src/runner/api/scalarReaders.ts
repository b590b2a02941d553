import type { NormalizedSchema } from '@smithy/core/schema';

import { constraints } from '../../lambda/model/constraints.ts';
import { serializationError, wrongScalar } from './serializationError.ts';

/** Reads one value, which is there; throws SerializationException. */
export type Reader = (value: unknown) => unknown;

/** Numbers of Smithy's timestamp schemas that name their format; the others leave it to where the member stands. */
const timestampFormats = { dateTime: 5, httpDate: 6, epochSeconds: 7 } as const;

const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

const targets = { integer: 'an Integer', long: 'a Long', double: 'a Double' } as const;

/** For a JSON value. `shapeName` is the shape's name in the API's model, which knows integers from other numbers. */
export function jsonScalarReader(schema: NormalizedSchema, shapeName: string | undefined): Reader {
  if (schema.isStringSchema()) return readString;
  if (schema.isNumericSchema()) return numberReader(shapeName);
  if (schema.isBooleanSchema()) return readBoolean;
  if (schema.isBlobSchema()) return readBase64;
  if (schema.isTimestampSchema()) return schema.getSchema() === timestampFormats.dateTime ? readDateText : readEpochSeconds;
  throw new Error(`${schema.getName(true)} has a type that the Lambda API has not had so far.`);
}

/** For a text of the path, the query or a header. */
export function textReader(schema: NormalizedSchema, shapeName: string | undefined): (text: string) => unknown {
  if (schema.isStringSchema()) return (text) => text;
  if (schema.isNumericSchema()) {
    const read = numberReader(shapeName);
    return (text) => read(decimal.test(text) ? Number(text) : text);
  }
  if (schema.isBooleanSchema()) return readBoolean;
  if (schema.isTimestampSchema()) return readDateText;
  throw new Error(`${schema.getName(true)} cannot stand in a path, a query or a header.`);
}

function readString(value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrongScalar(value, 'a String');
}

/** Integers drop a fraction, as the service does. */
function numberReader(shapeName: string | undefined): Reader {
  const type = shapeName === undefined ? undefined : constraints[shapeName]?.type;
  const kind = type === 'integer' || type === 'long' ? type : 'double';
  const target = targets[kind];
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongScalar(value, target);
    return kind === 'double' ? value : Math.trunc(value);
  };
}

const booleanTexts: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** The service also takes the words. */
function readBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw wrongScalar(value, 'a Boolean');
  const found = booleanTexts.get(value.toLowerCase());
  if (found === undefined) throw wrongScalar(value, 'an Boolean');
  return found;
}

function readBase64(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw wrongScalar(value, 'a Blob');
  const bytes = Buffer.from(value, 'base64');
  // Node skips what is not base64; the service does not. The text itself may be a secret.
  const padding = value.endsWith('==') ? 2 : Number(value.endsWith('='));
  if (value.length % 4 !== 0 || bytes.length !== (value.length / 4) * 3 - padding) {
    throw serializationError('The value can not be converted to a Blob: it is not base64.');
  }
  return bytes;
}

function readEpochSeconds(value: unknown): Date {
  if (typeof value !== 'number') throw wrongScalar(value, 'milliseconds since epoch');
  return validDate(new Date(Math.round(value * 1000)), value);
}

function readDateText(value: unknown): Date {
  if (typeof value !== 'string') throw wrongScalar(value, 'milliseconds since epoch');
  return validDate(new Date(value), value);
}

function validDate(date: Date, value: unknown): Date {
  if (Number.isNaN(date.getTime())) throw wrongScalar(value, 'milliseconds since epoch');
  return date;
}
