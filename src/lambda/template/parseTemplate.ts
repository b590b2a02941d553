import type { Identity } from '../arn.ts';
import type { WorkspaceProblem } from '../function.ts';
import { Evaluation } from './evaluation.ts';
import { functionName, isFunctionName } from './functionName.ts';
import { readFunction } from './functionResource.ts';
import { readFunctionGlobals, withGlobals } from './globals.ts';
import { Problems, quote } from './problems.ts';
import { readDocument } from './readDocument.ts';
import { isFunctionType, type Resource } from './resources.ts';
import { SourceText } from './sourceText.ts';
import { child, entriesOf, type Span, type TemplateNode, textOf } from './templateNode.ts';
import type { TemplateFunction } from './templateFunction.ts';
import { withUrlResources } from './urlProperty.ts';

/** CloudFormation takes templates of up to 1 MB. */
export const maximumTemplateCharacters = 1_048_576;

export interface TemplateOptions {
  /** The template's path, for positions. */
  readonly file: string;
  readonly identity: Identity;
  /** `AWS::StackName`; by default `local`. */
  readonly stackName?: string;
  /** Values of parameters by name, instead of their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface ParsedTemplate {
  /** False where the text could not be read as a template at all, so that nothing is known of its functions. */
  readonly readable: boolean;
  /** In the order of the text; names are unique. */
  readonly functions: readonly TemplateFunction[];
  /** In the order of the text. */
  readonly problems: readonly WorkspaceProblem[];
}

const start: Span = { start: 0, end: 0 };

/** Reads the functions of a SAM or CloudFormation template, YAML or JSON. Never throws: what is wrong is a problem with its position. */
export function parseTemplate(text: string, options: TemplateOptions): ParsedTemplate {
  const source = new SourceText(options.file, text.startsWith('\uFEFF') ? text.slice(1) : text);
  const problems = new Problems(source);
  const root = readRoot(source, problems);
  const functions = root === undefined ? [] : readFunctions(root, options, problems);
  return { readable: root !== undefined, functions, problems: problems.list() };
}

function readRoot(source: SourceText, problems: Problems): TemplateNode | undefined {
  const { text } = source;
  if (text.length > maximumTemplateCharacters) {
    const message = `The template has more than ${maximumTemplateCharacters} characters, the most that CloudFormation takes.`;
    problems.report('TEMPLATE_TOO_LARGE', 'error', message, start);
    return undefined;
  }
  if (text.includes('\0')) {
    problems.report('TEMPLATE_NOT_TEXT', 'error', 'This file is no text in UTF-8.', start);
    return undefined;
  }
  const before = problems.list().length;
  const root = readDocument(source, problems);
  if (root?.kind === 'map' && child(root, 'Resources')?.kind === 'map') return root;
  if (problems.list().length === before) {
    const message = 'This is no SAM or CloudFormation template: it has no map Resources.';
    problems.report('TEMPLATE_INVALID', 'error', message, start);
  }
  return undefined;
}

function readFunctions(root: TemplateNode, options: TemplateOptions, problems: Problems): readonly TemplateFunction[] {
  const { identity, stackName = 'local', parameters = {} } = options;
  const evaluation = new Evaluation(root, { identity, stackName, parameters }, problems);
  const globals = readFunctionGlobals(root, problems);
  checkResources(root, problems);
  const taken = new Map<string, string>();
  const functions: TemplateFunction[] = [];
  for (const resource of evaluation.resources.values()) {
    if (!isFunctionType(resource.type) || !isWanted(evaluation, resource)) continue;
    const name = functionName(evaluation, resource);
    const properties = resource.type === 'AWS::Serverless::Function' ? withGlobals(globals, resource.properties) : resource.properties;
    const read = problems.concerning(name, () => {
      const other = taken.get(name);
      if (other === undefined) return readFunction(evaluation, resource, name, properties);
      reportTaken(problems, resource, name, other);
      return undefined;
    });
    taken.set(name, taken.get(name) ?? resource.logicalId);
    if (read !== undefined) functions.push(read);
  }
  const urls = [...evaluation.resources.values()].filter((resource) => resource.type === 'AWS::Lambda::Url' && holds(evaluation, resource));
  return withUrlResources(evaluation, urls, functions);
}

/** Whether the function is made at all: its condition holds and it has a name. */
function isWanted(evaluation: Evaluation, resource: Resource): boolean {
  if (!holds(evaluation, resource)) return false;
  if (isFunctionName(resource.logicalId)) return true;
  const message = `${quote(resource.logicalId)} is no logical id: it takes letters and digits.`;
  evaluation.problems.report('RESOURCE_INVALID', 'error', message, resource.key);
  return false;
}

function holds(evaluation: Evaluation, resource: Resource): boolean {
  const condition = child(resource.node, 'Condition');
  const name = textOf(condition);
  return condition === undefined || name === undefined || evaluation.holds(name, condition.span);
}

function reportTaken(problems: Problems, resource: Resource, name: string, other: string): void {
  const span = child(resource.properties, 'FunctionName')?.span ?? resource.key;
  const message = `${other} of this template has the name ${name} already; this function is left out.`;
  problems.report('FUNCTION_NAME_TAKEN', 'error', message, span);
}

function checkResources(root: TemplateNode, problems: Problems): void {
  for (const [name, { key, value }] of entriesOf(child(root, 'Resources'))) {
    if (name.startsWith('Fn::')) {
      problems.report('INTRINSIC_UNSUPPORTED', 'warning', `${name} is not expanded here; its resources are left out.`, key);
    } else if (textOf(child(value, 'Type')) === undefined) {
      problems.report('RESOURCE_INVALID', 'error', `The resource ${quote(name)} has no Type.`, key);
    }
  }
}
