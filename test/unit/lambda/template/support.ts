import type { WorkspaceProblem } from '../../../../src/lambda/function.ts';
import { type ParsedTemplate, parseTemplate, type TemplateOptions } from '../../../../src/lambda/template/parseTemplate.ts';
import type { TemplateFunction } from '../../../../src/lambda/template/templateFunction.ts';

export const identity = { partition: 'aws', region: 'eu-west-1', account: '123456789012' } as const;

export function parse(text: string, options: Partial<TemplateOptions> = {}): ParsedTemplate {
  return parseTemplate(text, { file: '/app/template.yaml', identity, ...options });
}

/** A template of one SAM function F with these properties (two or more lines are indented), and further sections after it. */
export function samFunction(properties: string, sections = ''): string {
  const indented = properties.split('\n').map((line) => `      ${line}`).join('\n');
  return `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n${indented}\n${sections}`;
}

/** What every function needs, so that tests name only what they are about. */
export const minimal = 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: src';

/** The function F of a template that has minimal properties and these. */
export function functionOf(properties: string, sections = '', options: Partial<TemplateOptions> = {}): TemplateFunction {
  const [first] = parse(samFunction(`${minimal}\n${properties}`, sections), options).functions;
  if (first === undefined) throw new Error('The template has no function.');
  return first;
}

/** The value of the environment variable VALUE, written as given. */
export function valueOf(written: string, sections = '', options: Partial<TemplateOptions> = {}): string | undefined {
  const indented = written.split('\n').map((line, index) => (index === 0 ? line : `      ${line}`)).join('\n');
  return functionOf(`Environment:\n  Variables:\n    VALUE: ${indented}`, sections, options).settings.Environment['VALUE'];
}

/** A problem in a line: `error CODE <text that it is at>`. */
export function describeProblem(text: string, { severity, code, position }: WorkspaceProblem): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number) => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, column);
  const at = text.slice(offset(position.line, position.column), offset(position.endLine, position.endColumn));
  return `${severity} ${code} <${at}>`;
}

export function problemsOf(text: string, options: Partial<TemplateOptions> = {}): readonly string[] {
  return parse(text, options).problems.map((problem) => describeProblem(text, problem));
}
