import type { OutgoingHttpHeaders } from 'node:http';

import { isRecord } from '../../lambda/model/record.ts';
import { eventStreamEncoder } from './eventStream.ts';
import { jsonWriter, structureWriter } from './jsonWriter.ts';
import type { Member, Operation } from './operationTable.ts';

/** An answer, ready to be sent. */
export interface EncodedResponse {
  readonly status: number;
  /** Without length and request id, which all have. */
  readonly headers: OutgoingHttpHeaders;
  /** Bytes go out as they are; a stream, chunk by chunk. Undefined: none. */
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array> | undefined;
}

export type ResponseEncoder = (output: unknown) => EncodedResponse;

type Body = (output: unknown) => EncodedResponse['body'];

/** Compiles the writing of an operation's output once, for use with every request. */
export function compileEncoder(operation: Operation): ResponseEncoder {
  const members = operation.output();
  const statusMember = members.find(({ place }) => place.in === 'status')?.name;
  const headerMembers = members.flatMap(({ name, place }) => (place.in === 'header' ? [{ name, key: place.key }] : []));
  const { type, write } = bodyOf(members);
  return (output) => {
    const source = isRecord(output) ? output : {};
    const given = statusMember === undefined ? undefined : source[statusMember];
    const status = typeof given === 'number' ? given : operation.status;
    const body = status === 204 ? undefined : write(source);
    const headers: OutgoingHttpHeaders = body === undefined ? {} : { 'content-type': type };
    for (const { name, key } of headerMembers) {
      const value = source[name];
      if (typeof value === 'string') headers[key] = value;
    }
    return { status, headers, body };
  };
}

const json = 'application/json';

function bodyOf(members: readonly Member[]): { readonly type: string; readonly write: Body } {
  const payload = members.find(({ place }) => place.in === 'payload');
  if (payload?.schema.isUnionSchema() === true) {
    const encode = eventStreamEncoder(payload.schema);
    return { type: 'application/vnd.amazon.eventstream', write: (output) => encode(memberOf(output, payload.name)) };
  }
  // What a function answers is JSON to Lambda, whatever it is.
  if (payload !== undefined) return { type: json, write: (output) => bytesOf(memberOf(output, payload.name)) };
  const body = members.filter(({ place }) => place.in === 'body');
  if (body.length === 0 && members.length > 0) return { type: json, write: () => undefined };
  const write = structureWriter(body.map(({ name, schema }) => [name, jsonWriter(schema)]));
  return { type: json, write: (output) => JSON.stringify(write(output)) };
}

function memberOf(output: unknown, name: string): unknown {
  return isRecord(output) ? output[name] : undefined;
}

function bytesOf(value: unknown): Uint8Array {
  if (value === undefined || value === null) return new Uint8Array();
  if (value instanceof Uint8Array) return value;
  throw new TypeError('The payload of an answer is not bytes.');
}
