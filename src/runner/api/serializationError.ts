import { LambdaError } from '../../lambda/lambdaError.ts';

/** What cannot be read as the operation's input. Its words are those of the service's own parser. */
export function serializationError(message: string): LambdaError {
  return new LambdaError('SerializationException', 400, message);
}

const expected = { list: 'Expected list or null', map: 'Expected map or null', structure: 'Expected null' } as const;

/** A JSON value that is no container where one is asked for, or the wrong one. */
export function wrongContainer(value: unknown, wanted: keyof typeof expected): LambdaError {
  return serializationError(strayContainer(value) ?? expected[wanted]);
}

/** A JSON value of the wrong type. `target` as in "an Integer". */
export function wrongScalar(value: unknown, target: string): LambdaError {
  return serializationError(strayContainer(value) ?? `${tokenOf(value)} can not be converted to ${target}`);
}

function strayContainer(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  return typeof value === 'object' && value !== null ? 'Start of structure or map found where not expected.' : undefined;
}

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (value === null) return 'NULL_VALUE';
  return typeof value === 'number' ? 'NUMBER_VALUE' : 'STRING_VALUE';
}
