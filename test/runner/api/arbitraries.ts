import type { NormalizedSchema } from '@smithy/core/schema';
import * as fc from 'fast-check';

import type { ConstraintShape } from '../../../src/lambda/model/constraintModel.ts';
import { constraints } from '../../../src/lambda/model/constraints.ts';
import { wholeMatch } from '../../../src/lambda/model/rules.ts';

/** Texts for patterns that the generator does not read, or reads too widely. */
const samples: Readonly<Record<string, readonly string[]>> = {
  Alias: ['live', 'v1-beta', 'a_b'],
  CollectionName: ['orders', '_a1'],
  FunctionUrlFunctionName: ['orders', 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live'],
  FunctionUrlQualifier: ['live'],
  KMSKeyArn: ['', 'arn:aws:kms:eu-west-1:123456789012:key/1'],
  ResourceArn: ['', 'arn:aws:sqs:eu-west-1:123456789012:queue'],
  S3Bucket: ['bucket', 'a.b-c'],
  TenantId: ['tenant', 'a b:c/d'],
};

/** Values that messages may hold, by the SDK's schema and, where the shape is named, the API model's constraints. */
export function valueOf(schema: NormalizedSchema, shapeName?: string): fc.Arbitrary<unknown> {
  const shape = shapeName === undefined ? undefined : constraints[shapeName];
  if (schema.isStructSchema()) return structureOf(schema, shape);
  if (schema.isListSchema()) {
    const [minLength, maxLength] = sizes(shape);
    return fc.array(valueOf(schema.getValueSchema(), shape?.type === 'list' ? shape.member : undefined), { minLength, maxLength });
  }
  if (schema.isMapSchema()) {
    const [minKeys, maxKeys] = sizes(shape);
    const [key, value] = shape?.type === 'map' ? [shape.key, shape.value] : [];
    return fc.dictionary(textOf(key), valueOf(schema.getValueSchema(), value), { minKeys, maxKeys, noNullPrototype: true });
  }
  if (schema.isNumericSchema()) return numberOf(shape);
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isTimestampSchema()) return fc.date({ min: new Date('2015-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  if (schema.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 40 });
  // What stands in a header has no space at its ends.
  return schema.getMergedTraits().httpHeader === undefined ? textOf(shapeName) : textOf(shapeName).map((text) => text.trim() || 'x');
}

function structureOf(schema: NormalizedSchema, shape: ConstraintShape | undefined): fc.Arbitrary<unknown> {
  const requiredKeys = [...((shape?.type === 'structure' ? shape.required : undefined) ?? [])];
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, member] of schema.structIterator()) {
    const { idempotencyToken, httpLabel, httpQuery, httpPayload } = member.getMergedTraits();
    const value = valueOf(member, shape?.type === 'structure' ? shape.members[name] : undefined);
    // A query has no way to say that a list is empty, and the SDK sends a structure for one that is absent.
    const filled = httpQuery !== undefined && member.isListSchema();
    members[name] = filled ? value.filter((items) => Array.isArray(items) && items.length > 0) : value;
    const sent = httpPayload !== undefined && member.isStructSchema();
    if (idempotencyToken || httpLabel || sent) requiredKeys.push(name);
  }
  return fc.record(members, { requiredKeys: [...new Set(requiredKeys)], noNullPrototype: true });
}

function sizes(shape: ConstraintShape | undefined): [min: number, max: number] {
  const { min = 0, max = 3 } = shape?.type === 'list' || shape?.type === 'map' ? shape : {};
  return [min, Math.max(min, Math.min(max, 3))];
}

function numberOf(shape: ConstraintShape | undefined): fc.Arbitrary<number> {
  if (shape?.type === 'double') return fc.double({ min: shape.min ?? 0, max: shape.max ?? 1e6, noNaN: true }).map(Math.abs);
  const { min = -1000, max = 1_000_000 } = shape?.type === 'integer' || shape?.type === 'long' ? shape : {};
  return fc.integer({ min, max });
}

function textOf(shapeName: string | undefined): fc.Arbitrary<string> {
  const shape = shapeName === undefined ? undefined : constraints[shapeName];
  const sample = samples[shapeName ?? ''];
  if (sample !== undefined) return fc.constantFrom(...sample);
  if (shape?.type !== 'string') return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  const { min = 1, max = 60, pattern } = shape;
  const text =
    pattern === undefined
      ? fc.string({ minLength: min, maxLength: Math.max(min, Math.min(max, 60)) })
      : fc.stringMatching(wholeMatch(pattern));
  return text.filter((value) => value.length >= min && value.length <= max);
}
