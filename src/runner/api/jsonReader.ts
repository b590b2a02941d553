import type { NormalizedSchema } from '@smithy/core/schema';

import type { ConstraintShape } from '../../lambda/model/constraintModel.ts';
import { constraints } from '../../lambda/model/constraints.ts';
import { isRecord, type UnknownRecord } from '../../lambda/model/record.ts';
import { jsonScalarReader, type Reader } from './scalarReaders.ts';
import { wrongContainer } from './serializationError.ts';

/**
 * Compiles the reading of a JSON value: unknown members are dropped, null members are absent members, null elements stay null
 * (for the validator to refuse). `shapeName` is the schema's name in the API's model, where it has one there.
 */
export function jsonReader(schema: NormalizedSchema, shapeName: string | undefined): Reader {
  const shape = shapeName === undefined ? undefined : constraints[shapeName];
  if (schema.isStructSchema()) {
    return structureReader(Array.from(schema.structIterator(), ([name, member]) => [name, jsonReader(member, memberShape(shape, name))]));
  }
  if (schema.isListSchema()) return listReader(jsonReader(schema.getValueSchema(), shape?.type === 'list' ? shape.member : undefined));
  if (schema.isMapSchema()) return mapReader(jsonReader(schema.getValueSchema(), shape?.type === 'map' ? shape.value : undefined));
  return jsonScalarReader(schema, shapeName);
}

export function memberShape(shape: ConstraintShape | undefined, member: string): string | undefined {
  return shape?.type === 'structure' ? shape.members[member] : undefined;
}

/** Reads the members that are there, into `target`. */
export function readMembers(members: readonly (readonly [string, Reader])[], value: unknown, target: Record<string, unknown>): void {
  const source = structureOf(value);
  for (const [name, read] of members) {
    const member = source[name];
    if (member !== undefined && member !== null) target[name] = read(member);
  }
}

function structureReader(members: readonly (readonly [string, Reader])[]): Reader {
  return (value) => {
    const structure: Record<string, unknown> = {};
    readMembers(members, value, structure);
    return structure;
  };
}

function structureOf(value: unknown): UnknownRecord {
  if (isRecord(value) && !Array.isArray(value)) return value;
  throw wrongContainer(value, 'structure');
}

function listReader(read: Reader): Reader {
  return (value) => {
    if (!Array.isArray(value)) throw wrongContainer(value, 'list');
    return value.map((item: unknown) => (item === null ? null : read(item)));
  };
}

function mapReader(read: Reader): Reader {
  return (value) => {
    if (!isRecord(value) || Array.isArray(value)) throw wrongContainer(value, 'map');
    // As fromEntries defines members, a key such as __proto__ is a key like any other.
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null ? null : read(item)]));
  };
}
