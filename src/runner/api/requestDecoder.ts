import type { IncomingHttpHeaders } from 'node:http';

import type { NormalizedSchema } from '@smithy/core/schema';

import { constraints } from '../../lambda/model/constraints.ts';
import { jsonReader, memberShape, readMembers } from './jsonReader.ts';
import type { Operation } from './operationTable.ts';
import type { Query } from './requestTarget.ts';
import type { Route } from './router.ts';
import { type Reader, textReader } from './scalarReaders.ts';
import { serializationError } from './serializationError.ts';

/** An operation's input while it is read, by member. */
export type Input = Record<string, unknown>;

/** Reads an operation's input; throws SerializationException. */
export interface RequestDecoder {
  /** Takes the members of path, query and headers. */
  head(labels: Route['labels'], query: Query, headers: IncomingHttpHeaders): Input;
  /** Adds the members of the body; no bytes are as good as an empty structure. */
  body(input: Input, bytes: Buffer): void;
}

type HeadReader = (input: Input, labels: Route['labels'], query: Query, headers: IncomingHttpHeaders) => void;

/** Compiles it once, for use with every request. */
export function compileDecoder(operation: Operation): RequestDecoder {
  const shape = constraints[operation.inputName];
  const head: HeadReader[] = [];
  const body: (readonly [string, Reader])[] = [];
  let payload: RequestDecoder['body'] | undefined;
  for (const { name, schema, place } of operation.input()) {
    const shapeName = memberShape(shape, name);
    if (place.in === 'label') head.push(labelReader(name, schema, shapeName));
    else if (place.in === 'query') head.push(queryReader(name, place.key, schema, shapeName));
    else if (place.in === 'header') head.push(headerReader(name, place.key, schema, shapeName));
    else if (place.in === 'payload') payload = payloadReader(name, schema, shapeName);
    else body.push([name, jsonReader(schema, shapeName)]);
  }
  return {
    head(labels, query, headers) {
      const input: Input = {};
      for (const read of head) read(input, labels, query, headers);
      return input;
    },
    body: payload ?? ((input, bytes) => (body.length === 0 || bytes.length === 0 ? undefined : readMembers(body, parseJson(bytes), input))),
  };
}

function labelReader(name: string, schema: NormalizedSchema, shapeName: string | undefined): HeadReader {
  const read = textReader(schema, shapeName);
  return (input, labels) => {
    const text = labels[name];
    if (text !== undefined) input[name] = read(text);
  };
}

function queryReader(name: string, key: string, schema: NormalizedSchema, shapeName: string | undefined): HeadReader {
  const shape = shapeName === undefined ? undefined : constraints[shapeName];
  const several = schema.isListSchema();
  const read = several
    ? textReader(schema.getValueSchema(), shape?.type === 'list' ? shape.member : undefined)
    : textReader(schema, shapeName);
  return (input, _labels, query) => {
    const texts = query.get(key);
    if (texts === undefined) return;
    input[name] = several ? texts.map(read) : read(texts[0] ?? '');
  };
}

function headerReader(name: string, key: string, schema: NormalizedSchema, shapeName: string | undefined): HeadReader {
  const read = textReader(schema, shapeName);
  return (input, _labels, _query, headers) => {
    const text = headers[key];
    if (text !== undefined) input[name] = read(typeof text === 'string' ? text : text.join(', '));
  };
}

/** A blob is the body as it came; a structure is the body's JSON. No body, no member. */
function payloadReader(name: string, schema: NormalizedSchema, shapeName: string | undefined): RequestDecoder['body'] {
  if (schema.isBlobSchema()) {
    return (input, bytes) => {
      if (bytes.length > 0) input[name] = bytes;
    };
  }
  const read = jsonReader(schema, shapeName);
  return (input, bytes) => {
    if (bytes.length > 0) input[name] = read(parseJson(bytes));
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    // The parser's own message quotes the body, which may hold secrets.
    throw serializationError('Could not parse request body into json: it is not well-formed JSON in UTF-8.');
  }
}
