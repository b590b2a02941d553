import { parseRuntime } from '../runtimes.ts';
import type { PropertyReader } from './propertyReader.ts';
import type { Resource } from './resources.ts';
import { child, descendant, type Span, textOf } from './templateNode.ts';
import type { TemplateCode } from './templateFunction.ts';

const notLocal = 'lies in Amazon S3, from where the Local region takes nothing. Name a local folder to run it here.';

/** CodeUri, Code or InlineCode. Undefined where there is no code that can be run here; that is reported. */
export function readCode(reader: PropertyReader, resource: Resource, runtime: string): TemplateCode | undefined {
  return resource.type === 'AWS::Serverless::Function' ? samCode(reader, runtime) : cloudFormationCode(reader, resource, runtime);
}

/** Where CDK and SAM note the local folder of what is in S3 once deployed; `property` tells of which property. */
export function assetPath(resource: Resource, property: string): { readonly path: string; readonly span: Span } | undefined {
  const path = descendant(resource.node, 'Metadata', 'aws:asset:path');
  const of = textOf(descendant(resource.node, 'Metadata', 'aws:asset:property')) ?? property;
  const text = textOf(path);
  const ofProperty = of === property || of.startsWith(`${property}.`);
  return path === undefined || text === undefined || !ofProperty ? undefined : { path: text, span: path.span };
}

/** A local path, or undefined for an address in S3. */
export function localPath(text: string): string | undefined {
  return /^(s3|https?):\/\//i.test(text) ? undefined : text;
}

function samCode(reader: PropertyReader, runtime: string): TemplateCode | undefined {
  if (reader.value('InlineCode') !== undefined) {
    const inline = reader.text('InlineCode');
    return inline && inlineCode(reader, inline.text, runtime, reader.span('InlineCode'));
  }
  // Without CodeUri, SAM takes the template's own folder.
  if (reader.value('CodeUri') === undefined) return folder(reader, '.', reader.owner);
  return pathOrNothing(reader, 'CodeUri');
}

function cloudFormationCode(reader: PropertyReader, resource: Resource, runtime: string): TemplateCode | undefined {
  const asset = assetPath(resource, 'Code');
  if (asset !== undefined) return folder(reader, asset.path, asset.span);
  const code = reader.value('Code');
  if (code === undefined) {
    reader.error('PROPERTY_MISSING', 'The function has no Code, so it cannot be served.', reader.owner);
    return undefined;
  }
  const zipFile = code.kind === 'map' ? code.entries.get('ZipFile')?.value : undefined;
  if (zipFile?.kind === 'text') return inlineCode(reader, zipFile.text, runtime, zipFile.span);
  return pathOrNothing(reader, 'Code');
}

function pathOrNothing(reader: PropertyReader, property: string): TemplateCode | undefined {
  const span = reader.span(property);
  if (reader.value(property)?.kind === 'map') {
    reader.warn('CODE_NOT_LOCAL', `This function's code ${notLocal}`, span);
    return undefined;
  }
  const text = reader.text(property);
  if (text === undefined) return undefined;
  const path = localPath(text.text);
  if (path === undefined) reader.warn('CODE_NOT_LOCAL', `This function's code ${notLocal}`, span);
  return path === undefined ? undefined : folder(reader, path, span);
}

function folder(reader: PropertyReader, path: string, span: Span): TemplateCode {
  return { type: 'folder', path, position: reader.resolver.problems.source.position(span) };
}

/** The files in which Lambda lays down inline code. Source: CloudFormation reference, AWS::Lambda::Function Code. */
const inlineFiles: Readonly<Record<string, string>> = { nodejs: 'index.js', python: 'index.py' };

function inlineCode(reader: PropertyReader, text: string, runtime: string, span: Span): TemplateCode | undefined {
  const fileName = inlineFiles[parseRuntime(runtime)?.family ?? ''];
  if (fileName === undefined) {
    reader.error('PROPERTY_INVALID', 'Lambda takes code inside the template for Node.js and Python only.', span);
    return undefined;
  }
  return { type: 'inline', text, fileName, position: reader.resolver.problems.source.position(span) };
}

/** How SAM builds the resource, where the template says so. */
export function buildMethodOf(resource: Resource): string | undefined {
  return textOf(child(child(resource.node, 'Metadata'), 'BuildMethod'));
}
