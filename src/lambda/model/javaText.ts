import { assertNever } from '../../common/assertNever.ts';
import type { ConstraintModel, ConstraintShape } from './constraintModel.ts';
import { isRecord } from './record.ts';

const redacted = '*** Sensitive Data Redacted ***';

/** `FunctionName` → `functionName`, `KMSKeyArn` → `kMSKeyArn`: how messages of the Lambda API name members. */
export function memberLabel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A figure as Java prints it: doubles always have a fraction. */
export function javaNumber(value: number, type: string): string {
  return type === 'double' && Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * A value as messages of the Lambda API show it: `[a, b]`, `{key=value}`, `OnFailure(destination=null)`.
 * What is sensitive is left out.
 */
export function javaText(model: ConstraintModel, shape: ConstraintShape | undefined, value: unknown, shapeName = ''): string {
  if (value === undefined || value === null) return 'null';
  if (shape?.sensitive === true) return redacted;
  if (shape === undefined) return simpleText(value);
  switch (shape.type) {
    case 'list':
      return `[${itemsOf(value).map((item) => javaText(model, model[shape.member], item, shape.member)).join(', ')}]`;
    case 'map':
      return `{${entriesOf(value)
        .map(([key, item]) => `${javaText(model, model[shape.key], key)}=${javaText(model, model[shape.value], item, shape.value)}`)
        .join(', ')}}`;
    case 'structure': {
      const members = new Map(entriesOf(value));
      const texts = Object.entries(shape.members).map(
        ([name, of]) => `${memberLabel(name)}=${javaText(model, model[of], members.get(name), of)}`,
      );
      return `${shapeName}(${texts.join(', ')})`;
    }
    case 'double':
      return typeof value === 'number' ? javaNumber(value, 'double') : simpleText(value);
    case 'blob':
      return redacted;
    case 'string':
    case 'integer':
    case 'long':
    case 'boolean':
    case 'timestamp':
      return simpleText(value);
    default:
      return assertNever(shape);
  }
}

function simpleText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : redacted;
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}
