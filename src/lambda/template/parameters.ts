import { clip, type Problems } from './problems.ts';
import { child, entriesOf, type MapEntry, type Span, type TemplateNode, textOf } from './templateNode.ts';
import { textValue, type Value } from './value.ts';

/** The template's parameters: values that were passed in, else their defaults. */
export class Parameters {
  readonly #declared: ReadonlyMap<string, MapEntry>;
  readonly #passed: Readonly<Record<string, string>>;
  readonly #problems: Problems;
  /** Lists that were split, so that a long one is split once. */
  readonly #lists = new Map<string, readonly Value[]>();

  constructor(section: TemplateNode | undefined, passed: Readonly<Record<string, string>>, problems: Problems) {
    this.#declared = entriesOf(section);
    this.#passed = passed;
    this.#problems = problems;
  }

  has(name: string): boolean {
    return this.#declared.has(name);
  }

  /** Undefined where the template declares no such parameter. */
  value(name: string, span: Span): Value | undefined {
    const declared = this.#declared.get(name);
    if (declared === undefined) return undefined;
    const type = textOf(child(declared.value, 'Type')) ?? 'String';
    const text = Object.hasOwn(this.#passed, name) ? this.#passed[name] : textOf(child(declared.value, 'Default'));
    if (text === undefined) return this.#missing(name, declared, span);
    if (isList(type)) return { kind: 'list', items: this.#items(name, text, span), span };
    const stored = type.startsWith('AWS::SSM::Parameter::');
    return textValue(text, span, stored ? { what: `the stored value of ${clip(text)}` } : undefined);
  }

  #items(name: string, text: string, span: Span): readonly Value[] {
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const items = text === '' ? [] : text.split(',').map((item) => textValue(item.trim(), span));
    this.#lists.set(name, items);
    return items;
  }

  #missing(name: string, declared: MapEntry, span: Span): Value {
    this.#problems.report(
      'PARAMETER_NO_VALUE',
      'information',
      `The parameter ${clip(name)} has no Default. Give it one, or pass a value for it; until then its name stands in for its value.`,
      declared.key,
    );
    return textValue(name, span, { what: `the parameter ${clip(name)}, which has no value` });
  }
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}
