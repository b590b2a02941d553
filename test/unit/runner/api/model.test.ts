import type { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, it } from 'vitest';

import { constraints } from '../../../../src/lambda/model/constraints.ts';
import { readOperations } from '../../../../src/runner/api/operationTable.ts';

/** Members that the SDK has and the API model that the constraints come from has not. */
const newer = ['ChainedInvokeOptions.XAmznTraceId', 'SelfManagedKafkaEventSourceConfig.ConsumptionMode'];

interface Visit {
  readonly path: string;
  readonly schema: NormalizedSchema;
  readonly shapeName: string | undefined;
}

/** The schema and all that it is made of. */
function visits({ path, schema, shapeName }: Visit): Visit[] {
  const shape = shapeName === undefined ? undefined : constraints[shapeName];
  const inner: Visit[] = [];
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator()) {
      inner.push({ path: `${path}.${name}`, schema: member, shapeName: shape?.type === 'structure' ? shape.members[name] : undefined });
    }
  } else if (schema.isListSchema()) {
    inner.push({ path: `${path}[]`, schema: schema.getValueSchema(), shapeName: shape?.type === 'list' ? shape.member : undefined });
  } else if (schema.isMapSchema()) {
    inner.push({ path: `${path}{key}`, schema: schema.getKeySchema(), shapeName: shape?.type === 'map' ? shape.key : undefined });
    inner.push({ path: `${path}{value}`, schema: schema.getValueSchema(), shapeName: shape?.type === 'map' ? shape.value : undefined });
  }
  return [{ path, schema, shapeName }, ...inner.flatMap(visits)];
}

const all = readOperations().flatMap(({ input, inputName }) =>
  input().flatMap(({ name, schema }) => {
    const shape = constraints[inputName];
    return visits({ path: `${inputName}.${name}`, schema, shapeName: shape?.type === 'structure' ? shape.members[name] : undefined });
  }),
);

describe('the constraints', () => {
  it('are there for every input', () => {
    for (const { inputName } of readOperations()) expect(constraints[inputName]?.type, inputName).toBe('structure');
  });

  it('name every shape that the SDK sends', () => {
    const unknown = all.filter(({ shapeName }) => shapeName === undefined).map(({ path }) => path);
    expect(unknown.filter((path) => !newer.some((known) => path.endsWith(known)))).toEqual([]);
  });

  it('agree with the SDK on what is sensitive', () => {
    for (const { path, schema, shapeName } of all) {
      if (shapeName === undefined) continue;
      expect(constraints[shapeName]?.sensitive === true, path).toBe(schema.getMergedTraits().sensitive !== undefined);
    }
  });

  it('agree with the SDK on kinds', () => {
    const kindOf = (schema: NormalizedSchema): string => {
      if (schema.isStructSchema()) return 'structure';
      if (schema.isListSchema()) return 'list';
      if (schema.isMapSchema()) return 'map';
      if (schema.isNumericSchema()) return 'number';
      if (schema.isBooleanSchema()) return 'boolean';
      if (schema.isTimestampSchema()) return 'timestamp';
      return schema.isBlobSchema() ? 'blob' : 'string';
    };
    for (const { path, schema, shapeName } of all) {
      const type = shapeName === undefined ? undefined : constraints[shapeName]?.type;
      if (type === undefined) continue;
      expect(type === 'integer' || type === 'long' || type === 'double' ? 'number' : type, path).toBe(kindOf(schema));
    }
  });

  it('hold every shape that they name', () => {
    const named = Object.values(constraints).flatMap((shape) => {
      if (shape.type === 'structure') return Object.values(shape.members);
      if (shape.type === 'list') return [shape.member];
      return shape.type === 'map' ? [shape.key, shape.value] : [];
    });
    expect(named.filter((name) => constraints[name] === undefined)).toEqual([]);
  });
});

describe('the operations', () => {
  it('have labels for what their paths name, and no others', () => {
    for (const { name, segments, input } of readOperations()) {
      const labels = input().flatMap(({ name, place }) => (place.in === 'label' ? [name] : []));
      expect(segments.flatMap((segment) => ('label' in segment ? [segment.label] : [])).sort(), name).toEqual(labels.sort());
    }
  });

  it.each([
    ['CreateFunction', 'POST', 201],
    ['DeleteAlias', 'DELETE', 204],
    ['DeleteFunction', 'DELETE', 200],
    ['InvokeAsync', 'POST', 202],
    ['PutProvisionedConcurrencyConfig', 'PUT', 202],
  ])('%s is a %s that answers %i', (name, method, status) => {
    expect(readOperations().find((operation) => operation.name === name)).toMatchObject({ method, status });
  });
});
