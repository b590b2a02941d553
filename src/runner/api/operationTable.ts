import { NormalizedSchema } from '@smithy/core/schema';

import { type OperationSchema, operationSchemas } from './operationSchemas.ts';
import type { OperationName } from './operations.ts';

/** Where a member stands in the HTTP message. Header names are in lower case. */
type Place =
  | { readonly in: 'label' }
  | { readonly in: 'query'; readonly key: string }
  | { readonly in: 'header'; readonly key: string }
  | { readonly in: 'payload' }
  | { readonly in: 'status' }
  | { readonly in: 'body' };

export interface Member {
  readonly name: string;
  readonly schema: NormalizedSchema;
  readonly place: Place;
}

/** A path's part between slashes: a text, or a label that stands for one. */
type Segment = { readonly text: string } | { readonly label: string };

export interface Operation {
  readonly name: OperationName;
  readonly method: string;
  readonly segments: readonly Segment[];
  /** A key and value that the query holds, where the path alone is not enough. */
  readonly query?: readonly [key: string, value: string];
  /** The status of success, unless a member of the output gives it. */
  readonly status: number;
  /** The input's name in the API's model. */
  readonly inputName: string;
  /** The members, read anew with every call. */
  readonly input: () => readonly Member[];
  readonly output: () => readonly Member[];
}

/** Reads the operations from the SDK's schemas. */
export function readOperations(): readonly Operation[] {
  return Object.values(operationSchemas).map((schema) => readOperation(schema));
}

function readOperation(schema: OperationSchema): Operation {
  const [, , name, , input, output] = schema;
  const { http } = NormalizedSchema.of(schema).getMergedTraits();
  if (http === undefined) throw new Error(`${name} has no HTTP binding.`);
  const [method, target, status] = http;
  const [path = '', query] = target.split('?');
  const inputSchema = NormalizedSchema.of(input);
  return {
    name: nameOf(name),
    method,
    segments: segmentsOf(path),
    ...(query !== undefined && { query: pairOf(query) }),
    status,
    inputName: inputSchema.getName() ?? name,
    input: () => membersOf(inputSchema),
    output: () => membersOf(NormalizedSchema.of(output)),
  };
}

function nameOf(name: string): OperationName {
  if (isOperationName(name)) return name;
  throw new Error(`${name} is not an operation of the SDK.`);
}

function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationSchemas, name);
}

function segmentsOf(path: string): Segment[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { label: part.slice(1, -1) } : { text: part }));
}

function pairOf(query: string): readonly [string, string] {
  const [key = '', value = ''] = query.split('=');
  return [key, value];
}

function membersOf(schema: NormalizedSchema): Member[] {
  return schema.isUnitSchema()
    ? []
    : Array.from(schema.structIterator(), ([name, member]) => ({ name, schema: member, place: placeOf(member) }));
}

function placeOf(member: NormalizedSchema): Place {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return { in: 'label' };
  if (traits.httpQuery) return { in: 'query', key: traits.httpQuery };
  if (traits.httpHeader) return { in: 'header', key: traits.httpHeader.toLowerCase() };
  if (traits.httpPayload) return { in: 'payload' };
  if (traits.httpResponseCode) return { in: 'status' };
  if (traits.httpPrefixHeaders !== undefined || traits.httpQueryParams !== undefined) {
    throw new Error(`${member.getMemberName()} is bound to a set of headers or queries, which the Lambda API has not had so far.`);
  }
  return { in: 'body' };
}
