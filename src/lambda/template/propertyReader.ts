import type { WorkspaceProblem } from '../function.ts';
import { quote, type TemplateProblemCode } from './problems.ts';
import type { Resolver } from './resolver.ts';
import { child, type Span, type TemplateNode } from './templateNode.ts';
import type { TextValue, Value } from './value.ts';

export interface Bounds {
  readonly minimum: number;
  readonly maximum?: number;
  /** For messages: `seconds`, `MB`. */
  readonly unit?: string;
}

/** Reads the properties of one function, and remembers the first error, for which the function cannot run. */
export class PropertyReader {
  readonly resolver: Resolver;
  /** Where what is missing is shown: at the logical id. */
  readonly owner: Span;
  readonly #properties: TemplateNode | undefined;
  #firstError: WorkspaceProblem | undefined;

  constructor(resolver: Resolver, owner: Span, properties: TemplateNode | undefined) {
    this.resolver = resolver;
    this.owner = owner;
    this.#properties = properties;
  }

  get firstError(): WorkspaceProblem | undefined {
    return this.#firstError;
  }

  error(code: TemplateProblemCode, message: string, span: Span): void {
    const problem = this.resolver.problems.report(code, 'error', message, span);
    this.#firstError ??= problem;
  }

  warn(code: TemplateProblemCode, message: string, span: Span): void {
    this.resolver.problems.report(code, 'warning', message, span);
  }

  inform(code: TemplateProblemCode, message: string, span: Span): void {
    this.resolver.problems.report(code, 'information', message, span);
  }

  /** Where a property's value is written; the logical id for one that is not there. */
  span(name: string): Span {
    return child(this.#properties, name)?.span ?? this.owner;
  }

  value(name: string): Value | undefined {
    const node = child(this.#properties, name);
    return node && this.resolver.evaluate(node);
  }

  /** A text that the function's working depends on, so that no stand-in will do. */
  text(name: string): TextValue | undefined {
    const value = this.value(name);
    return value && this.#known(name, value, this.span(name));
  }

  integer(name: string, bounds: Bounds): number | undefined {
    const text = this.text(name);
    return text && this.#bounded(name, text, bounds, this.span(name));
  }

  /** A number one level down, such as EphemeralStorage.Size. */
  nestedInteger(name: string, key: string, bounds: Bounds): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (value.kind !== 'map') return this.#wrongType(name, `a map with ${key}`);
    const entry = value.entries.get(key);
    const path = `${name}.${key}`;
    const text = entry && this.#known(path, entry.value, entry.value.span);
    return text && this.#bounded(path, text, bounds, entry.value.span);
  }

  #known(name: string, value: Value, span: Span): TextValue | undefined {
    if (value.kind !== 'text' || value.type === 'null') {
      this.error('PROPERTY_TYPE', `${name} must be a single value.`, span);
      return undefined;
    }
    if (value.standIn === undefined) return value;
    this.error('VALUE_UNRESOLVED', `${name} depends on ${value.standIn.what}. Give it a value that the template itself has.`, span);
    return undefined;
  }

  #bounded(name: string, { text }: TextValue, { minimum, maximum, unit }: Bounds, span: Span): number | undefined {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    if (number === undefined) {
      this.error('PROPERTY_TYPE', `${name} must be a whole number, not ${quote(text)}.`, span);
      return undefined;
    }
    if (number >= minimum && number <= (maximum ?? Infinity)) return number;
    const range = maximum === undefined ? `${minimum} or more` : `between ${minimum} and ${maximum}`;
    this.error('PROPERTY_OUT_OF_RANGE', `${name} must be ${range}${unit === undefined ? '' : ` ${unit}`}, not ${number}.`, span);
    return undefined;
  }

  #wrongType(name: string, wanted: string): undefined {
    this.error('PROPERTY_TYPE', `${name} must be ${wanted}.`, this.span(name));
    return undefined;
  }
}
