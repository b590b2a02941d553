import { clip } from './problems.ts';
import { resolveAttribute, resolveReference } from './references.ts';
import type { Resolver } from './resolver.ts';
import { entriesOf, type Span, type TemplateNode, textOf } from './templateNode.ts';
import { joinTexts, textValue, type TextValue, type Value } from './value.ts';

/** `${Name}`, `${Name.Attribute}` or `${!Literal}`. */
const placeholder = /\$\{(!?)([^${}]*)\}/g;

/** `Fn::Sub`: a text, or a list of a text and a map of variables. */
export function substitute(resolver: Resolver, argument: TemplateNode, span: Span): Value {
  const [first, variables] = argument.kind === 'list' ? argument.items : [argument];
  const template = textOf(first);
  if (template === undefined || first === undefined) {
    return resolver.fail('INTRINSIC_INVALID', 'Fn::Sub takes a text, or a list of a text and a map of variables.', span);
  }
  return resolver.bounded(template.length, span, () => replaceAll(resolver, template, first.span, variables, span));
}

function replaceAll(resolver: Resolver, template: string, at: Span, variables: TemplateNode | undefined, span: Span): Value {
  const pieces: TextValue[] = [];
  const add = (piece: TextValue) => {
    if (piece.text !== '' || piece.standIn !== undefined) pieces.push(piece);
  };
  const locate = placeholdersWithin(resolver.problems.source.text, at);
  let from = 0;
  for (const match of template.matchAll(placeholder)) {
    const [whole, literal, inner = ''] = match;
    add(textValue(template.slice(from, match.index), span));
    from = match.index + whole.length;
    add(literal === '!' ? textValue(`\${${inner}}`, span) : variable(resolver, inner.trim(), variables, locate(whole)));
  }
  add(textValue(template.slice(from), span));
  const length = pieces.reduce((sum, piece) => sum + piece.text.length + 1, 0);
  return resolver.bounded(length, span, () => joinTexts(pieces, '', span));
}

/** Finds one placeholder after the other where the text stands in the template; what is written otherwise there is the whole text. */
function placeholdersWithin(source: string, whole: Span): (placeholder: string) => Span {
  const text = source.slice(whole.start, whole.end);
  let from = 0;
  return (placeholder) => {
    const found = text.indexOf(placeholder, from);
    if (found === -1) return whole;
    from = found + placeholder.length;
    return { start: whole.start + found, end: whole.start + from };
  };
}

function variable(resolver: Resolver, name: string, variables: TemplateNode | undefined, span: Span): TextValue {
  const given = entriesOf(variables).get(name);
  const value = given === undefined ? named(resolver, name, span) : resolver.evaluate(given.value);
  if (value === undefined) return textValue('', span);
  if (value.kind === 'text') return value;
  resolver.fail('INTRINSIC_INVALID', `Fn::Sub: ${clip(name)} is not a text.`, span);
  return textValue(name, span, { what: `the value of ${clip(name)}` });
}

function named(resolver: Resolver, name: string, span: Span): Value | undefined {
  const dot = name.indexOf('.');
  return dot > 0 ? resolveAttribute(resolver, name.slice(0, dot), name.slice(dot + 1), span) : resolveReference(resolver, name, span);
}
