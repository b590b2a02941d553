import { clip, quote } from './problems.ts';
import type { Resolver } from './resolver.ts';
import { entriesOf, type MapEntry, type Span, type TemplateNode, textOf } from './templateNode.ts';

/** The section `Conditions`. */
export class Conditions {
  readonly #section: ReadonlyMap<string, MapEntry>;
  readonly #resolver: Resolver;
  readonly #known = new Map<string, boolean | 'open'>();

  constructor(section: TemplateNode | undefined, resolver: Resolver) {
    this.#section = entriesOf(section);
    this.#resolver = resolver;
  }

  /** Whether a condition holds; one that cannot be told does not. */
  holds(name: string, span: Span): boolean {
    const known = this.#known.get(name);
    if (known === 'open') {
      this.#resolver.fail('REFERENCE_CYCLIC', `The condition ${clip(name)} refers to itself.`, span);
      return false;
    }
    if (known !== undefined) return known;
    const entry = this.#section.get(name);
    if (entry === undefined) {
      this.#resolver.fail('REFERENCE_UNKNOWN', `The template has no condition ${quote(name)}.`, span);
      return false;
    }
    this.#known.set(name, 'open');
    const result = this.#test(entry.value);
    this.#known.set(name, result);
    return result;
  }

  #test(node: TemplateNode): boolean {
    return this.#resolver.deeper(node.span, () => this.#call(node)) ?? false;
  }

  #call(node: TemplateNode): boolean {
    const [call] = node.kind === 'map' && node.entries.size === 1 ? [...node.entries] : [];
    if (call === undefined) return this.#invalid(node, 'A condition is one of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition.');
    const [name, { value }] = call;
    const operands = value.kind === 'list' ? value.items : [];
    switch (name) {
      case 'Condition': {
        const other = textOf(value);
        return other === undefined ? this.#invalid(node, 'Condition takes the name of a condition.') : this.holds(other, value.span);
      }
      case 'Fn::Not':
        if (operands.length !== 1) return this.#invalid(node, 'Fn::Not takes a list of one condition.');
        return !operands.some((operand) => this.#test(operand));
      case 'Fn::And':
        if (operands.length === 0) return this.#invalid(node, 'Fn::And takes a list of conditions.');
        return operands.every((operand) => this.#test(operand));
      case 'Fn::Or':
        if (operands.length === 0) return this.#invalid(node, 'Fn::Or takes a list of conditions.');
        return operands.some((operand) => this.#test(operand));
      case 'Fn::Equals':
        if (operands.length !== 2) return this.#invalid(node, 'Fn::Equals takes a list of two values.');
        return this.#equal(operands);
      default:
        return this.#invalid(node, `${clip(name)} is no function for conditions.`);
    }
  }

  #equal(operands: readonly TemplateNode[]): boolean {
    const [left, right] = operands.map((operand) => {
      const value = this.#resolver.evaluate(operand);
      return value?.kind === 'text' ? value.text : undefined;
    });
    return left !== undefined && left === right;
  }

  #invalid(node: TemplateNode, message: string): false {
    this.#resolver.fail('INTRINSIC_INVALID', message, node.span);
    return false;
  }
}
