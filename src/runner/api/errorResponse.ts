import { NormalizedSchema, TypeRegistry } from '@smithy/core/schema';

import type { LambdaError } from '../../lambda/lambdaError.ts';
import { operationSchemas } from './operationSchemas.ts';
import type { EncodedResponse } from './responseEncoder.ts';

interface ErrorShape {
  /** The key under which the text stands: exceptions of the model differ in its case. */
  readonly messageKey: string;
  /** Whether the answer says whose fault it was. */
  readonly hasType: boolean;
}

/** Answers of the frame around the service, which the model does not have. Source: answers of the service. */
const unmodelled: Readonly<Record<string, ErrorShape>> = {
  AccessDeniedException: { messageKey: 'Message', hasType: false },
  RequestEntityTooLargeException: { messageKey: 'Message', hasType: false },
  SerializationException: { messageKey: 'Message', hasType: false },
  UnknownOperationException: { messageKey: 'Message', hasType: false },
};
const other: ErrorShape = { messageKey: 'message', hasType: false };

const shapes = new Map(Object.entries(unmodelled));

/** The error as the Lambda API answers it. */
export function errorResponse(error: LambdaError): EncodedResponse {
  const { messageKey, hasType } = shapeOf(error.type);
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': error.type, ...lowerCase(error.headers) },
    body: JSON.stringify({
      ...(hasType && { Type: error.status < 500 ? 'User' : 'Service' }),
      [messageKey]: error.message,
      ...error.body,
    }),
  };
}

function shapeOf(type: string): ErrorShape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const shape = modelledShape(type) ?? other;
  shapes.set(type, shape);
  return shape;
}

function modelledShape(type: string): ErrorShape | undefined {
  const [, namespace] = operationSchemas.Invoke;
  const schema = TypeRegistry.for(namespace).find((candidate) => NormalizedSchema.of(candidate).getName() === type);
  if (schema === undefined) return undefined;
  const members = Array.from(NormalizedSchema.of(schema).structIterator(), ([name]) => name);
  return {
    messageKey: members.find((name) => name.toLowerCase() === 'message') ?? other.messageKey,
    hasType: members.includes('Type'),
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
