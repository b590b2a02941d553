import type { Architecture } from '../function.ts';
import { limits } from '../limits.ts';
import { parseRuntime } from '../runtimes.ts';
import { buildMethodOf, readCode } from './codeProperty.ts';
import { tellCodeSigning } from './codeSigningProperty.ts';
import { readEnvironment } from './environmentVariables.ts';
import { checkFunctionName } from './functionName.ts';
import { readLayers } from './layersProperty.ts';
import { quote } from './problems.ts';
import { PropertyReader } from './propertyReader.ts';
import type { Resolver } from './resolver.ts';
import type { Resource } from './resources.ts';
import { readRuntime } from './runtimeRule.ts';
import type { TemplateNode } from './templateNode.ts';
import type { TemplateFunction } from './templateFunction.ts';
import { readFunctionUrl } from './urlProperty.ts';

const longestHandler = 128;
const longestDescription = 256;
const rolePattern = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;

/** Reads a function; undefined where it has no code that can be run here. What is wrong is reported, and has its default. */
export function readFunction(
  resolver: Resolver,
  resource: Resource,
  name: string,
  properties: TemplateNode | undefined,
): TemplateFunction | undefined {
  const reader = new PropertyReader(resolver, resource.key, properties);
  if (isImage(reader)) return undefined;
  checkFunctionName(resolver, resource);
  const runtime = readRuntime(reader);
  const code = readCode(reader, resource, runtime);
  if (code === undefined) return undefined;
  const { timeoutSeconds, memoryMegabytes, ephemeralStorageMegabytes } = limits;
  const settings = {
    FunctionName: name,
    Runtime: runtime,
    Handler: readHandler(reader, runtime),
    Role: readRole(reader, resource),
    Description: readDescription(reader),
    Timeout: reader.integer('Timeout', { ...timeoutSeconds, unit: 'seconds' }) ?? timeoutSeconds.default,
    MemorySize: reader.integer('MemorySize', { ...memoryMegabytes, unit: 'MB' }) ?? memoryMegabytes.default,
    Environment: readEnvironment(reader),
    Architecture: readArchitecture(reader),
    EphemeralStorage:
      reader.nestedInteger('EphemeralStorage', 'Size', { ...ephemeralStorageMegabytes, unit: 'MB' }) ?? ephemeralStorageMegabytes.default,
  };
  const reserved = reader.integer('ReservedConcurrentExecutions', { minimum: 0 });
  const layers = readLayers(reader);
  tellCodeSigning(reader);
  const url = resource.type === 'AWS::Serverless::Function' ? readFunctionUrl(reader) : undefined;
  const buildMethod = buildMethodOf(resource);
  const { source } = resolver.problems;
  return {
    settings,
    code,
    layers,
    ...(reserved !== undefined && { reservedConcurrency: reserved }),
    ...(url !== undefined && { url }),
    logicalId: resource.logicalId,
    position: source.position(resource.key),
    handlerPosition: source.position(reader.span('Handler')),
    ...(buildMethod !== undefined && { buildMethod }),
    ...(reader.firstError !== undefined && { problem: reader.firstError }),
  };
}

function isImage(reader: PropertyReader): boolean {
  const packageType = reader.value('PackageType');
  const code = reader.value('Code');
  const image = packageType?.kind === 'text' && packageType.text === 'Image';
  if (!image && !(code?.kind === 'map' && code.entries.has('ImageUri'))) return false;
  const message = 'The Local region does not run functions from container images; this one is left out.';
  reader.inform('IMAGE_NOT_RUNNABLE', message, reader.span(image ? 'PackageType' : 'Code'));
  return true;
}

function readHandler(reader: PropertyReader, runtime: string): string {
  const provided = parseRuntime(runtime)?.family === 'provided';
  const handler = reader.text('Handler');
  if (handler === undefined) {
    if (reader.value('Handler') !== undefined) return '';
    // Lambda asks for it even where nothing reads it.
    if (provided) reader.warn('PROPERTY_MISSING', 'Lambda asks for a Handler here too; any text will do, such as bootstrap.', reader.owner);
    else reader.error('PROPERTY_MISSING', 'The function has no Handler.', reader.owner);
    return provided ? 'bootstrap' : '';
  }
  if (handler.text === '' || handler.text.length > longestHandler || /\s/.test(handler.text)) {
    const message = `${quote(handler.text)} is no handler: it takes 1 to ${longestHandler} characters without blanks.`;
    reader.error('PROPERTY_INVALID', message, reader.span('Handler'));
  }
  return handler.text;
}

/** The role's ARN; a stand-in where SAM would make the role, or another resource is it. */
function readRole(reader: PropertyReader, resource: Resource): string {
  const { partition, account } = reader.resolver.identity;
  const standIn = (name: string) => `arn:${partition}:iam::${account}:role/${name.replaceAll(/[^a-zA-Z0-9+=,.@_-]/g, '-')}`;
  const role = reader.value('Role');
  if (role === undefined) {
    const required = resource.type === 'AWS::Lambda::Function';
    if (required) reader.warn('PROPERTY_MISSING', 'The function has no Role, which Lambda asks for.', reader.owner);
    return standIn(`${resource.logicalId}Role`);
  }
  if (role.kind !== 'text') {
    reader.error('PROPERTY_TYPE', 'Role must be the ARN of a role.', reader.span('Role'));
    return standIn(`${resource.logicalId}Role`);
  }
  if (role.standIn !== undefined) return standIn(role.text.replace(/\.Arn$/, '') || `${resource.logicalId}Role`);
  if (rolePattern.test(role.text)) return role.text;
  reader.warn('PROPERTY_INVALID', `${quote(role.text)} is not the ARN of a role.`, reader.span('Role'));
  return standIn(`${resource.logicalId}Role`);
}

function readDescription(reader: PropertyReader): string {
  const description = reader.value('Description');
  if (description === undefined) return '';
  if (description.kind !== 'text' || description.text.length > longestDescription) {
    reader.error('PROPERTY_INVALID', `Description must be a text of at most ${longestDescription} characters.`, reader.span('Description'));
    return '';
  }
  return description.text;
}

function readArchitecture(reader: PropertyReader): Architecture {
  const value = reader.value('Architectures');
  if (value === undefined) return 'x86_64';
  const [first, ...rest] = value.kind === 'list' ? value.items : [value];
  const text = first?.kind === 'text' && first.standIn === undefined ? first.text : undefined;
  if (rest.length === 0 && (text === 'x86_64' || text === 'arm64')) return text;
  reader.error('PROPERTY_INVALID', 'Architectures must be a list of one: x86_64 or arm64.', reader.span('Architectures'));
  return 'x86_64';
}
