import { encodeBase64 } from './base64.ts';
import { clip } from './problems.ts';
import { resolveAttribute, resolveReference } from './references.ts';
import type { Resolver } from './resolver.ts';
import { substitute } from './substitute.ts';
import { child, descendant, type Intrinsic, intrinsicOf, type Span, type TemplateNode, textOf } from './templateNode.ts';
import { isText, joinTexts, textValue, type TextValue, type Value } from './value.ts';

/** Undefined is no value. */
type Call = (resolver: Resolver, argument: TemplateNode, span: Span) => Value | undefined;

/** Resolves a call of an intrinsic function; a wrong or unknown one is a problem and comes to a stand-in. */
export function callIntrinsic(resolver: Resolver, { name, argument }: Intrinsic, span: Span): Value | undefined {
  const call = calls.get(name);
  if (call !== undefined) return call(resolver, argument, span);
  resolver.problems.report('INTRINSIC_UNSUPPORTED', 'warning', `${clip(name)} is not resolved here; a stand-in takes its place.`, span);
  return textValue(name, span, { what: `the value of ${clip(name)}` });
}

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['Ref', ref],
  ['Fn::Sub', substitute],
  ['Fn::GetAtt', getAttribute],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Select', select],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ['Fn::Base64', base64],
  ['Fn::ImportValue', importValue],
  ['Fn::GetAZs', availabilityZones],
]);

function ref(resolver: Resolver, argument: TemplateNode, span: Span): Value | undefined {
  const name = textOf(argument);
  if (name === undefined) return invalid(resolver, 'Ref takes the name of a parameter or resource.', span);
  return resolveReference(resolver, name, argument.span);
}

function getAttribute(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const parts = argument.kind === 'list' ? argument.items.map((item) => resolver.evaluate(item)) : [];
  const written = textOf(argument) ?? (parts.length === 2 && parts.every(isText) ? parts.map((part) => part.text).join('.') : '');
  const dot = written.indexOf('.');
  if (dot <= 0) return invalid(resolver, 'Fn::GetAtt takes a resource and an attribute.', span);
  return resolveAttribute(resolver, written.slice(0, dot), written.slice(dot + 1), span);
}

function join(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const [separator, written] = operands(argument);
  const list = written && resolver.evaluate(written);
  const by = textOf(separator);
  if (by === undefined || list?.kind !== 'list' || !list.items.every(isText)) {
    // A list that only a deployed stack knows, such as an attribute, comes as one text.
    if (isText(list) && list.standIn !== undefined) return list;
    return invalid(resolver, 'Fn::Join takes a separator and a list of texts.', span);
  }
  return joined(resolver, list.items, by, span);
}

/** Joins with no more work and text than the template is allowed. */
function joined(resolver: Resolver, pieces: readonly TextValue[], separator: string, span: Span): Value {
  const length = pieces.reduce((sum, piece) => sum + piece.text.length + separator.length, 0);
  return resolver.bounded(length, span, () => joinTexts(pieces, separator, span));
}

function split(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const [separator, written] = operands(argument);
  const value = written && resolver.evaluate(written);
  const by = textOf(separator);
  if (by === undefined || by === '' || !isText(value)) return invalid(resolver, 'Fn::Split takes a separator and a text.', span);
  const { standIn } = value;
  const parts = (): Value => ({
    kind: 'list',
    items: value.text.split(by).map((part) => textValue(part, span, standIn && { what: standIn.what })),
    span,
  });
  return resolver.bounded(value.text.length, span, parts);
}

function select(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const [position, written] = operands(argument);
  const index = position && resolver.evaluate(position);
  const list = written && resolver.evaluate(written);
  if (isText(list) && list.standIn !== undefined) return list;
  if (!isText(index) || !/^\d{1,6}$/.test(index.text) || list?.kind !== 'list') {
    return invalid(resolver, 'Fn::Select takes a zero-based index and a list.', span);
  }
  const message = `Fn::Select: the list has ${list.items.length} values, none with index ${index.text}.`;
  return list.items[Number(index.text)] ?? invalid(resolver, message, span);
}

function choose(resolver: Resolver, argument: TemplateNode, span: Span): Value | undefined {
  const [condition, then, otherwise, ...rest] = operands(argument);
  const name = textOf(condition);
  if (name === undefined || then === undefined || otherwise === undefined || rest.length > 0) {
    return invalid(resolver, 'Fn::If takes the name of a condition and two values.', span);
  }
  return resolver.evaluate(resolver.holds(name, condition?.span ?? span) ? then : otherwise);
}

function findInMap(resolver: Resolver, argument: TemplateNode, span: Span): Value | undefined {
  const [map, top, second, options] = operands(argument);
  const keys = [map, top, second].map((key) => key && resolver.evaluate(key));
  if (!keys.every(isText)) return invalid(resolver, 'Fn::FindInMap takes the names of a mapping and of two keys in it.', span);
  const path = keys.map((key) => key.text);
  const found = descendant(resolver.root, 'Mappings', ...path) ?? child(options, 'DefaultValue');
  if (found !== undefined) return resolver.evaluate(found);
  return invalid(resolver, `The template's mappings have no ${clip(path.join(' → '))}.`, span);
}

function base64(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const value = resolver.evaluate(argument);
  if (!isText(value)) return invalid(resolver, 'Fn::Base64 takes a text.', span);
  const { text, standIn } = value;
  return resolver.bounded(text.length * 2, span, () => textValue(encodeBase64(text), span, standIn && { what: standIn.what }));
}

function importValue(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const value = resolver.evaluate(argument);
  if (!isText(value)) return invalid(resolver, 'Fn::ImportValue takes the name of an export.', span);
  return textValue(value.text, span, { what: `the export ${clip(value.text)} of another stack` });
}

function availabilityZones(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const value = resolver.evaluate(argument);
  const region = isText(value) && value.text !== '' ? value.text : resolver.identity.region;
  return { kind: 'list', items: ['a', 'b', 'c'].map((zone) => textValue(`${region}${zone}`, span)), span };
}

function operands(argument: TemplateNode): readonly TemplateNode[] {
  return argument.kind === 'list' && intrinsicOf(argument) === undefined ? argument.items : [];
}

function invalid(resolver: Resolver, message: string, span: Span): Value {
  return resolver.fail('INTRINSIC_INVALID', message, span);
}
