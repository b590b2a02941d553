import type { Identity } from '../arn.ts';
import { Conditions } from './conditions.ts';
import { callIntrinsic } from './intrinsics.ts';
import { Parameters } from './parameters.ts';
import type { Problems, TemplateProblemCode } from './problems.ts';
import { pseudoParameters } from './pseudoParameters.ts';
import type { Resolver } from './resolver.ts';
import { readResources, type Resource } from './resources.ts';
import { child, intrinsicOf, type Span, type TemplateNode } from './templateNode.ts';
import { textValue, type Value } from './value.ts';

export interface EvaluationOptions {
  readonly identity: Identity;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Deeper references than this follow one another in no template that a person wrote. */
const maximumDepth = 200;
/** Work for one template: a step for each value, and for each piece of text that is made. Far above what templates need. */
const maximumSteps = 200_000;
/** Longer than anything that Lambda takes as a setting. */
const maximumText = 65_536;

/** Resolves a template's values. Each node is resolved once; what cannot be resolved becomes a text that stands in for it. */
export class Evaluation implements Resolver {
  readonly root: TemplateNode;
  readonly problems: Problems;
  readonly identity: Identity;
  readonly parameters: Parameters;
  readonly pseudo: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly #conditions: Conditions;
  readonly #values = new Map<TemplateNode, { readonly value: Value | undefined } | 'open'>();
  #depth = 0;
  #steps = 0;

  constructor(root: TemplateNode, options: EvaluationOptions, problems: Problems) {
    this.root = root;
    this.problems = problems;
    this.identity = options.identity;
    this.parameters = new Parameters(child(root, 'Parameters'), options.parameters, problems);
    this.pseudo = pseudoParameters(options.identity, options.stackName);
    this.resources = readResources(child(root, 'Resources'));
    this.#conditions = new Conditions(child(root, 'Conditions'), this);
  }

  evaluate(node: TemplateNode): Value | undefined {
    const known = this.#values.get(node);
    if (known === 'open') return this.fail('REFERENCE_CYCLIC', 'This value refers to itself.', node.span);
    if (known !== undefined) return known.value;
    this.#values.set(node, 'open');
    const value = this.deeper(node.span, () => this.#evaluate(node));
    this.#values.set(node, { value });
    return value;
  }

  holds(condition: string, span: Span): boolean {
    return this.#conditions.holds(condition, span);
  }

  deeper<T>(span: Span, run: () => T): T | undefined {
    if (!this.#charge(1, span)) return undefined;
    if (this.#depth >= maximumDepth) {
      this.problems.report('TEMPLATE_TOO_DEEP', 'error', 'References follow one another too deeply here.', span);
      return undefined;
    }
    this.#depth++;
    try {
      return run();
    } finally {
      this.#depth--;
    }
  }

  bounded(length: number, span: Span, make: () => Value): Value {
    const affordable = this.#charge(Math.min(length, maximumText) >> 4, span);
    if (length > maximumText) return this.fail('TEMPLATE_TOO_COMPLEX', `This comes to more than ${maximumText} characters.`, span);
    return affordable ? make() : textValue('', span, { what: 'a value that was left out' });
  }

  fail(code: TemplateProblemCode, message: string, span: Span): Value {
    this.problems.report(code, 'error', message, span);
    return textValue('', span, { what: 'a value that cannot be resolved' });
  }

  /** Whether there is work left for so many more steps. */
  #charge(steps: number, span: Span): boolean {
    const had = this.#steps <= maximumSteps;
    this.#steps += steps;
    if (this.#steps <= maximumSteps) return true;
    const message = 'This template takes too much work to resolve; what follows is left out.';
    if (had) this.problems.report('TEMPLATE_TOO_COMPLEX', 'error', message, span);
    return false;
  }

  #evaluate(node: TemplateNode): Value | undefined {
    const intrinsic = intrinsicOf(node);
    if (intrinsic !== undefined) return callIntrinsic(this, intrinsic, node.span);
    if (node.kind === 'scalar') return { kind: 'text', text: node.text, type: node.type, span: node.span };
    if (node.kind === 'list') {
      return { kind: 'list', items: node.items.flatMap((item) => this.evaluate(item) ?? []), span: node.span };
    }
    const entries = new Map<string, { key: Span; value: Value }>();
    for (const [name, { key, value: written }] of node.entries) {
      const value = this.evaluate(written);
      if (value !== undefined) entries.set(name, { key, value });
    }
    return { kind: 'map', entries, span: node.span };
  }
}
