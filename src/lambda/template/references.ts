import { functionArn } from '../arn.ts';
import { functionName } from './functionName.ts';
import { clip, quote } from './problems.ts';
import type { Resolver } from './resolver.ts';
import { isFunctionType, isGenerated, namedByProperty, type Resource } from './resources.ts';
import { child, type Span } from './templateNode.ts';
import { textValue, type Value } from './value.ts';

/** The value of `Ref: name`. Functions are known by name; other resources are stood in for by their logical id. */
export function resolveReference(resolver: Resolver, name: string, span: Span): Value | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const pseudo = resolver.pseudo.get(name);
  if (pseudo !== undefined) return textValue(pseudo, span);
  const parameter = resolver.parameters.value(name, span);
  if (parameter !== undefined) return parameter;
  const resource = resolver.resources.get(name);
  if (resource === undefined) return unknown(resolver, name, span);
  if (isFunctionType(resource.type)) return textValue(functionName(resolver, resource), span);
  return nameOf(resolver, resource) ?? textValue(name, span, { what: `the resource ${clip(name)}`, resource: name });
}

/** The value of `Fn::GetAtt: [name, attribute]`. */
export function resolveAttribute(resolver: Resolver, name: string, attribute: string, span: Span): Value {
  const resource = resolver.resources.get(name);
  if (resource === undefined && !isGenerated(name, resolver.resources)) reportUnknown(resolver, name, span);
  if (resource !== undefined && isFunctionType(resource.type) && attribute === 'Arn') {
    return textValue(functionArn(resolver.identity, functionName(resolver, resource)), span);
  }
  return textValue(`${name}.${attribute}`, span, { what: `the attribute ${clip(attribute)} of ${clip(name)}` });
}

function nameOf(resolver: Resolver, resource: Resource): Value | undefined {
  const property = namedByProperty.get(resource.type);
  const written = property === undefined ? undefined : child(resource.properties, property);
  const value = written && resolver.evaluate(written);
  return value?.kind === 'text' && value.standIn === undefined && value.text !== '' ? value : undefined;
}

function unknown(resolver: Resolver, name: string, span: Span): Value {
  // SAM lets `Function.Version` and `Function.Alias` be referred to.
  const [base = name, ...rest] = name.split('.');
  const known = rest.length > 0 ? resolver.resources.has(base) : isGenerated(name, resolver.resources);
  if (!known) reportUnknown(resolver, name, span);
  return textValue(name, span, { what: `the resource ${clip(name)}` });
}

function reportUnknown(resolver: Resolver, name: string, span: Span): void {
  resolver.problems.report('REFERENCE_UNKNOWN', 'warning', `The template has no parameter or resource ${quote(name)}.`, span);
}
