import type { Identity } from '../arn.ts';
import type { Parameters } from './parameters.ts';
import type { Problems, TemplateProblemCode } from './problems.ts';
import type { Resource } from './resources.ts';
import type { Span, TemplateNode } from './templateNode.ts';
import type { Value } from './value.ts';

/** What intrinsic functions, references and conditions are resolved with. */
export interface Resolver {
  readonly root: TemplateNode;
  readonly problems: Problems;
  readonly identity: Identity;
  readonly parameters: Parameters;
  /** The values of `AWS::…`. */
  readonly pseudo: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Undefined is no value (`AWS::NoValue`). */
  evaluate(node: TemplateNode): Value | undefined;
  /** Whether the condition holds; one that cannot be told does not. */
  holds(condition: string, span: Span): boolean;
  /** Runs what may recurse, unless the template asks for too much: then there is one problem, and undefined. */
  deeper<T>(span: Span, run: () => T): T | undefined;
  /** Makes a text of that length, unless it is longer than any setting can be. */
  bounded(length: number, span: Span, make: () => Value): Value;
  /** Reports an error, and answers a stand-in. */
  fail(code: TemplateProblemCode, message: string, span: Span): Value;
}
