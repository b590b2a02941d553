import type { ConstraintModel, ConstraintShape, ListShape, MapShape, StructureShape } from './constraintModel.ts';
import { javaText, memberLabel } from './javaText.ts';
import { isRecord } from './record.ts';
import { type Rule, rulesOf } from './rules.ts';

/** Tells what is wrong with a structure, in the words of the Lambda API; nothing where all is well. */
export type Validator = (input: object) => readonly string[];

/** Adds to `violations` what is wrong with a value at `path`. */
type Check = (value: unknown, path: string, violations: string[]) => void;

const notNull = 'Member must not be null';

/**
 * Members whose values the service judges itself, with other words and another exception: `Structure.Member`.
 * Source: answers of the service, which refuses an unknown runtime as InvalidParameterValueException.
 */
const judgedByService: ReadonlySet<string> = new Set([
  'CreateFunctionRequest.Runtime',
  'PublishLayerVersionRequest.CompatibleArchitectures',
  'PublishLayerVersionRequest.CompatibleRuntimes',
  'UpdateFunctionConfigurationRequest.Runtime',
]);

/** Compiles a structure's constraints once, for use with every request. */
export function compileValidator(model: ConstraintModel, structureName: string): Validator {
  const shape = model[structureName];
  if (shape?.type !== 'structure') return () => [];
  const check = structureCheck(model, structureName, shape);
  return (input) => {
    const violations: string[] = [];
    check(input, '', violations);
    return violations;
  };
}

/** The message of a ValidationException. */
export function validationMessage(violations: readonly string[]): string {
  return `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`;
}

function compile(model: ConstraintModel, name: string): Check | undefined {
  const shape = model[name];
  if (shape === undefined) return undefined;
  if (shape.type === 'structure') return structureCheck(model, name, shape);
  if (shape.type === 'list') return listCheck(model, shape);
  return shape.type === 'map' ? mapCheck(model, shape) : ownCheck(model, shape);
}

function ownCheck(model: ConstraintModel, shape: ConstraintShape): Check | undefined {
  const rules = rulesOf(shape);
  if (rules.length === 0) return undefined;
  return (value, path, violations) => {
    for (const rule of rules) {
      if (!rule.holds(value)) violations.push(violation(shown(model, shape, value), path, rule.text));
    }
  };
}

function structureCheck(model: ConstraintModel, structureName: string, shape: StructureShape): Check {
  const required = new Set(shape.required);
  const members = Object.entries(shape.members).flatMap(([name, shapeName]) => {
    const check = judgedByService.has(`${structureName}.${name}`) ? undefined : compile(model, shapeName);
    return check === undefined && !required.has(name) ? [] : [{ name, label: memberLabel(name), check, required: required.has(name) }];
  });
  return (value, path, violations) => {
    if (!isRecord(value)) return;
    const prefix = path === '' ? '' : `${path}.`;
    for (const { name, label, check, required } of members) {
      const member = value[name];
      if (member !== undefined && member !== null) check?.(member, prefix + label, violations);
      else if (required) violations.push(violation('Value null', prefix + label, notNull));
    }
  };
}

/** Elements are told of together, with all their constraints; elements that are structures, one by one: `filters.1.member.pattern`. */
function listCheck(model: ConstraintModel, shape: ListShape): Check {
  const own = ownCheck(model, shape);
  const elementShape = model[shape.member];
  const element = elementShape?.type === 'structure' ? structureCheck(model, shape.member, elementShape) : undefined;
  const judge = judgeOf(model, shape.member);
  const text = `Member must satisfy constraint: ${judge.all}`;
  return (value, path, violations) => {
    if (!Array.isArray(value)) return;
    const items: readonly unknown[] = value;
    own?.(value, path, violations);
    if (items.some((item) => !judge.holds(item))) violations.push(violation(shown(model, shape, value), path, text));
    if (element === undefined) return;
    items.forEach((item, index) => {
      if (item !== null) element(item, `${path}.${index + 1}.member`, violations);
    });
  };
}

function mapCheck(model: ConstraintModel, shape: MapShape): Check {
  const own = ownCheck(model, shape);
  const keys = judgeOf(model, shape.key);
  const values = judgeOf(model, shape.value);
  return (value, path, violations) => {
    if (!isRecord(value)) return;
    own?.(value, path, violations);
    const entries = Object.entries(value);
    if (entries.some(([key]) => !keys.holds(key))) {
      violations.push(violation(shown(model, shape, value), path, `Map keys must satisfy constraint: ${keys.all}`));
    }
    if (entries.some(([, item]) => !values.holds(item))) {
      violations.push(violation(shown(model, shape, value), path, `Map value must satisfy constraint: ${values.all}`));
    }
  };
}

interface Judge {
  /** All constraints of the shape, and of what it contains: `[…, Member must not be null]`. */
  readonly all: string;
  holds(value: unknown): boolean;
}

function judgeOf(model: ConstraintModel, name: string): Judge {
  const shape = model[name];
  const rules: readonly Rule[] = shape === undefined ? [] : rulesOf(shape);
  const inner = shape?.type === 'list' ? judgeOf(model, shape.member) : undefined;
  const texts = rules.map((rule) => rule.text);
  if (inner !== undefined) texts.push(`Member must satisfy constraint: ${inner.all}`);
  return {
    all: `[${[...texts, notNull].join(', ')}]`,
    holds: (value) =>
      value !== null &&
      value !== undefined &&
      rules.every((rule) => rule.holds(value)) &&
      (inner === undefined || !Array.isArray(value) || value.every((item) => inner.holds(item))),
  };
}

/** `Value 'text'`, or no more than `Value` where the text would give a secret away. */
function shown(model: ConstraintModel, shape: ConstraintShape, value: unknown): string {
  return shape.sensitive === true || shape.type === 'blob' ? 'Value' : `Value '${javaText(model, shape, value)}'`;
}

function violation(value: string, path: string, text: string): string {
  return `${value} at '${path}' failed to satisfy constraint: ${text}`;
}
